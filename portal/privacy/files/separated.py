"""A csv: read, and written again with masks in place. It hides nothing but its byte order mark."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import Path

from portal.privacy.files import formulas
from portal.privacy.files.directions import as_read
from portal.privacy.files.edits import Edits
from portal.privacy.files.layers import Contents, Layer, Unit
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.files.workbooks import MAX_CELLS

LONGEST_FIELD = 500_000  # characters: more than a file may hold, so that the refusal says what is wrong
ENCODINGS = ("utf-8-sig", "gb18030")
MOST_EMPTY = 60_000  # empty cells beside the filled ones: each takes as long as a filled one
SIGNS = ",;\t"  # between cells; the first that fits
SEEN = 30  # lines that show which it is
SEP = re.compile(r"\Asep=([,;\t|:^~])\r?\n", re.IGNORECASE)  # how Excel is told
QUOTED = re.compile(r'"[^"]*"')
FORMULA = re.compile(r"\s*[=@][^\n]*[(&]")
COMPUTED = "{place}是公式，机器不知道它显示什么，请人看过。"


def rows(path: Path) -> list[list[str]]:
    """The cells as a spreadsheet shows them, without empty ones at the end of a row.

    Raises FileRefused when the bytes are no text or hold more than ``MAX_CELLS`` cells.
    """
    text = _text(path.read_bytes())
    told = SEP.match(text)
    sign = told.group(1) if told else _sign(text)
    text = text[told.end() :] if told else text
    csv.field_size_limit(LONGEST_FIELD)
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            found.append([_shown(cell) for cell in row])
            while found[-1] and not found[-1][-1].strip():
                found[-1].pop()
    except csv.Error as error:
        raise FileRefused(Reason.BROKEN) from error
    if sum(map(len, found)) > MAX_CELLS or sum(row.count("") for row in found) > MOST_EMPTY:
        raise FileRefused(Reason.CELLS)
    return found


def _text(data: bytes) -> str:
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
    return text


def _sign(text: str) -> str:
    """What parts the cells: the sign that stands in most of the first lines."""
    head = QUOTED.sub("", text[:LONGEST_FIELD]).splitlines()[:SEEN]
    lines = Counter(sign for line in head for sign in SIGNS if sign in line)
    return max(SIGNS, key=lambda sign: lines[sign])


def _shown(cell: str) -> str:
    if cell.startswith("=") and (said := formulas.constant(cell)) is not None:
        return said
    return as_read(cell)


def read(path: Path) -> Contents:
    units = [
        Unit(f"第{r}行第{c}列", text, "\n" if c == len(row) else "\t")
        for r, row in enumerate(rows(path), start=1)
        for c, text in enumerate(row, start=1)
    ]
    contents = Contents([Layer(tuple(units), shown=True, table=True)])
    computed = [unit for unit in units if FORMULA.match(unit.text)]
    contents.hidden("公式", [said for unit in computed for said in formulas.told(unit.text)])
    if computed:
        more = f"等{len(computed)}格" if len(computed) > 1 else ""
        contents.unread.append(COMPUTED.format(place=computed[0].place + more))
    return contents


def write(source: Path, target: Path, edits: Edits) -> list[str]:
    """UTF-8 with the mark that Excel needs to read 汉字."""
    unit = 0
    with target.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        for row in rows(source):
            writer.writerow([edits.text(0, unit + column, text) for column, text in enumerate(row)])
            unit += len(row)
    return []
