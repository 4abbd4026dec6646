"""ToUnicode: what a font of a PDF says its codes mean to a machine."""

from __future__ import annotations

import re

import pikepdf

from portal.privacy.files.pdf_strings import FAULTS

MAX_TABLE = 5_000_000  # bytes
MAX_CODES = 70_000
BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)endbf(?:char|range)", re.DOTALL)
PAIR = re.compile(rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]*)>")
RANGE = re.compile(
    rb"<([0-9A-Fa-f\s]+)>\s*<([0-9A-Fa-f\s]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[((?:\s*<[0-9A-Fa-f\s]*>)*)\s*\])"
)
TEXT = re.compile(rb"<([0-9A-Fa-f\s]*)>")


def said_characters(font: pikepdf.Object) -> dict[int, str]:
    """Code → text; empty when there is no table or it cannot be read."""
    table = font.get("/ToUnicode")
    if not isinstance(table, pikepdf.Stream):
        return {}
    try:
        data = table.read_bytes()
    except FAULTS:
        return {}
    found: dict[int, str] = {}
    for kind, body in BLOCK.findall(data[:MAX_TABLE]):
        if kind == b"bfchar":
            found.update({_number(code): _text(text) for code, text in PAIR.findall(body)})
        else:
            _add_ranges(found, body)
        if len(found) > MAX_CODES:
            break
    return found


def _add_ranges(found: dict[int, str], body: bytes) -> None:
    for first, last, start, listed in RANGE.findall(body):
        codes = range(_number(first), min(_number(last), _number(first) + MAX_CODES) + 1)
        if listed:
            found.update(zip(codes, map(_text, TEXT.findall(listed)), strict=False))
        elif text := _text(start):
            found.update({code: text[:-1] + _later(text[-1], code - codes.start) for code in codes})


def _later(char: str, steps: int) -> str:
    return chr(min(ord(char) + steps, 0x10FFFF))


def _number(digits: bytes) -> int:
    return int(b"".join(digits.split())[:8] or b"0", 16)


def _text(digits: bytes) -> str:
    plain = b"".join(digits.split())
    data = bytes.fromhex(plain[: len(plain) // 2 * 2].decode())
    return data.decode("utf-16-be", "replace") if len(data) > 1 else data.decode("latin-1")
