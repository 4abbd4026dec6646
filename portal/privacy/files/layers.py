"""What a file says, layer by layer, shown or hidden: the form in which the child process hands it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

TAKEN_AT = "拍摄地点（GPS）"
UNREAD_PICTURE = "图片里画着的文字和人像机器不读，请人看过。"
SHEET_NAMES = "工作表名称"


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, a cell, a page: the smallest thing with a ``place`` and a text that can be replaced.

    ``end`` follows the text when units are read in one go: a tab between cells, else a line break.
    """

    place: str
    text: str
    end: str = "\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A range of the text of one unit of a layer."""

    unit: int
    start: int
    end: int


Row = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """Units that are read together. ``shown``: a reader of the file sees it, and the copy keeps it; the rest is
    dropped. ``table``: the first line holds headings. ``beside``: what stands side by side on a page though other text
    lies between in the file."""

    units: tuple[Unit, ...]
    shown: bool = False
    table: bool = False
    beside: tuple[Row, ...] = ()

    def place(self, parts: Sequence[Part]) -> str:
        """Where the parts are found by a person: the place of the first, and in a table of each further cell."""
        units = dict.fromkeys(part.unit for part in parts) if self.table else [parts[0].unit]
        return "与".join(dict.fromkeys(self.units[unit].place for unit in units))

    def columns(self) -> Iterator[str]:
        """Of a table, the column of each unit: the letters of a spreadsheet place (``名单!B7``), else its position in
        the row."""
        position = 0
        for unit in self.units:
            position += 1
            cell = unit.place.rpartition("!")[2]
            yield cell.rstrip("0123456789") if "!" in unit.place else str(position)
            position = 0 if unit.end == "\n" else position


@dataclass(slots=True)
class Contents:
    """``unread``: sentences on what no machine has read (scans, foreign objects) and a person must look at.
    ``attached``: place and bytes of the files inside this file, for ``reading`` to open in turn."""

    layers: list[Layer] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    attached: list[tuple[str, bytes]] = field(default_factory=list)

    def hidden(self, place: str, texts: Iterable[str]) -> None:
        """Adds texts that the copy will not hold; blank ones and repetitions are left out."""
        units = tuple(Unit(place, text) for text in dict.fromkeys(texts) if text.strip())
        if units:
            self.layers.append(Layer(units))

    def include(self, other: Contents, *, within: str) -> None:
        """Takes over what an embedded file says; all of it is hidden from the reader of the outer file."""
        for layer in other.layers:
            units = tuple(Unit(f"{within} › {unit.place}", unit.text, unit.end) for unit in layer.units)
            self.layers.append(Layer(units, shown=False, table=layer.table, beside=layer.beside))
        self.unread += [f"{within} › {said}" for said in other.unread]

    def as_json(self) -> dict[str, Any]:
        return {"layers": as_lists(self.layers), "unread": self.unread}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Contents:
        return cls(from_lists(data["layers"]), list(data["unread"]))


def as_lists(layers: Iterable[Layer]) -> list[list[Any]]:
    """Lists instead of objects: a table of 100,000 cells must fit into the child's memory twice."""
    return [
        [[[unit.place, unit.text, unit.end] for unit in layer.units], layer.shown, layer.table, _rows(layer)]
        for layer in layers
    ]


def _rows(layer: Layer) -> list[list[list[int]]]:
    return [[[part.unit, part.start, part.end] for part in row] for row in layer.beside]


def from_lists(data: Iterable[list[Any]]) -> list[Layer]:
    return [
        Layer(
            tuple(Unit(*unit) for unit in units),
            shown,
            table,
            tuple(tuple(Part(*part) for part in row) for row in beside),
        )
        for units, shown, table, beside in data
    ]
