"""What a zip carries outside its parts: names, comments, extra fields, deleted or doubled entries, data before and
behind. No office program shows it, and every one leaves it where it is."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from portal.privacy.files.refusals import FileRefused, Reason

LOCAL_HEADER = b"PK\x03\x04"
HEADER_BYTES = 30
MAX_UNPACKED = 1_000_000  # bytes of one entry that nobody lists
MAX_DELETED = 30


def outside(path: Path, entries: list[zipfile.ZipInfo]) -> bytes:
    """Every byte of the file that belongs to no listed entry's content, deleted entries unpacked as far as they go.

    Raises FileRefused when there are more deleted entries than saving a document leaves behind.
    """
    data = path.read_bytes()
    position, found = 0, []
    for start, end in sorted(_contents(data, entries)):
        found.append(data[position:start])
        position = max(position, end)
    found.append(data[position:])
    listed = {entry.header_offset for entry in entries}
    return b"\n".join([*found, *_deleted(data, listed)])


def _contents(data: bytes, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[int, int]]:
    for entry in entries:
        start = _start(data, entry.header_offset)
        yield start, start + entry.compress_size


def _start(data: bytes, header: int) -> int:
    """Where the content behind the local header begins."""
    lengths = data[header + 26 : header + HEADER_BYTES].ljust(4, b"\0")
    name, extra = struct.unpack("<HH", lengths)
    return header + HEADER_BYTES + int(name) + int(extra)


def _deleted(data: bytes, listed: set[int]) -> Iterator[bytes]:
    """Entries that the table of contents no longer lists, found by their own headers; a stored one lies open anyway."""
    header, count = data.find(LOCAL_HEADER), 0
    while header >= 0:
        if header not in listed:
            count += 1
            if count > MAX_DELETED:
                raise FileRefused(Reason.BOMB)
            start = _start(data, header)
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                yield unpacker.decompress(data[start : start + MAX_UNPACKED], MAX_UNPACKED)
            except zlib.error:
                yield data[start : start + MAX_UNPACKED]
        header = data.find(LOCAL_HEADER, header + 4)


def doubled(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Entries that a later one of the same name hides from every program that reads by name."""
    left = Counter(entry.filename for entry in entries)
    hidden = []
    for entry in entries:
        left[entry.filename] -= 1
        if left[entry.filename]:
            hidden.append(entry)
    return hidden
