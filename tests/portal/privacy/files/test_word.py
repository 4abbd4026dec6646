"""A docx: every layer is read, and the copy is made anew from what its reader sees."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.shared import Emu
from PIL import Image

from portal.privacy.files.cleaning import clean
from portal.privacy.files.inspection import inspect
from portal.privacy.spans import Kind
from tests.portal.privacy.files.documents import phone, repack, unpacked

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPEN = "报名从三月一日开始"  # what stands in the document for all to read


def document(path: Path) -> Path:
    made = docx.Document()
    made.add_heading("招生通知", 1)
    made.add_paragraph(OPEN)
    made.save(str(path))
    return path


def run(text: str, inside: str = "") -> str:
    return f"<w:r>{inside}<w:t>{text}</w:t></w:r>"


def with_body(tmp_path: Path, xml: str, *, parts: dict[str, str | bytes] | None = None) -> Path:
    """A document whose last paragraph is followed by ``xml``."""
    plain = document(tmp_path / "plain.docx")
    edits = {"word/document.xml": ("<w:sectPr", f"{xml}<w:sectPr")}
    return repack(plain, tmp_path / "a.docx", parts=parts or {}, edits=edits)


DRAWING = (
    '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="7" name="图片 1" descr="{}"/></wp:inline></w:drawing></w:r></w:p>'
)
FALLBACK = (
    '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Fallback><w:pict><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
HIDDEN_IN_BODY = {
    "deleted": '<w:p><w:del w:id="1" w:author="x"><w:r><w:delText>{}</w:delText></w:r></w:del></w:p>',
    "moved away": "<w:p><w:moveFrom><w:r><w:t>{}</w:t></w:r></w:moveFrom></w:p>",
    "hidden run": "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r></w:p>",
    "field code": '<w:p><w:r><w:instrText> HYPERLINK "tel:{}" </w:instrText></w:r></w:p>',
    "alternative text": DRAWING,
    "fallback": FALLBACK,
    "tag": '<w:sdt><w:sdtPr><w:tag w:val="{}"/></w:sdtPr><w:sdtContent/></w:sdt>',
    "author of a change": '<w:p><w:ins w:id="2" w:author="{}"><w:r><w:t>后来插入</w:t></w:r></w:ins></w:p>',
    "XML comment": "<!-- {} -->",
}


@pytest.mark.parametrize("name", HIDDEN_IN_BODY)
def test_what_the_body_hides_is_found_and_gone(tmp_path, name):
    source = with_body(tmp_path, HIDDEN_IN_BODY[name].format(phone(1)))
    found = inspect(source).found
    assert [(one.text, one.shown) for one in found] == [(phone(1), False)]
    clean(source, tmp_path / "b.docx")
    assert phone(1).encode() not in unpacked(tmp_path / "b.docx")
    assert OPEN.encode() in unpacked(tmp_path / "b.docx")


HIDDEN_PARTS = {
    "word/comments.xml": f"<w:comments {W}><w:comment><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:comment></w:comments>",
    "word/people.xml": '<p:people xmlns:p="urn:p"><p:person p:author="{}"/></p:people>',
    "docProps/custom.xml": '<Properties xmlns="urn:c"><property name="来源"><v>{}</v></property></Properties>',
    "docProps/core.xml": '<c xmlns="urn:c"><creator>{}</creator></c>',
    "docProps/app.xml": '<Properties xmlns="urn:a"><Manager>{}</Manager></Properties>',
    "customXml/item9.xml": "<form><phone>{}</phone></form>",
    "word/glossary/document.xml": f"<w:glossaryDocument {W}><w:t>{{}}</w:t></w:glossaryDocument>",
    "word/charts/chart1.xml": '<c:chart xmlns:c="urn:c"><c:v>{}</c:v></c:chart>',
    "word/diagrams/data1.xml": '<d:data xmlns:d="urn:d"><d:t>{}</d:t></d:data>',
    "word/_rels/settings.xml.rels": '<R xmlns="urn:r"><r Target="file:///c/{}.dotx" TargetMode="External"/></R>',
    "word/embeddings/oleObject1.bin": "\x01\x02电话{}\x03",
    "word/embeddings/note.bin": "{}",
    "unknown/part.xml": "<x>{}</x>",
}


@pytest.mark.parametrize("part", HIDDEN_PARTS)
def test_what_another_part_holds_is_found_and_gone(tmp_path, part):
    said = HIDDEN_PARTS[part].format(phone(1))
    data: bytes | str = said.encode("utf-16-le") if part.endswith("note.bin") else said
    source = with_body(tmp_path, "", parts={part: data})
    assert [one.text for one in inspect(source).found] == [phone(1)]
    clean(source, tmp_path / "b.docx")
    assert phone(1).encode() not in unpacked(tmp_path / "b.docx")


def test_what_is_shown_outside_the_body_is_masked_and_kept(tmp_path):
    made = docx.Document()
    made.add_paragraph(OPEN)
    made.sections[0].header.paragraphs[0].text = "内部 " + phone(1)
    made.sections[0].footer.paragraphs[0].text = "共一页 " + phone(2)
    made.save(str(tmp_path / "plain.docx"))
    notes = f'<w:footnotes {W}><w:footnote w:id="1"><w:p>{run("见说明 " + phone(3))}</w:p></w:footnote></w:footnotes>'
    box = f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('方框 ' + phone(4))}</w:p></w:txbxContent></w:pict></w:r></w:p>"
    parts: dict[str, str | bytes] = {"word/footnotes.xml": notes}
    edits = {"word/document.xml": ("<w:sectPr", f"{box}<w:sectPr")}
    source = repack(tmp_path / "plain.docx", tmp_path / "a.docx", parts=parts, edits=edits)
    found = inspect(source).found
    assert {one.text: one.place for one in found} == {
        phone(1): "页眉第1段", phone(2): "页脚第1段", phone(3): "脚注第1段", phone(4): "正文第3段",
    }  # fmt: skip
    assert all(one.shown for one in found)
    clean(source, tmp_path / "b.docx")
    copy = docx.Document(str(tmp_path / "b.docx"))
    assert "内部 （电话已隐去）" in [p.text for p in copy.sections[0].header.paragraphs]
    assert "共一页 （电话已隐去）" in [p.text for p in copy.sections[0].footer.paragraphs]
    assert [p.text for p in copy.paragraphs][-3:] == ["方框 （电话已隐去）", "脚注", "见说明 （电话已隐去）"]


def test_the_copy_keeps_headings_tables_and_inserted_words_and_masks_names_and_numbers(tmp_path):
    made = docx.Document()
    made.add_heading("情况说明", 2)
    made.add_paragraph("我叫许文静，请打" + phone(1) + "。")
    table = made.add_table(2, 2)
    for cell, text in zip(table._cells, ["姓名", "电话", "王小明", phone(2)], strict=True):
        cell.text = text
    made.save(str(tmp_path / "plain.docx"))
    inserted = f"<w:p><w:ins w:id='1'>{run('后来补充')}</w:ins></w:p>"
    edits = {"word/document.xml": ("<w:sectPr", f"{inserted}<w:sectPr")}
    source = repack(tmp_path / "plain.docx", tmp_path / "a.docx", parts={}, edits=edits)
    done = clean(source, tmp_path / "b.docx")
    copy = docx.Document(str(tmp_path / "b.docx"))
    assert [(p.style.name, p.text) for p in copy.paragraphs] == [
        ("Heading 2", "情况说明"), ("Normal", "我叫某某，请打（电话已隐去）。"), ("Normal", "后来补充"),
    ]  # fmt: skip
    assert [cell.text for cell in copy.tables[0]._cells] == ["姓名", "电话", "某某", "（电话已隐去）"]
    assert {one.place for one in done.original.found if one.kind is Kind.PERSON} == {"正文第2段", "正文表1第2行第1列"}


def test_changes_are_accepted_and_the_report_says_so(tmp_path):
    source = with_body(tmp_path, HIDDEN_IN_BODY["deleted"].format("旧的说法"))
    assert clean(source, tmp_path / "b.docx").left_out == ("修订按“接受”处理：插入的文字保留，删除的文字去掉。",)


def test_a_workbook_inside_a_document_is_read_in_every_layer_and_gone(tmp_path):
    book = openpyxl.Workbook()
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    hidden["A1"] = phone(1)
    data = io.BytesIO()
    book.save(data)
    source = with_body(tmp_path, "", parts={"word/embeddings/sheet1.xlsx": data.getvalue()})
    found = inspect(source).found
    assert [(one.place, one.text) for one in found] == [("嵌入对象 sheet1.xlsx › 隐藏的工作表 底稿!A1", phone(1))]
    clean(source, tmp_path / "b.docx")
    assert b"PK\x03\x04" not in unpacked(tmp_path / "b.docx")


def test_a_picture_comes_along_as_pixels_without_what_was_cropped_off(tmp_path):
    """Word keeps the whole picture and only hides its edge."""
    image = Image.new("RGB", (200, 100), "white")
    image.paste("red", (150, 0, 200, 100))
    exif = Image.Exif()
    exif[0x010E] = phone(1)
    photo = io.BytesIO()
    image.save(photo, "JPEG", exif=exif)
    made = docx.Document()
    made.add_picture(photo, width=Emu(900_000))
    fill = made.inline_shapes[0]._inline.graphic.graphicData.pic.blipFill
    fill.insert(1, fill.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}srcRect", {"r": "30000"}))
    made.save(str(tmp_path / "a.docx"))
    assert {one.text for one in inspect(tmp_path / "a.docx").found} == {phone(1)}
    clean(tmp_path / "a.docx", tmp_path / "b.docx")
    assert phone(1).encode() not in unpacked(tmp_path / "b.docx")
    copy = docx.Document(str(tmp_path / "b.docx"))
    blob = next(part.blob for part in copy.part.package.iter_parts() if "/media/" in str(part.partname))
    shown = Image.open(io.BytesIO(blob))
    assert shown.size == (140, 100)
    assert shown.getchannel("G").getextrema()[0] > 200  # nothing of the red edge


def test_properties_of_the_copy_name_nobody(tmp_path):
    clean(document(tmp_path / "a.docx"), tmp_path / "b.docx")
    about = docx.Document(str(tmp_path / "b.docx")).core_properties
    assert (about.author, about.last_modified_by, about.comments, about.title) == ("", "", "", "")
