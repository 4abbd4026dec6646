"""Numbers are sayable and catch slips of the tongue; codes forgive how people type."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox import numbering

PREFIXES = st.text(string.ascii_uppercase, min_size=1, max_size=6)
YEARS = st.integers(2000, 2099)
SERIALS = st.integers(1, 9_999_999)
CODES = st.text(numbering.CROCKFORD, min_size=16, max_size=16)
SIGNS = string.digits + string.ascii_uppercase


@given(PREFIXES, YEARS, SERIALS)
def test_a_number_reads_back_as_itself(prefix, year, serial):
    number = numbering.format_number(prefix, year, serial)
    assert numbering.parse_number(number) == number


@given(YEARS, SERIALS, st.data())
def test_one_wrong_digit_is_never_taken_for_another_letter(year, serial, data):
    number = numbering.format_number("YL", year, serial)
    place = data.draw(st.sampled_from([i for i, sign in enumerate(number) if sign.isdigit() and i < len(number) - 1]))
    wrong = data.draw(st.sampled_from([digit for digit in string.digits if digit != number[place]]))
    assert numbering.parse_number(number[:place] + wrong + number[place + 1 :]) is None


@given(YEARS, SERIALS, st.data())
def test_two_neighbouring_digits_swapped_are_noticed(year, serial, data):
    number = numbering.format_number("YL", year, serial)
    body = number[:-2]
    pairs = [
        i for i in range(len(body) - 1)
        if body[i].isdigit() and body[i + 1].isdigit() and body[i] != body[i + 1]
    ]  # fmt: skip
    place = data.draw(st.sampled_from(pairs))
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert numbering.parse_number(swapped) is None


def test_every_single_sign_and_swap_error_of_one_number_is_noticed():
    number = numbering.format_number("YL", 2026, 1874)
    wrong = {
        number[:place] + sign + number[place + 1 :]
        for place, there in enumerate(number) if there != "-"
        for sign in SIGNS if sign != there
    }  # fmt: skip
    swaps = {number[:i] + number[i + 1] + number[i] + number[i + 2 :] for i in range(len(number) - 1)} - {number}
    # A dash may be left out or moved; that is no error, only another way to write the same number.
    accepted = {text for text in wrong | swaps if numbering.parse_number(text) not in (None, number)}
    assert accepted == set()


@pytest.mark.parametrize(
    "typed",
    [
        "yl-2026-01874-{c}",
        " YL 2026 01874 {c} ",
        "ＹＬ－２０２６－０１８７４－{c}",
        "yl202601874{c}",
        "YL—2026—01874—{c}",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed):
    number = numbering.format_number("YL", 2026, 1874)
    assert numbering.parse_number(typed.format(c=number[-1])) == number


@pytest.mark.parametrize(
    "typed", ["", " ", "YL", "2026-01874", "YL-2026-01874", "\x00", "𠮷-2026-01874-K", "Y" * 100_000]
)
def test_what_is_no_number_is_nothing(typed):
    assert numbering.parse_number(typed) is None


@given(CODES)
def test_a_code_is_the_same_with_spaces_dashes_full_width_and_small_letters(code):
    grouped = " - ".join(code[at : at + 4] for at in range(0, 16, 4)).lower()
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert numbering.fold_code(grouped) == numbering.fold_code(wide) == numbering.fold_code(code)


@given(CODES)
def test_letters_that_codes_do_not_have_are_read_as_the_digits_they_look_like(code):
    assert numbering.fold_code(code.replace("0", "O").replace("1", "l")) == numbering.fold_code(code)


@given(st.text())
def test_folding_a_code_twice_changes_nothing_more(text):
    once = numbering.fold_code(text)
    assert numbering.fold_code(once) == once


def test_a_code_has_eighty_bits_and_follows_from_token_and_pepper_alone():
    code = numbering.code_for("token", "pepper")
    assert code == numbering.code_for("token", "pepper")
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert set(code) <= set(numbering.CROCKFORD) | {"-"}
    others = {numbering.code_for(f"token{n}", "pepper") for n in range(2000)} | {numbering.code_for("token", "other")}
    assert len(others) == 2001
    assert code not in others


def test_the_stored_digest_gives_no_code_back_and_needs_the_pepper():
    code = numbering.code_for("token", "pepper")
    assert numbering.code_digest(code.lower().replace("-", " "), "pepper") == numbering.code_digest(code, "pepper")
    assert numbering.code_digest(code, "pepper") != numbering.code_digest(code, "other")
    assert numbering.fold_code(code).lower() not in numbering.code_digest(code, "pepper")


def test_the_check_character_spreads_over_the_whole_alphabet():
    seen = {numbering.check_character("YL", 2026, serial) for serial in random.Random(7).sample(range(1, 99_999), 2000)}
    assert seen == set(numbering.ALPHABET)
