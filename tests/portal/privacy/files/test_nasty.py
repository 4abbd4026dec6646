"""Files with a secret in every place that anybody thought of: each is found with a place, and the copy holds none."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.privacy.files.cleaning import clean
from portal.privacy.files.inspection import inspect
from tests.portal.privacy.files import nasty_sheets, nasty_word
from tests.portal.privacy.files.documents import phone, secret, unpacked

BUILDERS = {"docx": nasty_word.build, "xlsx": nasty_sheets.build}


def survivors(data: bytes, given: dict[str, int], shown: set[str]) -> list[str]:
    """Places whose phone is in ``data``, or whose word is and was not meant to be read."""
    left = []
    for place, number in given.items():
        told, word = secret(number).split()
        if any(each.encode(code) in data for each in (told,) for code in ("utf-8", "utf-16-le", "utf-16-be")):
            left.append(place)
        elif word.encode() in data and place not in shown:
            left.append(f"{place} (word)")
    return left


@pytest.mark.parametrize("kind", BUILDERS)
def test_what_any_place_of_a_package_holds_is_found_with_the_place(tmp_path: Path, kind):
    given, shown = BUILDERS[kind](tmp_path / f"a.{kind}")
    found = {one.text: one for one in inspect(tmp_path / f"a.{kind}").found}
    assert [place for place, number in given.items() if phone(number) not in found] == []
    seen = {place for place, number in given.items() if found[phone(number)].shown}
    assert seen == shown
    assert all(one.place for one in found.values())


@pytest.mark.parametrize("kind", BUILDERS)
def test_nothing_of_any_place_of_a_package_is_in_the_copy(tmp_path: Path, kind):
    given, shown = BUILDERS[kind](tmp_path / f"a.{kind}")
    clean(tmp_path / f"a.{kind}", tmp_path / f"b.{kind}")
    data = unpacked(tmp_path / f"b.{kind}") + (tmp_path / f"b.{kind}").read_bytes()
    assert survivors(data, given, shown) == []
    words = {place for place in shown if secret(given[place]).split()[1].encode() in data}
    assert words >= shown - {"cut into runs"}  # what was meant to be read still is
