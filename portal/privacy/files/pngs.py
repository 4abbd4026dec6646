"""The chunks of a png, unpacked, and what its pixel data holds beyond its pixels."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

MAX_CHUNK = 2_000_000  # bytes of one unpacked text
MAX_SURPLUS = 1_000_000
STEP = 1_000_000
TEXTS = {b"tEXt", b"zTXt", b"iTXt"}
OWN = {b"IHDR", b"IDAT", b"fdAT", b"iCCP", b"IEND"}  # of pixels; the profile is read by the library
BANDS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by type of colour
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
Chunk = tuple[bytes, bytes]


def chunks(data: bytes) -> Iterator[Chunk]:
    """Name and data of each chunk up to the end."""
    position = 8
    while position + 8 <= len(data):
        length, name = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        yield name, data[position + 8 : position + 8 + length]
        position += length + 12
        if name == b"IEND":
            return


def said(data: bytes) -> Iterator[Chunk]:
    """Each chunk that holds no pixels with what it says, unpacked: keyword and text of a comment."""
    for name, body in chunks(data):
        if name in {b"IDAT", b"fdAT", b"iCCP"}:
            continue
        key, _zero, rest = body.partition(b"\0")
        if name == b"zTXt":
            yield name, key + b" " + _unpacked(rest[1:])
        elif name == b"iTXt":
            *_languages, text = rest[2:].split(b"\0", 2)
            yield name, key + b" " + (_unpacked(text) if rest[:1] == b"\1" else text)
        elif name == b"tEXt":
            yield name, key + b" " + rest
        else:
            yield name, body + (b"\n" + _unpacked(body) if body[:1] == b"\x78" else b"")


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, MAX_CHUNK)
    except zlib.error:
        return data


def is_moving(data: bytes) -> bool:
    return any(name in {b"acTL", b"fdAT"} for name, _body in chunks(data))


def surplus(data: bytes) -> bytes:
    """What the pixel data unpacks to behind the last row, and what lies packed behind it, within a bound."""
    left, behind, unpacker = _expected(data), b"", zlib.decompressobj()
    for name, body in chunks(data):
        waiting = body if name == b"IDAT" else b""
        while waiting and not unpacker.eof and len(behind) < MAX_SURPLUS:
            try:
                rows = unpacker.decompress(waiting, STEP)
            except zlib.error:
                return behind
            waiting = unpacker.unconsumed_tail
            behind += rows[left:] if left < len(rows) else b""
            left = max(left - len(rows), 0)
        if unpacker.eof and name == b"IDAT":
            behind += waiting or unpacker.unused_data
    return behind[:MAX_SURPLUS].strip(b"\0")


def _expected(data: bytes) -> int:
    """Bytes of all rows, each with the number of its filter."""
    (_name, head) = next(chunks(data), (b"", b""))
    if len(head) < 13:
        return 0
    width, height = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
    bits = head[8] * BANDS.get(head[9], 4)
    if not head[12]:
        return height * (1 + (width * bits + 7) // 8)
    sizes = ((-(-(width - x) // across), -(-(height - y) // down)) for x, y, across, down in PASSES)
    return sum(rows * (1 + (columns * bits + 7) // 8) for columns, rows in sizes if columns > 0 and rows > 0)
