"""What no page's text contains is read on a page of its own, or a person is told to look; the copy holds none of it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from portal.privacy.files.cleaning import clean
from portal.privacy.files.inspection import Inspection, inspect
from portal.privacy.files.pages import Page, drawn
from tests.portal.privacy.files.documents import hanzi, inflated, line, page, phone

NAME = "我叫许文静"
NUMBER = phone(1)
SPLIT = b"BT /F1 14 Tf 72 500 Td [(139)-10(1234)-10(0001)] TJ ET\n"
OCTAL = b"BT /F1 14 Tf 72 500 Td (" + b"".join(b"\\%03o" % code for code in NUMBER.encode()) + b") Tj ET\n"
HEX = b"BT /F1 14 Tf 72 500 Td <" + NUMBER.encode().hex().encode() + b"> Tj ET\n"
PICTURE = b"q 400 0 0 80 72 400 cm /I Do Q\n"
SEGMENTS = ("abcdef", "bc", "abged", "abgcd", "fgbc", "afgcd", "afgedc", "abc", "abcdefg", "abcdfg")
ENDS = {"a": (0, 20, 10, 20), "b": (10, 20, 10, 10), "c": (10, 10, 10, 0), "d": (0, 0, 10, 0), "e": (0, 0, 0, 10),
        "f": (0, 10, 0, 20), "g": (0, 10, 10, 10)}  # fmt: skip
OUTLINES = b"2 w\n" + b"".join(
    b"%d %d m %d %d l S\n" % (72 + 16 * place + x, 500 + y, 72 + 16 * place + u, 500 + v)
    for place, digit in enumerate(NUMBER)
    for x, y, u, v in (ENDS[segment] for segment in SEGMENTS[int(digit)])
)


def made(path: Path, change: Callable[[pikepdf.Pdf], None] = lambda document: None, content: bytes = b"") -> Path:
    with pikepdf.new() as document:
        document.pages.append(pikepdf.Page(document.make_indirect(page(document, content or line("open words")))))
        change(document)
        document.save(path)
    return path


def form(document: pikepdf.Pdf, content: bytes, **more: object) -> Stream:
    shown = Stream(document, content)
    shown.Type, shown.Subtype, shown.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    shown.Resources = Dictionary(Font=document.pages[0].Resources.Font, **more)
    return shown


def picture(document: pikepdf.Pdf) -> Stream:
    pixels = Image.new("L", (40, 8), 255)
    shown = Stream(document, zlib.compress(pixels.tobytes()))
    shown.Type, shown.Subtype, shown.Filter = Name.XObject, Name.Image, Name.FlateDecode
    shown.Width, shown.Height, shown.ColorSpace, shown.BitsPerComponent = 40, 8, Name.DeviceGray, 8
    return shown


def stamp(content: bytes, kind: Name = Name.Stamp) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        look = form(document, content, XObject=Dictionary(I=picture(document))) if b"Do" in content else None
        note = Dictionary(Type=Name.Annot, Subtype=kind, F=4, Rect=Array([0, 0, 595, 842]))
        note.AP = Dictionary(N=look or form(document, content))
        document.pages[0].Annots = Array([document.make_indirect(note)])
        if kind == Name.Widget:
            document.pages[0].Annots[0].FT = Name.Tx
            document.Root.AcroForm = Dictionary(Fields=Array([document.pages[0].Annots[0]]))

    return change


def tile(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        pattern = form(document, content, XObject=Dictionary(I=picture(document)))
        del pattern.Subtype
        pattern.Type, pattern.PatternType, pattern.PaintType, pattern.TilingType = Name.Pattern, 1, 1, 1
        pattern.XStep, pattern.YStep = 600, 850
        document.pages[0].Resources.Pattern = Dictionary(P1=pattern)
        document.pages[0].Contents = Stream(document, line("open words") + b"/Pattern cs /P1 scn 0 0 595 600 re f\n")

    return change


def glyph(program: bytes) -> Callable[[pikepdf.Pdf], None]:
    """A font whose only letter, B, is drawn by this program."""

    def change(document: pikepdf.Pdf) -> None:
        table = b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar\n<42> <0042>\nendbfchar"
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 9000, 1800]), FirstChar=66, LastChar=66,
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), Widths=Array([9000]), ToUnicode=document.make_stream(table),
            CharProcs=Dictionary(A=document.make_stream(program)),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([66, Name.A])),
            Resources=Dictionary(
                Font=Dictionary(F1=document.pages[0].Resources.Font.F1), XObject=Dictionary(I=picture(document))
            ),
        )  # fmt: skip
        document.pages[0].Resources.Font.F3 = document.make_indirect(font)
        document.pages[0].Contents = Stream(document, line("open words") + b"BT /F3 20 Tf 72 400 Td (B) Tj ET\n")

    return change


def mask(document: pikepdf.Pdf) -> None:
    group = form(document, PICTURE, XObject=Dictionary(I=picture(document)))
    group.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    state = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group))
    document.pages[0].Resources.ExtGState = Dictionary(G=state)
    document.pages[0].Contents = Stream(document, line("open words") + b"q /G gs 0 g 72 400 400 80 re f Q\n")


def unused(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Resources.XObject = Dictionary(F=form(document, content))
        document.pages[0].Contents = Stream(document, line("open words") + b"% /F Do\n")

    return change


def said(inspection: Inspection) -> str:
    return "\n".join(unit.text for layer in inspection.contents.layers for unit in layer.units)


READ: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "stamp, cut into pieces": (stamp(SPLIT), NUMBER),
    "stamp, octal": (stamp(OCTAL), NUMBER),
    "stamp, hex": (stamp(HEX), NUMBER),
    "stamp, two bytes a letter": (stamp(hanzi(NAME)), NAME),
    "field without a value": (stamp(SPLIT, Name.Widget), NUMBER),
    "pattern": (tile(SPLIT), NUMBER),
    "glyph": (glyph(b"9000 0 d0 BT /F1 1000 Tf [(139)-10(1234)-10(0001)] TJ ET"), NUMBER),
    "form nobody draws": (unused(SPLIT), NUMBER),
    "form that begins like XML": (unused(b"<20> pop " + HEX), NUMBER),
}


@pytest.mark.parametrize("name", READ)
def test_a_text_that_no_page_contains_is_read(tmp_path, name):
    change, text = READ[name]
    source = made(tmp_path / "a.pdf", change)
    assert text in said(inspect(source))
    clean(source, tmp_path / "b.pdf")
    assert text not in said(inspect(tmp_path / "b.pdf"))


TOLD: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "stamp with a picture": (stamp(PICTURE), "批注的外观里有图片"),
    "stamp with outlines": (stamp(OUTLINES), "批注的外观里有线条画成的字"),
    "pattern with a picture": (tile(PICTURE), "底纹里有图片"),
    "pattern on the page": (tile(SPLIT), "第1页用了底纹"),
    "glyph with a picture": (glyph(b"9000 0 d0 q 9000 0 0 1800 0 0 cm /I Do Q"), "第1页字体的字是用图画"),
    "mask": (mask, "第1页用了蒙版"),
    "picture nobody draws": (
        lambda document: setattr(document.pages[0].Resources, "XObject", Dictionary(I=picture(document))),
        "文件里有1张图片没有画在页面上",
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_no_machine_reads_is_left_to_a_person_and_is_no_text_in_the_copy(tmp_path, name):
    change, sentence = TOLD[name]
    source = made(tmp_path / "a.pdf", change)
    assert any(one.startswith(sentence) for one in inspect(source).unread)
    clean(source, tmp_path / "b.pdf")
    with pikepdf.open(tmp_path / "b.pdf") as copy:
        kinds = {str(one.get("/Subtype", "")) for one in copy.objects if isinstance(one, Dictionary | Stream)}
        assert "/Type3" not in kinds
        assert not any("/SMask" in one for one in copy.objects if isinstance(one, Dictionary))


def test_handwriting_is_left_to_a_person(tmp_path):
    note = Dictionary(Type=Name.Annot, Subtype=Name.Ink, Rect=Array([0, 0, 9, 9]), InkList=Array([Array([1, 1, 5, 5])]))
    source = made(tmp_path / "a.pdf", lambda document: setattr(document.pages[0].obj, "Annots", Array([note])))
    assert any("手写" in one for one in inspect(source).unread)


def test_a_picture_in_forms_in_forms_is_seen(tmp_path):
    def change(document: pikepdf.Pdf) -> None:
        inner = form(document, b"q 400 0 0 80 72 400 cm /F Do Q", XObject=Dictionary(F=picture(document)))
        for _level in range(8):
            inner = form(document, b"/F Do", XObject=Dictionary(F=inner))
        document.pages[0].Resources.XObject = Dictionary(F=inner)
        document.pages[0].Contents = Stream(document, line("open words") + b"/F Do")

    assert inspect(made(tmp_path / "a.pdf", change)).unread == [
        "第1页有图片，图片里画着的文字和人像机器不读，请人看过。"
    ]


def test_a_number_drawn_as_lines_beside_text_is_left_to_a_person_and_copied_as_a_picture(tmp_path):
    source = made(tmp_path / "a.pdf", content=line("Contact:") + OUTLINES)
    assert inspect(source).unread == ["第1页有线条画成的字，机器不读，请人看过。"]
    clean(source, tmp_path / "b.pdf")
    with pdfium.PdfDocument(tmp_path / "b.pdf") as copy:
        assert copy[0].get_textpage().get_text_range() == ""


def test_a_table_bars_and_underlines_are_no_letters(tmp_path):
    cells = b"".join(b"%d %d 40 14 re S\n" % (72 + 40 * x, 300 + 14 * y) for x in range(8) for y in range(12))
    rules = b"".join(b"72 %d 400 .5 re f %d 100 .5 14 re f\n" % (100 + 14 * y, 72 + 50 * y) for y in range(8))
    bars = b"".join(b"%d 600 14 %d re f\n" % (72 + 30 * x, 10 + 13 * x) for x in range(9))
    source = made(tmp_path / "a.pdf", content=line("open words") + cells + rules + bars)
    assert inspect(source).unread == []
    clean(source, tmp_path / "b.pdf")
    with pdfium.PdfDocument(tmp_path / "b.pdf") as copy:
        assert copy[0].get_textpage().get_text_range() == "open words"


def boxed(number: str, *, y: int) -> list[bytes]:
    return [
        b"BT /F1 12 Tf %d %d Td (%s) Tj ET\n" % (77 + 18 * place, y, digit.encode())
        for place, digit in enumerate(number)
    ]


@pytest.mark.parametrize("rotate", [0, 90, 270])
def test_two_numbers_written_column_by_column_are_found_and_covered(tmp_path, rotate):
    columns = zip(boxed(phone(1), y=500), boxed(phone(2), y=470), strict=True)
    with pikepdf.new() as document:
        content = line("open words") + b"".join(one + other for one, other in columns)
        document.pages.append(pikepdf.Page(document.make_indirect(page(document, content, rotate))))
        document.save(tmp_path / "a.pdf")
    assert {one.text for one in inspect(tmp_path / "a.pdf").found} >= {phone(1), phone(2)}
    clean(tmp_path / "a.pdf", tmp_path / "b.pdf")
    with pdfium.PdfDocument(tmp_path / "b.pdf") as copy:
        bitmap = copy[0].render(scale=1).to_pil().convert("L").rotate(rotate, expand=True)
    for place in range(11):
        assert bitmap.crop((78 + 18 * place, 842 - 508, 83 + 18 * place, 842 - 502)).getextrema()[1] < 60


def test_digits_placed_one_by_one_with_words_between_are_one_number(tmp_path):
    order = [4, 0, 9, 2, 10, 7, 1, 5, 8, 3, 6]
    digits = [
        b"BT /F1 14 Tf %d 500 Td (%s) Tj ET\n" % (72 + 8 * n, NUMBER[n].encode()) + line("word", y=300 - 20 * n)
        for n in order
    ]
    assert NUMBER in {one.text for one in inspect(made(tmp_path / "a.pdf", content=b"".join(digits))).found}


def test_columns_of_statistics_are_not_read_as_one_number(tmp_path):
    columns = [
        [b"BT /F1 12 Tf %d %d Td (%d) Tj ET\n" % (72 + 60 * x, 600 - 20 * y, 1390 + 7 * x + y) for y in range(6)]
        for x in range(5)
    ]
    source = made(tmp_path / "a.pdf", content=b"".join(one for column in columns for one in column))
    assert inspect(source).found == ()


def test_a_page_in_usual_order_is_not_read_twice(tmp_path):
    with drawn(made(tmp_path / "a.pdf", content=line("call 2026") + line("on 12 March", y=650))) as document:
        assert Page(document, 0).text.split() == ["call", "2026", "on", "12", "March"]


def test_only_known_keys_of_fonts_come_into_the_copy(tmp_path):
    def change(document: pikepdf.Pdf) -> None:
        font = document.pages[0].Resources.Font.F1
        font.Note, font.Other = String(NAME.encode("gbk")), Name("/139-1234-0001")
        font.Third = document.make_indirect(Dictionary(Kept=String("anyu0001x")))

    clean(made(tmp_path / "a.pdf", change), tmp_path / "b.pdf")
    data = inflated(tmp_path / "b.pdf")
    assert not [one for one in (b"139-1234-0001", b"anyu0001x", NAME.encode("gbk"), b"Kept") if one in data]
    with pdfium.PdfDocument(tmp_path / "b.pdf") as copy:
        assert copy[0].get_textpage().get_text_range() == "open words"


def test_a_glyph_that_is_called_a_is_drawn_in_the_copy_and_its_comments_are_not_there(tmp_path):
    source = made(tmp_path / "a.pdf", glyph(b"9000 0 0 0 9000 1800 d1 0 0 9000 1800 re f % anyu0001x\n"))
    clean(source, tmp_path / "b.pdf")
    assert b"anyu0001x" not in inflated(tmp_path / "b.pdf")
    with pdfium.PdfDocument(tmp_path / "b.pdf") as copy:
        bitmap = copy[0].render(scale=1).to_pil().convert("L")
    assert bitmap.crop((80, 842 - 430, 240, 842 - 405)).getextrema()[1] < 20
