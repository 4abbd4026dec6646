"""Reading through disguises: full-width and Chinese digits, invisible characters; with a map back to the original.

``fold`` never changes what is stored; it gives detectors a plain view whose every character knows where it came from.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

CHINESE_DIGITS = {
    **dict.fromkeys("〇○零", "0"),
    **dict.fromkeys("幺一壹", "1"),
    **dict.fromkeys("二两贰", "2"),
    **dict(zip("三四五六七八九", "3456789", strict=True)),
    **dict(zip("叁肆伍陆柒捌玖", "3456789", strict=True)),
}
CHINESE_TABLE = {ord(char): digit for char, digit in CHINESE_DIGITS.items()}


def is_invisible(char: str) -> bool:
    """True for characters a reader does not see: zero width, soft hyphen, bidi controls, variation selectors."""
    return unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f" or char == "\u034f"


def fold_char(char: str) -> str:
    """One plain character for ``char`` (half-width, ASCII digit), or ``""`` when it is invisible."""
    if "\x20" <= char <= "\x7e" or "\u4e00" <= char <= "\u9fff":
        return char
    if is_invisible(char):
        return ""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 else char


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
        if plain:
            chars.append(plain)
            origin.append(index)
    return Folded("".join(chars), tuple(origin), text)
