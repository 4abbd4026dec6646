"""What a zip carries outside its parts: names, comments, extra fields, deleted or doubled entries, data before and
behind. No office program shows it, and every one leaves it where it is."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path

from portal.privacy.files.refusals import FileRefused, Reason

LOCAL_HEADER = b"PK\x03\x04"
HEADER_BYTES = 30
MAX_UNPACKED = 1_000_000  # bytes of one entry that nobody lists
MAX_DELETED = 30
MAX_ACCIDENT = 8  # bytes
MAX_EXTRA = 64  # bytes: times and owners; padding is of zeros
AT_ONCE = 1_000_000


def outside(path: Path, entries: list[zipfile.ZipInfo], directory: int) -> bytes:
    """What the file says beside the contents of its listed entries: names, comments, extra fields, what is no piece of
    a zip, deleted entries unpacked as far as they go. Times and sums, which read like letters by chance, are left out.

    ``directory``: where the table of contents begins. Raises FileRefused when there are more deleted entries than
    saving a document leaves behind.
    """
    data = path.read_bytes()
    listed = {entry.header_offset for entry in entries}
    names = [b"\n".join([entry.filename.encode(), entry.extra, entry.comment]) for entry in entries]
    extras = [_extra(data, entry.header_offset) for entry in entries]
    return b"\n".join([*names, *extras, *_between(data, entries, directory), *_deleted(data, listed)])


def foreign(path: Path, entries: list[zipfile.ZipInfo], directory: int) -> bytes:
    """Every byte that is no piece of a zip, deleted entries included, if it is more than programs leave by accident."""
    data = path.read_bytes()
    extras = (_extra(data, entry.header_offset).strip(b"\0") for entry in entries)
    found = [*_between(data, entries, directory), *(extra for extra in extras if len(extra) > MAX_EXTRA)]
    rest = b"".join(found).strip(b"\0")
    return rest if len(rest) > MAX_ACCIDENT else b""


def _between(data: bytes, entries: list[zipfile.ZipInfo], directory: int) -> Iterator[bytes]:
    """What lies before, between and behind the entries and the table of contents."""
    position = 0
    for start, end, entry in sorted(_contents(data, entries), key=itemgetter(0, 1)):
        yield data[position : entry.header_offset]
        yield _behind(data[start:end], entry)
        position = max(position, end + _descriptor(data, end, entry))
    yield data[position:directory]
    yield _end(data, directory)


def _extra(data: bytes, header: int) -> bytes:
    """The extra field of a local header."""
    start = _start(data, header)
    (length,) = struct.unpack("<H", data[header + 28 : header + HEADER_BYTES].ljust(2, b"\0"))
    return data[start - length : start]


def _descriptor(data: bytes, end: int, entry: zipfile.ZipInfo) -> int:
    """Bytes of the sizes that follow a content when they were not known before it."""
    if not entry.flag_bits & 8:
        return 0
    marked = 4 if data[end : end + 4] == b"PK\x07\x08" else 0
    is_long = data[end + marked + 20 : end + marked + 22] == b"PK" != data[end + marked + 12 : end + marked + 14]
    return marked + (20 if is_long else 12)


def _end(data: bytes, position: int) -> bytes:
    """The comment of the archive and what lies behind its end."""
    while data[position : position + 4] == b"PK\x01\x02":
        position += 46 + sum(struct.unpack("<HHH", data[position + 28 : position + 34].ljust(6, b"\0")))
    if data[position : position + 4] == b"PK\x06\x06":  # of an archive beyond 4 GB, or written as if it were
        position += 12 + int(struct.unpack("<Q", data[position + 4 : position + 12].ljust(8, b"\0"))[0])
    if data[position : position + 4] == b"PK\x06\x07":
        position += 20
    return data[position + 22 :] if data[position : position + 4] == b"PK\x05\x06" else data[position:]


def _contents(data: bytes, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[int, int, zipfile.ZipInfo]]:
    for entry in entries:
        start = _start(data, entry.header_offset)
        yield start, start + entry.compress_size, entry


def _behind(packed: bytes, entry: zipfile.ZipInfo) -> bytes:
    """What a content carries behind the end of its own stream."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return packed[entry.file_size :]
    unpacker, given = zlib.decompressobj(-zlib.MAX_WBITS), 0
    try:
        while not unpacker.eof and packed and given <= entry.file_size:
            given += len(unpacker.decompress(packed, AT_ONCE))
            packed = unpacker.unconsumed_tail
    except zlib.error:  # whoever reads the part says that it is damaged
        return b""
    return unpacker.unused_data


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
