"""A copy of a file that may be published: made anew, masked, and read again before it is handed over."""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from portal.privacy.files import sandbox
from portal.privacy.files.columns import Choice, Column, identifier_columns, masked
from portal.privacy.files.edits import Edits
from portal.privacy.files.inspection import Inspection, inspect, searched
from portal.privacy.files.kinds import SUFFIXES, FileKind
from portal.privacy.files.layers import SHEET_NAMES, Layer
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.files.searching import Found, People
from portal.privacy.folding import fold
from portal.privacy.spans import Kind

PASSES = 4  # a mask may lay bare what the first look took for a part of something else
PICTURES = {FileKind.PDF, FileKind.JPEG, FileKind.PNG}  # covered in place; the others are written with new text
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``original`` is what the inspection found; ``left_out`` and ``unread`` are sentences about the copy: what is
    not in it, and what no machine has read in it."""

    original: Inspection
    columns: tuple[Column, ...]
    left_out: tuple[str, ...]
    unread: tuple[str, ...]


def clean(
    source: Path,
    target: Path,
    *,
    people: People | None = None,
    boxes: Iterable[tuple[int, Box]] = (),
    columns: Choice | None = None,
    write: bool = True,
) -> Cleaned:
    """Writes ``target`` only when the copy, read again, shows none of what was found; raises FileRefused else.

    ``people.keep``: texts that a person looked at and let stand. ``boxes``: (page from 1, box) of a PDF or picture to
    cover besides what was found; the box in fractions of the shown page, left, top, right, bottom. ``columns``: what
    is done to whole columns of identifiers; without it only what was found in them is masked. Without ``write`` the
    copy is made and proved, and thrown away.
    """
    known = people or People()
    original = inspect(source, people=known)
    chosen = identifier_columns(original.contents.layers, original.found) if columns else []
    edits = _edits(original, known, chosen, columns)
    _add_boxes(edits, original.kind, boxes)
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        draft = Path(folder) / f"copy{min(SUFFIXES[original.kind])}"
        left_out = sandbox.copy_to(source, draft, original.kind, edits)
        unread = prove(draft, original, known)
        if write:
            os.replace(draft, target)
    return Cleaned(original, tuple(chosen), tuple(left_out), tuple(unread))


def prove(copy: Path, original: Inspection, people: People) -> list[str]:
    """Reads the copy in every layer. Raises FileRefused when anything found before, or anything else, is in it;
    returns what no machine has read in it."""
    again = inspect(copy, people=people)
    left = [f"{one.place}：{one.text.strip()}" for one in again.found]
    said = _bare("\n".join(unit.text for layer in again.contents.layers for unit in layer.units))
    kept = _bare("\n".join(people.keep))
    for one in original.found:
        needle = _bare(one.text)
        if _is_telling(one, needle) and needle in said and needle not in kept:
            left.append(f"{one.place}：{one.text.strip()}")
    if left:
        raise FileRefused(Reason.SURVIVED, "；".join(list(dict.fromkeys(left))[:5]))
    return again.unread


def _is_telling(one: Found, needle: str) -> bool:
    """Long enough that it cannot stand in the copy by chance, as 高 of 高老师 does in 高中."""
    return len(needle) >= (3 if one.kind is Kind.PERSON else 6)


def _bare(text: str) -> str:
    return "".join(fold(text).text.split())


def _edits(original: Inspection, people: People, chosen: list[Column], choice: Choice | None) -> Edits:
    edits = Edits()
    if original.kind in PICTURES:
        for one in original.found:
            for part in one.parts if one.shown else ():
                edits.spans.setdefault(part.unit, []).append((part.start, part.end))
        return edits
    layers = list(original.contents.layers)
    for column in chosen:
        for unit in column.units:
            text = masked(column, layers[column.layer].units[unit].text, choice or Choice.MASK)
            _put(layers, edits, (column.layer, unit), text)
    _mask_all(layers, edits, people, list(_left_beside(original.found, edits)))
    _name_sheets(layers, edits, original.found)
    return edits


def _left_beside(found: Iterable[Found], edits: Edits) -> Iterator[Found]:
    """What is shown outside the columns that were masked; of a number that begins or ends in one, the rest."""
    for one in found:
        parts = tuple(part for part in one.parts if (one.layer, part.unit) not in edits.texts)
        if one.shown and parts:
            yield one if parts == one.parts else replace(one, parts=parts, mask="")


def _mask_all(layers: list[Layer], edits: Edits, people: People, found: list[Found]) -> None:
    """Masks ``found``, and what is shown after that, until nothing more is found. Numbers of layers stay: the shown
    ones come first."""
    for _pass in range(PASSES):
        for where, cuts in _cuts(found).items():
            text = layers[where[0]].units[where[1]].text
            for start, end, mask in reversed(cuts):
                text = text[:start] + mask + text[end:]
            _put(layers, edits, where, text)
        found = [one for one in searched(layers, people) if one.shown]
        if not found:
            return


def _cuts(found: Iterable[Found]) -> dict[tuple[int, int], list[tuple[int, int, str]]]:
    """By layer and unit: what is cut out and the mask for it, in order and without overlap; what goes on in a further
    unit leaves nothing there."""
    cuts: dict[tuple[int, int], list[tuple[int, int, str]]] = defaultdict(list)
    for one in found:
        for number, part in enumerate(one.parts):
            cuts[one.layer, part.unit].append((part.start, part.end, "" if number else one.mask))
    return {where: list(_apart(sorted(each))) for where, each in cuts.items()}


def _apart(cuts: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Ranges that overlap as one, under the first mask."""
    current: tuple[int, int, str] | None = None
    for start, end, mask in cuts:
        if current is not None and start < current[1]:
            current = (current[0], max(current[1], end), current[2] or mask)
            continue
        if current is not None:
            yield current
        current = (start, end, mask)
    if current is not None:
        yield current


def _put(layers: list[Layer], edits: Edits, where: tuple[int, int], text: str) -> None:
    number, unit = where
    layer = layers[number]
    changed = replace(layer.units[unit], text=text)
    layers[number] = replace(layer, units=(*layer.units[:unit], changed, *layer.units[unit + 1 :]))
    edits.texts[where] = text


def _name_sheets(layers: list[Layer], edits: Edits, found: Iterable[Found]) -> None:
    """A sheet whose name holds somebody's data is called by a number."""
    for one in found:
        if one.place == SHEET_NAMES:
            for part in one.parts:
                edits.names[layers[one.layer].units[part.unit].text] = f"工作表{part.unit + 1}"


def _add_boxes(edits: Edits, kind: FileKind, boxes: Iterable[tuple[int, Box]]) -> None:
    for page, box in boxes:
        left, top, right, bottom = box
        inside = 0 <= left < right <= 1 and 0 <= top < bottom <= 1
        if kind not in PICTURES or page < 1 or not inside:
            raise FileRefused(Reason.BAD_BOX)
        edits.boxes.setdefault(page - 1, []).append(box)
