import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text import clean_text, count_characters


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  \n 您好 \t\n", "您好"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("a\x00b\x07c\x1b[31m", "abc[31m"),
        ("\u202e倒着写\u202c的\u2066字\u2069", "倒着写的字"),
        ("零\u200b宽\ufeff字\u00ad符", "零宽字符"),
        ("e\u0301cole", "\u00e9cole"),
        ("\ud800坏的代理", "坏的代理"),
        ("\ufdd0非字符\U0001ffff", "非字符"),
        ("一\n\n\n\n\n\n二", "一\n\n\n二"),
        ("行尾空格   \n下一行\u3000\n", "行尾空格\n下一行"),
        ("", ""),
        (" \u3000\u200b\x00\n", ""),
    ],
)
def test_what_confuses_goes(typed: str, stored: str) -> None:
    assert clean_text(typed) == stored


FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"  # one sign made of three people and two joiners
KEPT = ["𠮷野家", FAMILY, "🇨🇳", "\u2764\ufe0f", "１３８", "列\t二", "A  B", "ئۇيغۇرچە", "段\u3000落"]


@pytest.mark.parametrize("kept", KEPT)
def test_what_a_reader_sees_stays(kept: str) -> None:
    assert clean_text(kept) == kept


def test_a_hundred_kilobytes_are_cleaned() -> None:
    assert clean_text("字 \x00" * 40_000) == ("字 " * 40_000).rstrip()


@given(st.text(alphabet=st.characters(), max_size=80))
def test_cleaning_twice_changes_nothing_and_always_fits_the_database(typed: str) -> None:
    stored = clean_text(typed)
    assert clean_text(stored) == stored
    assert "\x00" not in stored
    assert stored.encode().decode() == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert not {"\u202e", "\u202a", "\u2066", "\r"} & set(stored)


@given(st.text(alphabet="一二三四五六七八九字𠮷", max_size=50))
def test_plain_chinese_is_never_touched(typed: str) -> None:
    assert clean_text(typed) == typed
    assert count_characters(typed) == len(typed)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), (" \n\u3000", 0), ("您 好！", 3), (FAMILY, 1), ("👍🏽", 1), ("e\u0301", 1), ("𠮷", 1), ("a\u200bb", 2)],
)
def test_characters_are_counted_as_a_writer_would(text: str, count: int) -> None:
    assert count_characters(text) == count
