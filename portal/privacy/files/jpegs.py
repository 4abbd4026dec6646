"""The segments of a jpeg, those between and behind its scans included, and where the picture ends."""

from __future__ import annotations

import re
from typing import NamedTuple

START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
PIXELS = {0xC4, 0xDA, 0xDB, 0xDC, 0xDD} | set(range(0xC0, 0xD0)) - {0xC8}  # tables and frames: no text
ALONE = {0x01, *range(0xD0, 0xD9)}  # marks without a length
MARK = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")  # within a scan nothing else can be one
MAX_SEGMENTS = 20_000


class Segment(NamedTuple):
    """``data`` without mark and length."""

    mark: int
    data: bytes


def segments(data: bytes) -> tuple[list[Segment], int]:
    """All segments that hold no pixels, and the place behind the end of the picture (of the file when it has none).
    What stands between two segments counts as one of no mark."""
    found: list[Segment] = []
    position, in_scan = 2, False
    for _count in range(MAX_SEGMENTS):
        match = MARK.search(data, position)
        if match is None:
            break
        if match.start() > position and not in_scan:
            found.append(Segment(0, data[position : match.start()]))
        mark, start = match.group(1)[0], match.end()
        if mark == END_OF_IMAGE:
            return found, start
        position, in_scan = start, False
        if mark not in ALONE:
            position += max(int.from_bytes(data[start : start + 2], "big"), 2)
            in_scan = mark == START_OF_SCAN
            if mark not in PIXELS:
                found.append(Segment(mark, data[start + 2 : position]))
    return found, len(data)
