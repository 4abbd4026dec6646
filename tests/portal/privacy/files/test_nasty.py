"""Files with a secret in every place that anybody thought of: each is found with a place, and the copy holds none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from portal.privacy.files.cleaning import clean
from portal.privacy.files.inspection import Inspection, inspect
from tests.portal.privacy.files import nasty_pdf, nasty_pictures, nasty_sheets, nasty_word
from tests.portal.privacy.files.documents import inflated, phone, secret, unpacked

Build = Callable[[Path], tuple[dict[str, int], set[str]]]
BUILDERS: dict[str, Build] = {
    "docx": nasty_word.build,
    "xlsx": nasty_sheets.build,
    "pdf": nasty_pdf.build,
    "jpg": nasty_pictures.build_jpeg,
    "png": nasty_pictures.build_png,
}
HARD_PDFS: dict[Callable[[Path], Path], int] = {
    nasty_pdf.packed_objects: 2,
    nasty_pdf.empty_password: 1,
    nasty_pdf.type_three: 2,
    nasty_pdf.old_revisions: 11,
}


def everything(path: Path) -> bytes:
    """All bytes of a file, whatever is packed in it unpacked."""
    data = path.read_bytes()
    if path.suffix in {".docx", ".xlsx"}:
        return data + unpacked(path)
    return inflated(path) if path.suffix == ".pdf" else data


def survivors(data: bytes, given: dict[str, int], shown: set[str]) -> list[str]:
    """Places whose phone is in ``data``, or whose word is and was not meant to be read."""
    left = []
    for place, number in given.items():
        told, word = secret(number).split()
        if any(told.encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be")):
            left.append(place)
        elif word.encode() in data and place not in shown:
            left.append(f"{place} (word)")
    return left


def missed(inspection: Inspection, numbers: dict[str, int]) -> list[str]:
    """Places whose phone was not found, whatever blanks stand in it."""
    said = "\n".join("".join(filter(str.isdigit, one.text)) for one in inspection.found if one.place)
    return [place for place, number in numbers.items() if phone(number) not in said]


@pytest.mark.parametrize("kind", BUILDERS)
def test_what_any_place_holds_is_found_with_the_place(tmp_path: Path, kind):
    given, shown = BUILDERS[kind](tmp_path / f"a.{kind}")
    inspection = inspect(tmp_path / f"a.{kind}")
    assert missed(inspection, given) == []
    if kind in {"docx", "xlsx"}:
        found = {one.text: one.shown for one in inspection.found}
        assert {place for place, number in given.items() if found[phone(number)]} == shown


@pytest.mark.parametrize("kind", BUILDERS)
def test_nothing_of_any_place_is_in_the_copy(tmp_path: Path, kind):
    given, shown = BUILDERS[kind](tmp_path / f"a.{kind}")
    clean(tmp_path / f"a.{kind}", tmp_path / f"b.{kind}")
    data = everything(tmp_path / f"b.{kind}")
    assert survivors(data, given, shown) == []
    if kind in {"docx", "xlsx"}:  # what was meant to be read still is
        words = {place for place in shown if secret(given[place]).split()[1].encode() in data}
        assert words >= shown - {"cut into runs"}


@pytest.mark.parametrize("build", HARD_PDFS, ids=lambda build: build.__name__)
def test_documents_with_hidden_objects_and_old_texts_are_read_and_made_anew(tmp_path: Path, build):
    given = {str(number): number for number in range(1, HARD_PDFS[build] + 1)}
    source = build(tmp_path / "a.pdf")
    assert missed(inspect(source), given) == []
    clean(source, tmp_path / "b.pdf")
    assert survivors(everything(tmp_path / "b.pdf"), given, set()) == []


def test_a_page_of_open_words_stays_text_beside_all_that(tmp_path: Path):
    nasty_pdf.build(tmp_path / "a.pdf")
    clean(tmp_path / "a.pdf", tmp_path / "b.pdf")
    with pdfium.PdfDocument(tmp_path / "b.pdf") as document:
        assert nasty_pdf.OPEN in "\n".join(page.get_textpage().get_text_range() for page in document)


def test_where_a_photograph_was_taken_is_found_in_any_block(tmp_path: Path):
    """The library reads the first block of EXIF; a second one is read as well."""
    for kind in ("jpg", "png"):
        BUILDERS[kind](tmp_path / f"a.{kind}")
        places = [one.place for one in inspect(tmp_path / f"a.{kind}").found if one.kind == "address"]
        assert places == ["拍摄地点（GPS）"]
