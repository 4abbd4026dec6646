"""What a formula says when the pieces of text that it joins are joined."""

from __future__ import annotations

import re
from collections.abc import Iterator

CHAR = re.compile(r"(?:_xlfn\.)?(?:UNI)?CHAR\((\d{1,6})\)", re.IGNORECASE)
PIECE = r'(?:"(?:[^"]|"")*"|\d+)'
JOINED = re.compile(rf"=\s*({PIECE}(?:\s*&\s*{PIECE})*)\s*")
SEAM = re.compile(r'"\s*[&,，]\s*"|(?<=\d)\s*&\s*(?=\d)|(?<=\d)\s*&\s*"|"\s*&\s*(?=\d)')


def told(formula: str) -> Iterator[str]:
    """The formula, and if it joins pieces, what they are together: "1380"&"0004712"."""
    yield formula
    plain = SEAM.sub("", _signs(formula)).replace('"', "")
    if plain != formula.replace('"', ""):
        yield plain


def constant(text: str) -> str | None:
    """What a cell of a csv shows of a formula that joins texts alone; None for any other. ="0012" keeps the zeros."""
    match = JOINED.fullmatch(_signs(text))
    if match is None:
        return None
    pieces = re.findall(PIECE, match.group(1))
    return "".join(piece[1:-1].replace('""', '"') if piece.startswith('"') else piece for piece in pieces)


def _signs(formula: str) -> str:
    """CHAR(49) as the text that it makes."""
    return CHAR.sub(lambda match: f'"{chr(min(int(match.group(1)), 0xFFFF))}"', formula)
