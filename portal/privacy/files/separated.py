"""A csv: read, and written again with masks in place. It hides nothing but its byte order mark."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from portal.privacy.files.edits import Edits
from portal.privacy.files.layers import Contents, Layer, Unit
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.files.workbooks import MAX_CELLS

LONGEST_FIELD = 500_000  # characters: more than a file may hold, so that the refusal says what is wrong
ENCODINGS = ("utf-8-sig", "gb18030")


def rows(path: Path) -> list[list[str]]:
    """Raises FileRefused when the bytes are no text or hold more than ``MAX_CELLS`` cells."""
    data = path.read_bytes()
    for encoding in ("utf-16",) if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ENCODINGS:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise FileRefused(Reason.BROKEN)
    if "\0" in text:
        raise FileRefused(Reason.BROKEN)
    csv.field_size_limit(LONGEST_FIELD)
    try:
        found = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise FileRefused(Reason.BROKEN) from error
    if sum(map(len, found)) > MAX_CELLS:
        raise FileRefused(Reason.CELLS)
    return found


def read(path: Path) -> Contents:
    units = [
        Unit(f"第{r}行第{c}列", text, "\n" if c == len(row) else "\t")
        for r, row in enumerate(rows(path), start=1)
        for c, text in enumerate(row, start=1)
    ]
    return Contents([Layer(tuple(units), shown=True, table=True)])


def write(source: Path, target: Path, edits: Edits) -> list[str]:
    """UTF-8 with the mark that Excel needs to read 汉字."""
    unit = 0
    with target.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        for row in rows(source):
            writer.writerow([edits.text(0, unit + column, text) for column, text in enumerate(row)])
            unit += len(row)
    return []
