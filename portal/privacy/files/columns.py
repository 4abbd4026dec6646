"""Columns of a published table that hold identifiers: found by heading or by what is in them, masked as a whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from portal.privacy.files.layers import Layer
from portal.privacy.files.searching import Found
from portal.privacy.lexicon import FOLDER
from portal.privacy.masks import STARS, mask_email, mask_id_card, mask_name, mask_phone
from portal.privacy.spans import Kind

MOSTLY = 0.6  # of the filled cells below the heading
MASKS: dict[Kind, Callable[[str], str]] = {
    Kind.PERSON: mask_name,
    Kind.PHONE: mask_phone,
    Kind.ID_CARD: mask_id_card,
    Kind.EMAIL: mask_email,
}


class Choice(StrEnum):
    """What happens to every cell of such a column below its heading."""

    MASK = "mask"  # 138****1234: the people of the table find their own line
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Column:
    """``units`` are the filled cells below the heading, as numbers of units in the layer."""

    layer: int
    heading: str
    place: str
    kind: Kind
    units: tuple[int, ...]


@cache
def _headings() -> dict[str, Kind]:
    known: dict[str, Kind] = {}
    for line in (FOLDER / "columns.txt").read_text(encoding="utf-8").splitlines():
        kind, *headings = line.partition("#")[0].split() or [""]
        known.update({heading: Kind(kind) for heading in headings})
    return known


def identifier_columns(layers: Iterable[Layer], found: Iterable[Found]) -> list[Column]:
    """Columns of shown tables whose heading names a kind of personal data, or whose cells mostly hold one."""
    marked: dict[tuple[int, int], Kind] = {(one.layer, part.unit): one.kind for one in found for part in one.parts}
    columns = []
    for number, layer in enumerate(layers):
        if layer.table and layer.shown:
            columns += list(_of_layer(number, layer, marked))
    return columns


def _of_layer(number: int, layer: Layer, marked: dict[tuple[int, int], Kind]) -> Iterator[Column]:
    grid: dict[str, list[int]] = defaultdict(list)
    for unit, key in enumerate(layer.columns()):
        if layer.units[unit].text.strip():
            grid[key].append(unit)
    for head, *cells in grid.values():
        heading = layer.units[head].text.strip()
        kind = _headings().get(heading.replace(" ", "")) or _mostly([marked.get((number, unit)) for unit in cells])
        if kind is not None and cells:
            yield Column(number, heading, layer.units[head].place, kind, tuple(cells))


def _mostly(kinds: list[Kind | None]) -> Kind | None:
    counted = Counter(kind for kind in kinds if kind is not None)
    kind, count = counted.most_common(1)[0] if counted else (None, 0)
    return kind if count >= MOSTLY * len(kinds) else None


def _mask(kind: Kind, text: str) -> str:
    mask = MASKS.get(kind)
    return mask(text) if mask else STARS


def masked(column: Column, text: str, choice: Choice) -> str:
    """What stands in the cell instead."""
    return "" if choice is Choice.EMPTY else _mask(column.kind, text)
