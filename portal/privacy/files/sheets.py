"""All layers of an xlsx: the cells that a reader sees, and all that the reader does not see."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from portal.privacy.files.layers import SHEET_NAMES, Contents, Layer, Unit
from portal.privacy.files.markup import all_texts, left_over, local, telling_attributes
from portal.privacy.files.packages import Package
from portal.privacy.files.parts import other_parts
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.files.workbooks import COMPOSED, WORKBOOK, Sheet, units, workbook

PLACES = (
    ("xl/comments", "批注"),
    ("xl/threadedComments/", "批注"),
    ("xl/persons/", "批注作者"),
    ("xl/pivotCache/", "数据透视表缓存"),
    ("xl/pivotTables/", "数据透视表"),
    ("xl/externalLinks/", "外部链接缓存"),
    ("xl/drawings/", "文本框和图形"),
    ("xl/charts/", "图表"),
    ("xl/tables/", "表格定义"),
    ("xl/queryTables/", "查询"),
    ("xl/connections", "数据连接"),
    ("xl/revisions/", "修订记录"),
    ("docProps/", "文档属性"),
    ("customXml/", "自定义数据"),
)


def read(path: Path) -> Contents:
    """Raises FileRefused when the workbook cannot be read whole."""
    package = Package(path)
    contents = Contents()
    try:
        book = workbook(package)
    except ValueError as error:  # a number or a coordinate that is none
        raise FileRefused(Reason.BROKEN) from error
    contents.layers = [sheet.layer() for sheet in book.sheets]
    contents.hidden(SHEET_NAMES, [sheet.name for sheet in book.sheets])
    for sheet in [*book.sheets, *book.unlisted]:
        _hidden(sheet, contents)
    contents.hidden("没有用到的文字", book.unused)
    contents.hidden("定义的名称", book.names)
    if any(sheet.composed for sheet in book.sheets):
        contents.unread.append(COMPOSED)
    for root in book.around:
        _around_cells(root, contents)
    root, told_already = package.tree(WORKBOOK), {sheet.name for sheet in book.sheets}
    about = [*telling_attributes(root), *left_over(root)]
    contents.hidden("工作簿设置", [text for text in about if text not in told_already])
    other_parts(package, contents, besides=book.parts, places=PLACES)
    return contents


def _hidden(sheet: Sheet, contents: Contents) -> None:
    """The cells that nobody sees, and what rows and cells carry besides their values."""
    place = "看不见的单元格" if sheet.visible else "隐藏的工作表"
    if sheet.hidden:
        unseen = units(sheet.name, sheet.hidden)
        told = tuple(Unit(f"{place} {unit.place}", unit.text, unit.end) for unit in unseen)
        contents.layers.append(Layer(told, table=True))
    contents.hidden(f"公式（{sheet.name}）", sheet.formulas)
    contents.hidden("表格的附加设置", sheet.beside)


def _around_cells(root: etree._Element, contents: Contents) -> None:
    """Headers and footers, validation lists, conditions, phonetic readings: whatever a sheet says outside its cells."""
    contents.hidden("表格的附加设置", telling_attributes(root))
    for child in root.iterchildren(etree.Element):
        place = "表格的页眉页脚" if local(child) == "headerFooter" else "表格的附加设置"
        contents.hidden(place, all_texts(child))
    contents.hidden("表格的附加设置", [root.text or "", *(child.tail or "" for child in root)])
