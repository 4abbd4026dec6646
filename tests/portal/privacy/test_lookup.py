import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.lookup import keyed_hash, normalize_phone


@pytest.mark.parametrize(
    "typed",
    [
        "13800001234",
        "138 0000 1234",
        "138-0000-1234",
        "138.0000.1234",
        "１３８００００１２３４",
        "+86 13800001234",
        "+86-138 0000 1234",
        "0086 13800001234",
        "8613800001234",
        "013800001234",
        "0138-0000 1234",
        "一三八零零零零一二三四",
        "幺三八〇〇〇〇幺二三四",
        "138\u200b0000\u200b1234",
        " 138　0000　1234 ",
    ],
)
def test_a_mobile_is_the_same_however_it_was_typed(typed: str) -> None:
    assert normalize_phone(typed) == "13800001234"


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("0199-8812 3400", "019988123400"),
        ("（0199）88123400", "019988123400"),
        ("0199-88123400转806", "019988123400"),
        ("+86 755 20001166", "075520001166"),
        ("12345", "12345"),
        ("许文静", ""),
        ("", ""),
        ("abc", ""),
        ("JY20260001", ""),
    ],
)
def test_landlines_short_numbers_and_no_numbers(typed: str, bare: str) -> None:
    assert normalize_phone(typed) == bare


@given(st.text(max_size=40))
def test_normalising_gives_digits_or_nothing_and_is_stable(typed: str) -> None:
    bare = normalize_phone(typed)
    assert bare == "" or (bare.isascii() and bare.isdigit())
    assert normalize_phone(bare) in (bare, bare.removeprefix("86"), bare.removeprefix("0086"))


def test_hashes_are_equal_for_equal_values_only_and_per_purpose() -> None:
    assert keyed_hash("许文静", purpose="name") == keyed_hash("许文静", purpose="name")
    assert keyed_hash("许文静", purpose="name") != keyed_hash("许文青", purpose="name")
    assert keyed_hash("许文静", purpose="name") != keyed_hash("许文静", purpose="phone")
    assert len(keyed_hash("", purpose="name")) == 64


def test_rotating_field_keys_leaves_hashes_valid(settings) -> None:
    before = keyed_hash("13800001234", purpose="phone")
    settings.FIELD_KEYS = ["another-key-0123456789-0123456789-0123"]
    assert keyed_hash("13800001234", purpose="phone") == before


def test_without_the_pepper_the_hash_cannot_be_made(settings) -> None:
    before = keyed_hash("13800001234", purpose="phone")
    settings.CODE_PEPPER = "other-pepper-0123456789-0123456789-0123"
    assert keyed_hash("13800001234", purpose="phone") != before
