"""One xlsx with something in every place that Excel, or somebody with a zip program, can put a text. See nasty_word."""

# ruff: noqa: E501 - the XML of a place is not cut
from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl

from tests.portal.privacy.files.documents import repack
from tests.portal.privacy.files.nasty_word import Numbers, photograph

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def cell(place: str, style: str = "0") -> str:
    return f'<c r="{place}" t="inlineStr" s="{style}"><is><t>{{}}</t></is></c>'


# Rows of the first sheet: name → row. Styles 1 to 3 are those of ``_styles``.
ROWS = {
    "hidden row": f'<row r="3" hidden="1">{cell("A3")}</row>',
    "row without height": f'<row r="4" ht="0" customHeight="1">{cell("A4")}</row>',
    "hidden column": f'<row r="5">{cell("H5")}</row>',
    "collapsed group": f'<row r="6" outlineLevel="1" hidden="1">{cell("A6")}</row>',
    "white on white": f'<row r="7">{cell("A7", "1")}</row>',
    "format of three semicolons": f'<row r="8">{cell("A8", "2")}</row>',
    "behind a wide merge": f'<row r="9"><c r="A9" t="inlineStr"><is><t>合并</t></is></c>{cell("B9")}</row>',
    "black on black": f'<row r="10">{cell("A10", "3")}</row>',
    "reading beside a text": '<row r="11"><c r="A11" t="inlineStr"><is><t>云岭</t><rPh sb="0" eb="1"><t>{}</t></rPh></is></c></row>',
    "value of a formula": '<row r="12"><c r="A12" t="str"><f>B1</f><v>{}</v></c></row>',
    "text of a formula": '<row r="13"><c r="A13"><f>"{}"&amp;""</f><v>1</v></c></row>',
    "far away": f'<row r="90000">{cell("XFD90000")}</row>',
    "extension of a cell": '<row r="90001"><c r="A90001"><v>1</v><extLst><ext uri="x">{}</ext></extLst></c></row>',
    "error value": '<row r="90002"><c r="A90002" t="e"><v>{}</v></c></row>',
    "attribute of a row": '<row r="90003" spans="{}"><c r="A90003"><v>1</v></c></row>',
}
SHOWN = {"value of a formula", "far away", "error value", "shared text"}
AFTER = {
    "header": "<headerFooter><oddHeader>&amp;C{}</oddHeader></headerFooter>",
    "validation": (
        '<dataValidations count="1"><dataValidation type="list" sqref="A1" promptTitle="提示" prompt="{}">'
        '<formula1>"a,b"</formula1></dataValidation></dataValidations>'
    ),
    "validation list": (
        '<dataValidations count="1"><dataValidation type="list" sqref="A1"><formula1>"{}"</formula1></dataValidation>'
        "</dataValidations>"
    ),
    "condition": (
        '<conditionalFormatting sqref="A1"><cfRule type="containsText" text="{}" priority="1"/></conditionalFormatting>'
    ),
    "tip of a link": '<hyperlinks><hyperlink ref="A1" location="a" tooltip="{}"/></hyperlinks>',
    "link": '<hyperlinks><hyperlink ref="A1" location="{}"/></hyperlinks>',
    "filter": '<autoFilter ref="A1"><filterColumn colId="0"><filters><filter val="{}"/></filters></filterColumn></autoFilter>',
    "protected range": '<protectedRanges><protectedRange name="{}" sqref="A1"/></protectedRanges>',
    "scenario": '<scenarios><scenario name="{}" user="x"/></scenarios>',
    "custom view": '<customSheetViews><customSheetView guid="x"><headerFooter><oddFooter>{}</oddFooter></headerFooter></customSheetView></customSheetViews>',
    "extension": '<extLst><ext uri="x"><f>{}</f></ext></extLst>',
    "code name": '<controls><control name="{}"/></controls>',
    "XML comment": "<!-- {} -->",
}
PARTS = {
    "xl/comments1.xml": f'<comments xmlns="{MAIN}"><commentList><comment ref="A1"><text><t>{{}}</t></text></comment></commentList></comments>',
    "xl/threadedComments/threadedComment1.xml": '<T xmlns="urn:t"><threadedComment ref="A1"><text>{}</text></threadedComment></T>',
    "xl/persons/person.xml": '<personList xmlns="urn:p"><person displayName="{}"/></personList>',
    "xl/pivotCache/pivotCacheDefinition1.xml": '<p xmlns="urn:p" refreshedBy="x"><s v="{}"/></p>',
    "xl/pivotCache/pivotCacheRecords1.xml": '<p xmlns="urn:p"><r><s v="{}"/></r></p>',
    "xl/pivotTables/pivotTable1.xml": '<p xmlns="urn:p" rowHeaderCaption="{}"/>',
    "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"><cell r="A1"><v>{{}}</v></cell></externalLink>',
    "xl/externalLinks/_rels/externalLink1.xml.rels": '<R xmlns="urn:r"><r Target="file:///{}.xlsx" TargetMode="External"/></R>',
    "xl/drawings/drawing1.xml": '<d xmlns="urn:d"><cNvPr id="1" name="x" descr="{}"/></d>',
    "xl/drawings/drawing2.xml": '<d xmlns="urn:d"><t>{}</t></d>',
    "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:v"><v:shape alt="{}"/></xml>',
    "xl/charts/chart1.xml": '<c xmlns="urn:c"><v>{}</v></c>',
    "xl/chartsheets/sheet1.xml": f'<chartsheet xmlns="{MAIN}"><headerFooter><oddHeader>{{}}</oddHeader></headerFooter></chartsheet>',
    "xl/printerSettings/printerSettings1.bin": "{}",
    "xl/connections.xml": f'<connections xmlns="{MAIN}"><connection id="1" name="x"><dbPr connection="pwd={{}}"/></connection></connections>',
    "xl/queryTables/queryTable1.xml": f'<queryTable xmlns="{MAIN}" name="{{}}"/>',
    "xl/slicers/slicer1.xml": '<slicers xmlns="urn:s"><slicer caption="{}"/></slicers>',
    "xl/slicerCaches/slicerCache1.xml": '<s xmlns="urn:s"><i n="{}"/></s>',
    "xl/timelines/timeline1.xml": '<t xmlns="urn:t" caption="{}"/>',
    "xl/ctrlProps/ctrlProp1.xml": '<formControlPr xmlns="urn:f"><itemLst><item val="{}"/></itemLst></formControlPr>',
    "xl/tables/table1.xml": f'<table xmlns="{MAIN}" name="t"><tableColumns><tableColumn id="1" name="{{}}"/></tableColumns></table>',
    "xl/metadata.xml": f'<metadata xmlns="{MAIN}"><s v="{{}}"/></metadata>',
    "xl/richData/rdrichvalue.xml": '<r xmlns="urn:r"><v>{}</v></r>',
    "xl/customData/item1.data": "{}",
    "xl/model/item.data": "{}",
    "xl/macrosheets/sheet1.xml": f'<m xmlns="{MAIN}"><v>{{}}</v></m>',
    "xl/dialogsheets/sheet1.xml": f'<m xmlns="{MAIN}"><v>{{}}</v></m>',
    "xl/worksheets/sheet99.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v>{{}}</v></c></row></sheetData></worksheet>',
    "xl/revisions/revisionLog1.xml": '<r xmlns="urn:r"><nc><is><t>{}</t></is></nc></r>',
    "xl/revisions/userNames.xml": '<u xmlns="urn:u"><userInfo name="{}"/></u>',
    "xl/vbaProject.bin": "\x01' {}\x02",
    "xl/embeddings/oleObject1.bin": "\x01{}\x02",
    "xl/webextensions/webextension1.xml": '<w xmlns="urn:w"><property value="{}"/></w>',
    "xl/xmlMaps.xml": f'<MapInfo xmlns="{MAIN}" SelectionNamespaces="{{}}"/>',
    "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"><c r="{{}}"/></calcChain>',
    "docProps/custom.xml": '<P xmlns="urn:c"><property name="x"><v>{}</v></property></P>',
    "docProps/core.xml": '<c xmlns="urn:c"><creator>{}</creator></c>',
    "docProps/app.xml": '<P xmlns="urn:a"><TitlesOfParts><v>{}</v></TitlesOfParts></P>',
    "customXml/item1.xml": "<x>{}</x>",
}
WORKBOOK = {
    "defined name": '<definedNames><definedName name="x">"{}"</definedName></definedNames>',
    "name of a defined name": '<definedNames><definedName name="n{}" hidden="1" comment="x">A1</definedName></definedNames>',
    "comment of a defined name": '<definedNames><definedName name="y" comment="{}">A1</definedName></definedNames>',
    "file sharing": '<fileSharing userName="{}"/>',
    "view": '<customWorkbookViews><customWorkbookView name="{}" guid="x"/></customWorkbookViews>',
    "path": '<x15ac:absPath xmlns:x15ac="urn:x15ac" url="C:\\Users\\{}\\"/>',
    "function group": '<functionGroups><functionGroup name="{}"/></functionGroups>',
}


def build(path: Path) -> tuple[dict[str, int], set[str]]:
    """Writes the workbook; returns the numbers of the places, and which places a reader sees."""
    numbers = Numbers()
    draft = path.with_suffix(".draft")
    draft.write_bytes(_plain(numbers))
    rows = "".join(xml.format(numbers.secret(name)) for name, xml in ROWS.items())
    after = "".join(xml.format(numbers.secret(name)) for name, xml in AFTER.items())
    merge = '<mergeCells count="1"><mergeCell ref="A9:C9"/></mergeCells>'
    columns = '<cols><col min="8" max="8" hidden="1" width="9"/></cols>'
    sheet = _part(draft, "xl/worksheets/sheet1.xml")
    sheet = sheet.replace("<sheetData>", f"{columns}<sheetData>").replace(
        "</sheetData>", f"{rows}</sheetData>{merge}{after}"
    )
    book = _part(draft, "xl/workbook.xml")
    about = "".join(xml.format(numbers.secret(name)) for name, xml in WORKBOOK.items())
    book = re.sub(r"<definedNames\s*/>", "", book).replace("</workbook>", f"{about}</workbook>")
    parts: dict[str, str | bytes] = {name: xml.format(numbers.secret(name)) for name, xml in PARTS.items()}
    parts |= {"xl/worksheets/sheet1.xml": sheet, "xl/workbook.xml": book}
    parts["xl/styles.xml"] = _styles(_part(draft, "xl/styles.xml"), numbers.secret("number format"))
    parts["xl/media/image1.jpg"] = photograph(numbers.secret("EXIF of a picture"))
    repack(draft, path, parts=parts, edits={})
    draft.unlink()
    path.write_bytes(path.read_bytes() + numbers.secret("behind the zip").encode())
    return numbers.given, SHOWN


def _plain(numbers: Numbers) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "收费"
    book.active.append(["学校", "金额"])
    book.active.append(["云岭小学", 120])
    book.active["C2"] = numbers.secret("shared text")
    for state in ("hidden", "veryHidden"):
        sheet = book.create_sheet(state)
        sheet.sheet_state = state
        sheet["A1"] = numbers.secret(f"sheet {state}")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def _styles(xml: str, said: str) -> str:
    """Cell styles 1: white letters, 2: shows nothing, 3: black on black."""
    fonts = '<font><color rgb="FFFFFFFF"/></font><font><color rgb="FF000000"/></font>'
    fill = '<fill><patternFill patternType="solid"><fgColor rgb="FF000000"/></patternFill></fill>'
    formats = f'<numFmts count="2"><numFmt numFmtId="170" formatCode=";;;"/><numFmt numFmtId="171" formatCode="&quot;{said}&quot;0"/></numFmts>'
    fills = len(re.findall("<fill>|<fill/>", xml))
    fonts_before = xml.count("<font>")
    cells = (
        f'<xf fontId="{fonts_before}" fillId="0" borderId="0" numFmtId="0" applyFont="1"/>'
        '<xf fontId="0" fillId="0" borderId="0" numFmtId="170" applyNumberFormat="1"/>'
        f'<xf fontId="{fonts_before + 1}" fillId="{fills}" borderId="0" numFmtId="0"/>'
    )
    xml = re.sub(r"<numFmts[^>]*/>|<numFmts.*?</numFmts>", "", xml)
    xml = re.sub(r"(<styleSheet[^>]*>)", rf"\1{formats}", xml).replace("</fonts>", f"{fonts}</fonts>")
    return xml.replace("</fills>", f"{fill}</fills>").replace("</cellXfs>", f"{cells}</cellXfs>")
