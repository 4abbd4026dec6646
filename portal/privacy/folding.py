"""Reading through disguises: full-width and Chinese digits, invisible characters; with a map back to the original.

``fold`` never changes what is stored; it gives detectors a plain view whose every character knows where it came from.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

from portal.privacy.lexicon import words

CHINESE_DIGITS = {
    **dict.fromkeys("〇○零", "0"),
    **dict.fromkeys("幺一壹", "1"),
    **dict.fromkeys("二两贰", "2"),
    **dict(zip("三四五六七八九", "3456789", strict=True)),
    **dict(zip("叁肆伍陆柒捌玖", "3456789", strict=True)),
    **dict(zip("洞拐勾", "079", strict=True)),  # as numbers are read out on the radio, with 幺 and 两
}
CHINESE_TABLE = {ord(char): digit for char, digit in CHINESE_DIGITS.items()}


@cache
def simplified() -> dict[int, str]:
    """Traditional characters by code point and the simplified ones they are read as."""
    return {ord(pair[0]): pair[1] for pair in words("traditional")}


def is_invisible(char: str) -> bool:
    """True for what a reader does not see or sees as decoration: zero width, bidi controls, marks over and around."""
    return unicodedata.category(char) in ("Cf", "Mn", "Me")


def fold_char(char: str) -> str:
    """One plain character for ``char`` (half-width, ASCII digit); two digits for ⑬; ``""`` when it is invisible."""
    if "\x20" <= char <= "\x7e" or "\u4e00" <= char <= "\u9fff":
        return char
    if is_invisible(char):
        return ""
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"  # half a character, which a program may have left: other libraries refuse it
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) == 1:
        return plain
    number = unicodedata.numeric(char, None)  # ⒈, ⑴ and ⑬: digits with their decoration
    counted = unicodedata.category(char) == "No" and number is not None and number < 100 and number.is_integer()
    return str(int(number)) if counted and number is not None else char


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is the plain view; ``origin[i]`` is the index in the original of its character ``i``."""

    text: str
    origin: tuple[int, ...]
    source: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the original that ``text[start:end]`` was read from (``start < end``)."""
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """The plain view of ``text``."""
    chars: list[str] = []
    origin: list[int] = []
    for index, char in enumerate(text):
        plain = fold_char(char)
        chars.extend(plain)
        origin.extend([index] * len(plain))
    return Folded("".join(chars), tuple(origin), text)
