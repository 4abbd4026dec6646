"""A page whose font says other characters than it draws is looked at by a person, and public as a picture only."""

from __future__ import annotations

import pikepdf
import pytest

from portal.privacy.files.cleaning import clean
from portal.privacy.files.inspection import Inspection, inspect
from portal.privacy.files.pages import drawn
from portal.privacy.files.pdf_fonts import lying_pages
from tests.portal.privacy.files.documents import inflated, phone
from tests.portal.privacy.files.lying_fonts import FONTS, MEANING, by_cmap, by_encoding, by_shape, letter, unicode_table

LETTERS = dict(zip("0123456789", "abcdefghij", strict=True))
TOLD = "第1页的字体说的字和画出来的字不一样，机器读到的不是读者看到的，请人看过。"


def seen(said: Inspection) -> list[str]:
    """What is found in the text of the page."""
    return ["".join(one.text.split()) for one in said.found if one.place == "第1页"]


@pytest.mark.parametrize("build", FONTS.values(), ids=FONTS)
def test_digits_that_are_called_letters(tmp_path, build):
    source = letter(tmp_path / "a.pdf", build, phone(1), LETTERS)
    said = inspect(source)
    assert said.unread == [TOLD]
    assert seen(said) == []  # what the machine reads on the page is harmless


@pytest.mark.parametrize("build", FONTS.values(), ids=FONTS)
def test_the_same_font_with_an_honest_table_asks_for_nobody(tmp_path, build):
    source = letter(tmp_path / "a.pdf", build, phone(1), {})
    said = inspect(source)
    assert said.unread == []
    assert seen(said) == [phone(1)]


@pytest.mark.parametrize(
    "said",
    [{"1": "7"}, {"1": ""}, {"1": " "}, {"1": "\ue001"}, {"0": "O"}, {"1": "11"}, dict.fromkeys("01", "〇")],
    ids=repr,
)
def test_one_digit_that_is_called_something_else_is_enough(tmp_path, said):
    assert TOLD in inspect(letter(tmp_path / "a.pdf", by_cmap, "12", said)).unread


@pytest.mark.parametrize(
    "said",
    [{"王": "⺩"}, {"王": "玉"}, {"1": "１"}, {"2": "²"}],
    ids=["a radical", "one slip", "full width", "raised"],
)
def test_other_writings_of_the_same_sign_are_no_lie(tmp_path, said):
    assert inspect(letter(tmp_path / "a.pdf", by_cmap, MEANING, said)).unread == []


def test_only_the_pages_of_that_font_become_pictures(tmp_path):
    clean(letter(tmp_path / "a.pdf", by_encoding, phone(1), LETTERS), tmp_path / "b.pdf")
    with pikepdf.open(tmp_path / "b.pdf") as copy:
        assert ["/XObject" in page.Resources for page in copy.pages] == [True, False]
    assert b"School opens" in inflated(tmp_path / "b.pdf")
    assert phone(1).encode() not in inflated(tmp_path / "b.pdf")
    assert "第1页有图片，图片里画着的文字和人像机器不读，请人看过。" in inspect(tmp_path / "b.pdf").unread


def test_a_font_within_a_drawing_of_the_page_counts_as_well(tmp_path):
    source = letter(tmp_path / "a.pdf", by_encoding, phone(1), LETTERS)
    with pikepdf.open(source, allow_overwriting_input=True) as document:
        page = document.pages[1]
        form = pikepdf.Stream(document, b"BT /F1 20 Tf 72 500 Td (1) Tj ET")
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Resources = pikepdf.Array([0, 0, 595, 842]), document.pages[0].Resources
        page.Resources.XObject = pikepdf.Dictionary(X1=form)
        page.contents_add(b"/X1 Do")
        del document.pages[0]
        document.save()
    assert TOLD in inspect(source).unread


@pytest.mark.parametrize(("called", "pages"), [("王天在", {1}), ("234", set())], ids=["alike", "honestly"])
def test_signs_that_an_earlier_page_showed_are_looked_at_again_when_two_codes_are_called_alike(tmp_path, called, pages):
    """On the first page 王天在 are squares; on the second, codes that are called the same draw 2, 3 and 4."""
    source = letter(tmp_path / "a.pdf", by_shape, "0", {})
    with pikepdf.open(source, allow_overwriting_input=True) as document:
        resources = document.pages[0].Resources
        resources.Font.F1.ToUnicode = unicode_table(document, dict(zip(b"klmcde", "王天在" + called, strict=True)), 2)
        for page, text in zip(document.pages, ("klm", "cde"), strict=True):
            page.Resources = resources
            page.Contents = pikepdf.Stream(document, f"BT /F1 20 Tf 72 600 Td ({text}) Tj ET".encode())
        document.save()
    with pikepdf.open(source) as document, drawn(source) as shown:
        assert lying_pages(document, shown) == pages


def test_a_font_that_cannot_be_taken_apart_stops_nothing(tmp_path):
    source = letter(tmp_path / "a.pdf", by_cmap, phone(1), LETTERS)
    with pikepdf.open(source, allow_overwriting_input=True) as document:
        font = document.pages[0].Resources.Font.F1
        font.DescendantFonts[0].FontDescriptor.FontFile2.write(b"\0\1\0\0 no font")
        document.save()
    assert seen(inspect(source)) == []
