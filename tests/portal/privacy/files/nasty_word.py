"""One docx with something in every place that Word, or somebody with a zip program, can put a text.

``build`` returns name of the place → its number; what stands there is ``secret(number)``: a phone that every detector
knows and a word that none does. A reader of the document sees ``SHOWN``, nothing else.
"""

# ruff: noqa: E501 - the XML of a place is not cut
from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
from PIL import Image

from tests.portal.privacy.files.documents import repack, secret

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(inside: str) -> str:
    return f"<w:p {SPACES}>{inside}</w:p>"


# What stands in the body and no reader of the printed page sees. ``{}`` is the secret.
HIDDEN_IN_BODY = {
    "deleted run": '<w:del w:id="1" w:author="x"><w:r><w:delText>{}</w:delText></w:r></w:del>',
    "deleted field code": '<w:del w:id="2"><w:r><w:delInstrText> {} </w:delInstrText></w:r></w:del>',
    "moved away": '<w:moveFrom w:id="3"><w:r><w:t>{}</w:t></w:r></w:moveFrom>',
    "author of an insertion": '<w:ins w:id="4" w:author="{}"><w:r><w:t>后来</w:t></w:r></w:ins>',
    "author of a format change": '<w:r><w:rPr><w:rPrChange w:id="5" w:author="{}"><w:rPr/></w:rPrChange></w:rPr></w:r>',
    "name of a move": '<w:moveToRangeStart w:id="6" w:name="{}"/>',
    "hidden run": "<w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r>",
    "hidden in web view": "<w:r><w:rPr><w:webHidden/></w:rPr><w:t>{}</w:t></w:r>",
    "white run": '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>{}</w:t></w:r>',
    "white by theme": '<w:r><w:rPr><w:color w:val="auto" w:themeColor="background1"/></w:rPr><w:t>{}</w:t></w:r>',
    "tiny run": '<w:r><w:rPr><w:sz w:val="2"/></w:rPr><w:t>{}</w:t></w:r>',
    "as dark as its shade": (
        '<w:r><w:rPr><w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/></w:rPr><w:t>{}</w:t></w:r>'
    ),
    "black highlight": '<w:r><w:rPr><w:highlight w:val="black"/></w:rPr><w:t>{}</w:t></w:r>',
    "hidden by a style": '<w:r><w:rPr><w:rStyle w:val="Unseen"/></w:rPr><w:t>{}</w:t></w:r>',
    "hidden by a style's parent": '<w:r><w:rPr><w:rStyle w:val="Child"/></w:rPr><w:t>{}</w:t></w:r>',
    "field code": "<w:r><w:instrText> HYPERLINK {} </w:instrText></w:r>",
    "simple field": '<w:fldSimple w:instr="REF {}"><w:r><w:t>见上</w:t></w:r></w:fldSimple>',
    "form field": '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:helpText w:val="{}"/></w:ffData></w:fldChar></w:r>',
    "field data": '<w:r><w:fldChar w:fldCharType="begin"><w:fldData>{}</w:fldData></w:fldChar></w:r>',
    "tip of a link": '<w:hyperlink w:tooltip="{}"><w:r><w:t>链接</w:t></w:r></w:hyperlink>',
    "bookmark": '<w:bookmarkStart w:id="7" w:name="{}"/><w:bookmarkEnd w:id="7"/>',
    "tag of a control": '<w:sdt><w:sdtPr><w:tag w:val="{}"/></w:sdtPr><w:sdtContent/></w:sdt>',
    "title of a control": '<w:sdt><w:sdtPr><w:alias w:val="{}"/></w:sdtPr><w:sdtContent/></w:sdt>',
    "list of a control": (
        '<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{}" w:value="1"/></w:dropDownList></w:sdtPr>'
        "<w:sdtContent/></w:sdt>"
    ),
    "binding of a control": "<w:sdt><w:sdtPr><w:dataBinding w:xpath=\"/a[b='{}']\"/></w:sdtPr><w:sdtContent/></w:sdt>",
    "alternative text": '<w:r><w:drawing><wp:inline><wp:docPr id="7" name="图" descr="{}"/></wp:inline></w:drawing></w:r>',
    "name of a picture": '<w:r><w:drawing><wp:inline><wp:docPr id="8" name="{}"/></wp:inline></w:drawing></w:r>',
    "link of a picture": (
        '<w:r><w:drawing><wp:inline><wp:docPr id="9" name="图"><a:hlinkClick tooltip="{}"/></wp:docPr></wp:inline>'
        "</w:drawing></w:r>"
    ),
    "fallback": (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'/><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p>"
        "<w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    ),
    "word art": '<w:r><w:pict><v:shape><v:textpath string="{}"/></v:shape></w:pict></w:r>',
    "title of a shape": '<w:r><w:pict><v:shape alt="{}" o:title="x"/></w:pict></w:r>',
    "symbol font": '<w:r><w:sym w:font="{}" w:char="F0B7"/></w:r>',
    "smart tag": '<w:smartTag w:element="x"><w:smartTagPr><w:attr w:name="n" w:val="{}"/></w:smartTagPr></w:smartTag>',
    "custom mark-up": '<w:customXml w:element="x"><w:customXmlPr><w:placeholder w:val="{}"/></w:customXmlPr></w:customXml>',
    "own namespace": '<x:note xmlns:x="urn:x"><x:said>{}</x:said></x:note>',
    "XML comment": "<!-- {} -->",
    "instruction": "<?note {}?>",
}
# What the reader does see: masked in the copy.
SHOWN_IN_BODY = {
    "inserted": '<w:ins w:id="20"><w:r><w:t>{}</w:t></w:r></w:ins>',
    "moved here": '<w:moveTo w:id="21"><w:r><w:t>{}</w:t></w:r></w:moveTo>',
    "cut into runs": "<w:r><w:t>{first}</w:t></w:r><w:proofErr/><w:r><w:t>{rest}</w:t></w:r>",
    "text box, new way": (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><wps:txbx><w:txbxContent><w:p><w:r>"
        "<w:t>{}</w:t></w:r></w:p></w:txbxContent></wps:txbx></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>"
        "</w:r>"
    ),
    "text box, old way": (
        "<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict>"
        "</w:r>"
    ),
    "result of a field": '<w:fldSimple w:instr="DATE"><w:r><w:t>{}</w:t></w:r></w:fldSimple>',
    "content of a control": "<w:sdt><w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>",
    "reading of a ruby": "<w:r><w:ruby><w:rt><w:r><w:t>{}</w:t></w:r></w:rt><w:rubyBase/></w:ruby></w:r>",
    "base of a ruby": "<w:r><w:ruby><w:rubyBase><w:r><w:t>{}</w:t></w:r></w:rubyBase></w:ruby></w:r>",
    "formula": "<m:oMath><m:r><m:t>{}</m:t></m:r></m:oMath>",
}
COMMENT = f'<w:comments {SPACES}><w:comment w:id="1" w:author="x"><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:comment></w:comments>'
PARTS = {
    "word/comments.xml": COMMENT,
    "word/comments2.xml": COMMENT,
    "word/commentsExtended.xml": '<c xmlns="urn:c"><e paraId="1A2B3C4D" note="{}"/></c>',
    "word/commentsIds.xml": '<c xmlns="urn:c"><e durableId="{}"/></c>',
    "word/commentsExtensible.xml": '<c xmlns="urn:c"><e said="{}"/></c>',
    "word/people.xml": '<p:people xmlns:p="urn:p"><p:person p:author="{}"/></p:people>',
    "word/header7.xml": f"<w:hdr {SPACES}><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:hdr>",
    "word/footer7.xml": f"<w:ftr {SPACES}><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:ftr>",
    "word/footnotes.xml": f'<w:footnotes {SPACES}><w:footnote w:id="1"><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:footnote></w:footnotes>',
    "word/endnotes.xml": f'<w:endnotes {SPACES}><w:endnote w:id="1"><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:endnote></w:endnotes>',
    "word/glossary/document.xml": f"<w:glossaryDocument {SPACES}><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:glossaryDocument>",
    "word/charts/chart1.xml": '<c:chart xmlns:c="urn:c"><c:pt><c:v>{}</c:v></c:pt></c:chart>',
    "word/charts/colors1.xml": '<c:cs xmlns:c="urn:c" id="{}"/>',
    "word/diagrams/data1.xml": '<d:data xmlns:d="urn:d"><d:t>{}</d:t></d:data>',
    "word/diagrams/drawing1.xml": '<d:data xmlns:d="urn:d"><d:t>{}</d:t></d:data>',
    "word/ink/ink1.xml": '<i:ink xmlns:i="urn:i"><i:annotation type="x">{}</i:annotation></i:ink>',
    "word/webSettings.xml": f'<w:webSettings {SPACES}><w:div w:id="1"><w:note w:val="{{}}"/></w:div></w:webSettings>',
    "word/fontTable.xml": f'<w:fonts {SPACES}><w:font w:name="{{}}"/></w:fonts>',
    "word/numbering.xml": f'<w:numbering {SPACES}><w:abstractNum><w:lvl><w:lvlText w:val="{{}}"/></w:lvl></w:abstractNum></w:numbering>',
    "word/theme/theme9.xml": '<a:theme xmlns:a="urn:a" name="{}"/>',
    "word/vbaData.xml": '<v xmlns="urn:v"><m name="{}"/></v>',
    "word/vbaProject.bin": "\x01\x02' {}\x03",
    "word/attachedToolbars.bin": "\x01{}\x02",
    "word/embeddings/oleObject1.bin": "\x01\x02{}\x03",
    "word/activeX/activeX1.xml": '<ax xmlns="urn:ax"><ocxPr name="Caption" value="{}"/></ax>',
    "word/printerSettings/printerSettings1.bin": "{}",
    "word/afchunk1.html": "<html><body>{}</body></html>",
    "word/afchunk2.rtf": r"{{\rtf1 {}}}",
    "word/afchunk3.txt": "{}",
    "word/keyMapMissing.xml": '<k xmlns="urn:k" name="{}"/>',
    "word/_rels/settings.xml.rels": '<R xmlns="urn:r"><r Target="file:///c/{}.dotx" TargetMode="External"/></R>',
    "customXml/item9.xml": "<form><phone>{}</phone></form>",
    "customXml/itemProps9.xml": '<ds xmlns="urn:d"><ref uri="{}"/></ds>',
    "docProps/custom.xml": '<Properties xmlns="urn:c"><property name="来源"><v>{}</v></property></Properties>',
    "docProps/app.xml": '<Properties xmlns="urn:a"><Manager>{}</Manager></Properties>',
    "docProps/core.xml": '<c xmlns="urn:c"><creator>{}</creator></c>',
    "docMetadata/LabelInfo.xml": '<l xmlns="urn:l"><label id="{}"/></l>',
    "userCustomization/customUI.xml": '<u xmlns="urn:u"><tab label="{}"/></u>',
    "unknown/part.xml": "<x>{}</x>",
    "unknown/plain.txt": "{}",
    "unknown/wide.dat": "{}",  # in UTF-16
    "unknown/chinese.dat": "{}",  # in GB18030
}
SETTINGS = {
    "variable": '<w:docVars><w:docVar w:name="a" w:val="{}"/></w:docVars>',
    "mail merge": '<w:mailMerge><w:query w:val="SELECT {}"/></w:mailMerge>',
    "write protection": '<w:writeProtection w:hash="{}"/>',
    "caption": '<w:captions><w:caption w:name="{}"/></w:captions>',
    "attached schema": '<w:attachedSchema w:val="{}"/>',
}
STYLES = (
    '<w:style w:type="character" w:styleId="Unseen"><w:name w:val="Unseen"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Child"><w:basedOn w:val="Unseen"/></w:style>'
)
SHOWN = "报名从三月一日开始"
SHOWN_PARTS = {"word/header7.xml", "word/footer7.xml", "word/footnotes.xml", "word/endnotes.xml"}


class Numbers:
    """Gives each place the next number."""

    def __init__(self) -> None:
        self.given: dict[str, int] = {}

    def secret(self, place: str) -> str:
        self.given[place] = len(self.given) + 1
        return secret(self.given[place])


def build(path: Path) -> tuple[dict[str, int], set[str]]:
    """Writes the document; returns the numbers of the places, and which places a reader sees."""
    numbers = Numbers()
    plain = io.BytesIO()
    made = docx.Document()
    made.add_heading("招生通知", 1)
    made.add_paragraph(SHOWN)
    made.save(plain)
    body = "".join(paragraph(xml.format(numbers.secret(name))) for name, xml in HIDDEN_IN_BODY.items())
    for name, xml in SHOWN_IN_BODY.items():
        said = numbers.secret(name)
        body += paragraph(xml.format(said, first=said[:4], rest=said[4:]))
    settings = "".join(xml.format(numbers.secret(name)) for name, xml in SETTINGS.items())
    style = f'<w:style w:styleId="S9"><w:name w:val="{numbers.secret("name of a style")}"/></w:style>'
    parts: dict[str, str | bytes] = {name: xml.format(numbers.secret(name)) for name, xml in PARTS.items()}
    parts["unknown/wide.dat"] = str(parts["unknown/wide.dat"]).encode("utf-16-le")
    parts["unknown/chinese.dat"] = str(parts["unknown/chinese.dat"]).encode("gb18030")
    parts["word/embeddings/sheet1.xlsx"] = hidden_sheet(numbers.secret("hidden sheet inside"))
    parts["word/media/image9.jpg"] = photograph(numbers.secret("EXIF of a picture"))
    parts["docProps/thumbnail.jpeg"] = photograph(numbers.secret("EXIF of the thumbnail"))
    parts[f"word/{numbers.secret('name of a part')}.xml"] = "<x/>"
    edits = {
        "word/document.xml": ("<w:sectPr", f"{body}<w:sectPr"),
        "word/settings.xml": ("</w:settings>", f"{settings}</w:settings>".replace("<w:", "<w:")),
        "word/styles.xml": ("</w:styles>", f"{STYLES}{style}</w:styles>"),
    }
    draft = path.with_suffix(".draft")
    draft.write_bytes(plain.getvalue())
    repack(draft, path, parts=parts, edits=edits)
    draft.unlink()
    with zipfile.ZipFile(path, "a") as package:
        package.comment = numbers.secret("comment of the zip").encode()
        extra = zipfile.ZipInfo("word/extra.xml")
        extra.comment = numbers.secret("comment of an entry").encode()
        extra.extra = b"\xfe\xca" + (len(numbers.secret("extra field").encode())).to_bytes(2, "little")
        extra.extra += secret(numbers.given["extra field"]).encode()
        package.writestr(extra, "<x/>")
    data = path.read_bytes()
    path.write_bytes(data + numbers.secret("behind the zip").encode())
    return numbers.given, set(SHOWN_IN_BODY) | SHOWN_PARTS


def hidden_sheet(text: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("底稿")
    sheet.sheet_state = "veryHidden"
    sheet["A1"] = text
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def photograph(text: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = text
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(data, "JPEG", exif=exif)
    return data.getvalue()
