"""A PDF: every layer is read, and the copy shows what is meant to be shown and holds nothing else."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from portal.privacy.files.cleaning import clean
from portal.privacy.files.inspection import Inspection, inspect
from portal.privacy.files.searching import People
from portal.privacy.spans import Kind
from tests.portal.privacy.files.documents import hanzi, inflated, line, pdf, phone


def places(inspection: Inspection) -> dict[str, str]:
    """Phone number → where it was found."""
    return {one.text: one.place for one in inspection.found if one.kind is Kind.PHONE}


def drawn(path: Path, number: int = 0) -> Image.Image:
    return pdfium.PdfDocument(path)[number].render(scale=1, may_draw_forms=False).to_pil().convert("L")


def text_of(path: Path) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(path))


def changed(path: Path, change) -> Path:
    """The PDF at ``path`` after ``change(document)``."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        change(document)
        document.save(path)
    return path


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_number_on_a_page_is_found_covered_and_gone_however_the_page_is_turned(tmp_path, rotate):
    source = pdf(tmp_path / "a.pdf", [line("Plan 2026"), line("call " + phone(1))], rotate=rotate)
    assert places(inspect(source)) == {phone(1): "第2页"}
    clean(source, tmp_path / "b.pdf")
    assert phone(1).encode() not in inflated(tmp_path / "b.pdf")
    assert "Plan 2026" in text_of(tmp_path / "b.pdf")  # the page without findings keeps its text
    before, after = drawn(source, 1), drawn(tmp_path / "b.pdf", 1)
    assert after.size == before.size
    # Black where the number stood; what stands before it is still to be read.
    assert after.histogram()[0] > 400 > before.histogram()[0]


def test_the_box_lies_on_the_number_and_not_on_the_words_before_it(tmp_path):
    source = pdf(tmp_path / "a.pdf", [line("call " + phone(1), x=100, y=500)])
    clean(source, tmp_path / "b.pdf")
    after = drawn(tmp_path / "b.pdf")
    word, number = after.crop((100, 330, 124, 346)), after.crop((136, 332, 210, 342))
    assert number.getextrema()[1] < 40
    assert word.getextrema()[1] > 200


def test_names_in_a_cid_font_without_a_table_are_read(tmp_path):
    source = pdf(tmp_path / "a.pdf", [hanzi("学生姓名：欧阳晓东，电话" + phone(2))])
    assert {one.text for one in inspect(source).found} >= {"欧阳晓东", phone(2)}
    clean(source, tmp_path / "b.pdf")
    assert inspect(tmp_path / "b.pdf").found == ()


def test_text_beyond_the_crop_is_found_and_does_not_come_along(tmp_path):
    source = pdf(tmp_path / "a.pdf", [line("shown", y=300) + line(phone(3), y=800)], crop=(0, 0, 595, 600))
    assert phone(3) in places(inspect(source))
    clean(source, tmp_path / "b.pdf")
    assert phone(3).encode() not in inflated(tmp_path / "b.pdf")


def test_a_page_with_text_nobody_sees_becomes_a_picture_even_when_nothing_was_found_in_it(tmp_path):
    """The classic leak: a black bar drawn over words that no detector knows."""
    covered = line("secret plan", y=500) + b"0 0 0 rg 60 490 200 30 re f\n"
    white = line("white words", y=400, before="1 1 1 rg")
    source = pdf(tmp_path / "a.pdf", [line("open") + covered, line("open") + white, line("only open")])
    clean(source, tmp_path / "b.pdf")
    assert text_of(tmp_path / "b.pdf").split() == ["only", "open"]


def test_annotations_forms_bookmarks_and_properties_are_read_and_dropped(tmp_path):
    def hide(document: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=phone(1))
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="tel", V=phone(2), Rect=Array([0, 0, 99, 9])
        )
        document.pages[0].Annots = Array([document.make_indirect(note), document.make_indirect(field)])
        document.Root.AcroForm = Dictionary(Fields=Array([document.pages[0].Annots[1]]))
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(phone(3), 0))
        with document.open_metadata(update_docinfo=False) as xmp:
            xmp["dc:description"] = phone(5)
        document.docinfo["/Author"] = "作者 " + phone(4)
        document.attachments["list.txt"] = pikepdf.AttachedFileSpec(document, ("电话" + phone(6)).encode())
        document.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Dictionary(S=Name.P, Alt=phone(7)))
        document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('" + phone(8) + "')")
        document.pages[0].PieceInfo = Dictionary(Tool=Dictionary(Private=phone(9)))

    source = changed(pdf(tmp_path / "a.pdf", [line("open")]), hide)
    found = places(inspect(source))
    assert set(found) == {phone(number) for number in range(1, 10)}
    assert found[phone(1)] == "批注"
    assert found[phone(2)] == "表单域"
    assert found[phone(3)] == "书签"
    assert found[phone(5)] == "XMP 属性"
    clean(source, tmp_path / "b.pdf")
    said = inflated(tmp_path / "b.pdf")
    assert [number for number in range(1, 10) if phone(number).encode() in said] == []
    assert text_of(tmp_path / "b.pdf").strip() == "open"  # a page of visible text stays text


def test_what_an_earlier_revision_said_is_found_and_gone(tmp_path):
    """An incremental update appends the new page content and leaves the old one in the file."""
    source = pdf(tmp_path / "a.pdf", [line("tel " + phone(1))])
    old = source.read_bytes()
    with pikepdf.open(source) as document:
        number = document.pages[0].Contents.objgen[0]
        root, size = document.Root.objgen[0], len(document.objects) + 1
    content = line("tel removed")
    start = len(old) + 1
    update = b"\n%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(content), content)
    where = len(old) + len(update)
    previous = int(old.rsplit(b"startxref", 1)[1].split()[0])
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    source.write_bytes(old + update + table % (number, start, size, root, previous, where))
    assert text_of(source).strip() == "tel removed"
    assert places(inspect(source)) == {phone(1): "旧版本1 › 第1页"}
    clean(source, tmp_path / "b.pdf")
    assert phone(1).encode() not in inflated(tmp_path / "b.pdf")


def test_a_layer_that_is_off_is_read_and_not_copied(tmp_path):
    def layer(document: pikepdf.Pdf) -> None:
        group = document.make_indirect(Dictionary(Type=Name.OCG, Name="draft"))
        document.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
        document.pages[0].Resources.Properties = Dictionary(MC0=group)

    content = b"/OC /MC0 BDC " + line(phone(1), y=500) + b" EMC " + line("open")
    source = changed(pdf(tmp_path / "a.pdf", [content]), layer)
    assert phone(1) in places(inspect(source))
    clean(source, tmp_path / "b.pdf")
    assert phone(1).encode() not in inflated(tmp_path / "b.pdf")


def test_words_for_screen_readers_inside_a_page_are_read_and_dropped(tmp_path):
    content = f"/Span <</ActualText ({phone(1)})>> BDC ".encode() + line("open") + b"EMC"
    no_finding = b"/Span <</Alt (secret words)>> BDC " + line("plain") + b"EMC"
    source = pdf(tmp_path / "a.pdf", [content, no_finding])
    assert phone(1) in places(inspect(source))
    clean(source, tmp_path / "b.pdf")
    assert phone(1).encode() not in inflated(tmp_path / "b.pdf")
    assert b"secret" not in inflated(tmp_path / "b.pdf")
    assert "plain" in text_of(tmp_path / "b.pdf")


def test_the_exif_of_a_photograph_in_a_page_is_read_and_gone(tmp_path):
    photo = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = phone(1)
    Image.new("RGB", (40, 30), "green").save(photo, "JPEG", exif=exif)

    def put(document: pikepdf.Pdf) -> None:
        image = Stream(document, photo.getvalue())
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
        image.Width, image.Height, image.ColorSpace, image.BitsPerComponent = 40, 30, Name.DeviceRGB, 8
        document.pages[0].Resources.XObject = Dictionary(Im1=image)

    source = changed(pdf(tmp_path / "a.pdf", [b"q 400 0 0 300 50 300 cm /Im1 Do Q"]), put)
    found = inspect(source)
    assert phone(1) in places(found)
    assert "第1页有图片，图片里画着的文字和人像机器不读，请人看过。" in found.unread
    clean(source, tmp_path / "b.pdf")
    assert phone(1).encode() not in inflated(tmp_path / "b.pdf")
    assert drawn(tmp_path / "b.pdf").getpixel((200, 400)) == drawn(source).getpixel((200, 400)) != 255


def test_a_box_that_a_person_drew_removes_what_is_under_it(tmp_path):
    source = pdf(tmp_path / "a.pdf", [line("stays", y=800), line("goes", y=421) + line("stays", y=100)])
    clean(source, tmp_path / "b.pdf", boxes=[(2, (0.0, 0.45, 1.0, 0.55))])
    assert b"goes" not in inflated(tmp_path / "b.pdf")
    middle = drawn(tmp_path / "b.pdf", 1).crop((0, 385, 595, 455))
    assert middle.getextrema()[1] < 40
    assert text_of(tmp_path / "b.pdf").split() == ["stays"]  # the other page was not touched


def test_a_text_that_a_person_let_stand_stays(tmp_path):
    source = pdf(tmp_path / "a.pdf", [line("hotline " + phone(1))])
    clean(source, tmp_path / "b.pdf", people=People(keep=frozenset({phone(1)})))
    assert phone(1) in text_of(tmp_path / "b.pdf")
