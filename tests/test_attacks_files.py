"""Files made by somebody who wants a number to get through, and by careless office programs: from the command line."""

from __future__ import annotations

import json
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pikepdf
import pytest
from django.core.management import call_command
from pikepdf import Array, Dictionary, Name, Stream, String

PHONE = "13734560001"
pytestmark = pytest.mark.django_db


def inspected(path: Path) -> dict[str, list[object]]:
    """What ``inspect_file --json`` says; exit code 1 only says that something was found."""
    out = StringIO()
    with suppress(SystemExit):
        call_command("inspect_file", str(path), "--json", stdout=out)
    said: dict[str, list[object]] = json.loads(out.getvalue())
    return said


def numbered(document: pikepdf.Pdf, *, table: bytes = b"") -> pikepdf.Object:
    """A font whose codes are numbers of glyphs, as some printer drivers write it: the digit 0 is glyph 19."""
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/AAAAAA+Song"),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        DW=600,
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/AAAAAA+Song"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([document.make_indirect(inner)]),
    )
    if table:
        font.ToUnicode = Stream(document, table)
    return document.make_indirect(font)


def drawing(document: pikepdf.Pdf) -> pikepdf.Object:
    """A font of drawings."""
    square = Stream(document, b"700 0 0 0 600 700 d1 0 0 600 700 re f")
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 700, 700]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(a=document.make_indirect(square)),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a])),
        FirstChar=97,
        LastChar=97,
        Widths=Array([700]),
    )


def written(path: Path, content: bytes, *fonts: object) -> Path:
    with pikepdf.new() as document:
        plain = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        made = {"F1": plain, **{f"F{at}": make(document) for at, make in enumerate(fonts, start=2)}}  # type: ignore[operator]
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, 595, 842]),
            Resources=Dictionary(Font=Dictionary(**made)),
            Contents=Stream(document, content),
        )
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
        document.save(path)
    return path


OPEN_WORDS = b"BT /F1 12 Tf 72 700 Td (The school opens in September, please bring your papers along.) Tj ET\n"


@pytest.mark.parametrize(("font", "text"), [(numbered, b"<00140016001a>"), (drawing, b"(aaa)")])
def test_letters_whose_meaning_the_file_does_not_say_are_for_a_person(
    tmp_path: Path, font: object, text: bytes
) -> None:
    """A few of them among many readable ones: what pdfium makes of their numbers looks like letters."""
    path = written(tmp_path / "a.pdf", OPEN_WORDS * 30 + b"BT /F2 12 Tf 72 300 Td " + text + b" Tj ET", font)
    assert "文件里有字体没有文字对照，用它写的字机器读不出，请人看过。" in inspected(path)["unread"]


def test_a_font_that_says_what_it_shows_asks_for_nobody(tmp_path: Path) -> None:
    table = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def
    1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0013> <001c> <0030> endbfrange
    endcmap end end"""
    shown = "".join(f"{19 + int(digit):04x}" for digit in PHONE).encode()
    path = written(
        tmp_path / "a.pdf", b"BT /F2 12 Tf 72 300 Td <" + shown + b"> Tj ET", lambda pdf: numbered(pdf, table=table)
    )
    said = inspected(path)
    assert PHONE in [one["text"] for one in said["findings"]]  # type: ignore[index]
    assert said["unread"] == []


def test_a_page_of_lines_alone_may_be_a_text_turned_into_outlines(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pdf", b"1 w 72 700 m 72 720 l S 80 700 m 90 720 l 70 720 l S")
    assert inspected(path)["unread"] == ["第1页只有线条，线条画成的文字机器不读，请人看过。"]
    assert inspected(written(tmp_path / "b.pdf", b""))["unread"] == []
