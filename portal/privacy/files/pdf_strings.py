"""Strings of a PDF: in its objects, in drawing commands, in the certificates of its signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pikepdf

from portal.privacy.files.foreign_text import texts
from portal.privacy.files.packages import readable_runs

FAULTS = (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, RuntimeError)
INSIDE = rb"(?:[^()\\]|\\.)"
LITERAL = re.compile(rb"\(((?:" + INSIDE + rb"|\(" + INSIDE + rb"*\))*)\)|(?<!<)<([0-9A-Fa-f\s]{4,})>", re.DOTALL)
ESCAPED = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
DER_TEXTS = {
    0x0C: "utf-8",
    0x14: "latin-1",
    0x1E: "utf-16-be",
    **dict.fromkeys((0x12, 0x13, 0x16, 0x1A), "ascii"),
}
CODES = re.compile(rb"<[0-9A-Fa-f\s]*>")  # of glyphs; as digits they mean nothing
FRACTION = re.compile(rb"(?<=[\d\s\[-])\.\d+")  # of coordinates
LONG = re.compile(r"\d{11,}|[\u3400-\u9fff]|[\w.+-]{2,}@[\w-]{2,}\.\w{2,}")
MAY_BE_SOMEBODY = re.compile(r"\d{7,}|[\u3400-\u9fff]|[\w.+-]{2,}@[\w-]{2,}\.\w{2,}")  # @ alone comes by chance
TELLING = re.compile(r"\d{7,}|[\u3400-\u9fff]+|[\w.+-]*@[\w.-]*")
NESTED = 40
MAX_VALUES = 20_000
SEQUENCE = 0x30
FEW = 3  # different digits: a mask or a matrix
PIECES, PIECE = 8, 4  # so many strings of at most so many digits may be one number


def literals(data: bytes) -> Iterator[bytes]:
    """Strings of a content stream as bytes: ``(…)`` and ``<hex>``, UTF-16 ones turned into UTF-8."""
    for match in LITERAL.finditer(data):
        if match.group(1) is not None:
            raw = ESCAPED.sub(_unescaped, match.group(1))
        else:
            digits = re.sub(rb"\s", b"", match.group(2))
            raw = bytes.fromhex(digits[: len(digits) // 2 * 2].decode())
        yield raw[2:].decode("utf-16-be", "replace").encode() if raw.startswith(b"\xfe\xff") else raw


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match.group(1) is not None:
        return bytes([int(match.group(1), 8) & 0xFF])
    return LETTERS.get(match.group(2), match.group(2))


def said(data: bytes) -> Iterator[str]:
    """The strings in objects or drawing commands, and whatever else in them can be read and tells something."""
    yield from (run for run in readable_runs(b"\n".join(literals(data))) if MAY_BE_SOMEBODY.search(run))
    for run in readable_runs(CODES.sub(b"<>", FRACTION.sub(b"", data))):
        if LONG.search(run):
            yield run


def is_in(known: str, run: str) -> bool:
    """Whether all that tells something in the run is in ``known``, a text without blanks."""
    parts = TELLING.findall(run)
    return all(part in known for part in parts) if parts else "".join(run.split()) in known


def is_certificate(raw: bytes) -> bool:
    """DER, as signatures hold it."""
    return len(raw) > 20 and raw[0] == SEQUENCE and raw[1] in {0x80, 0x81, 0x82, 0x83}


def of_certificates(data: bytes) -> list[str]:
    """The texts in DER: whose certificate it is, who issued it, and what they add. Of what is no whole DER, runs."""
    found: list[str] = []
    left = [MAX_VALUES]
    _walk(data, found, left, 0)
    return list(dict.fromkeys([*found, *texts(data[: 1 << 16])]))


def _walk(data: bytes, found: list[str], left: list[int], depth: int) -> None:
    position = 0
    while position + 2 <= len(data) and left[0] > 0 and depth < NESTED:
        left[0] -= 1
        tag, length, position = data[position], data[position + 1], position + 2
        if length == 0x80:
            length = len(data) - position
        elif length > 0x80:
            size = length & 0x7F
            length = int.from_bytes(data[position : position + size], "big")
            position += size
        body = data[position : position + length]
        position += length
        if tag in DER_TEXTS:
            found.append(body.decode(DER_TEXTS[tag], "replace"))
        elif tag & 0x20 or (tag == 0x04 and body[:1] in {b"\x30", b"\x31"}):
            _walk(body, found, left, depth + 1)


def joined(array: pikepdf.Object) -> str | None:
    """Digits that are listed one by one or a few at a time, as one number."""
    pieces = [str(one) for one in array if isinstance(one, pikepdf.String | int) and not isinstance(one, bool)]
    short = [piece for piece in pieces if piece.isdecimal() and len(piece) <= PIECE]
    number = "".join(short)
    is_one = PIECES <= len(short) == len(pieces) <= 3 * PIECES and len(set(number)) > FEW
    return number if is_one else None


def dictionaries(objects: Iterable[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    """Every dictionary, those of streams included: objects of their own, and what is written out within them."""
    for one in objects:
        waiting: list[object] = [one]
        while waiting:
            current = waiting.pop()
            if isinstance(current, pikepdf.Dictionary | pikepdf.Stream):
                yield current
                inside: Iterable[object] = (current.get(key) for key in list(current.keys()))
            else:
                inside = current if isinstance(current, pikepdf.Array) else ()
            waiting += [value for value in inside if isinstance(value, pikepdf.Object) and not value.is_indirect]
