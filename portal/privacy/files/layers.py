"""What a file says, layer by layer, shown or hidden: the form in which the child process hands it back."""

from __future__ import annotations

from collections.abc import Iterable
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
class Layer:
    """Units that are read together. ``shown``: a reader of the file sees it, and the copy keeps it; the rest is
    dropped. ``table``: the first line holds headings."""

    units: tuple[Unit, ...]
    shown: bool = False
    table: bool = False


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
            self.layers.append(Layer(units, shown=False, table=layer.table))
        self.unread += [f"{within} › {said}" for said in other.unread]

    def as_json(self) -> dict[str, Any]:
        """Lists instead of objects: a table of 100,000 cells must fit into the child's memory twice."""
        layers = [
            {"units": [[u.place, u.text, u.end] for u in layer.units], "shown": layer.shown, "table": layer.table}
            for layer in self.layers
        ]
        return {"layers": layers, "unread": self.unread}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Contents:
        layers = [Layer(tuple(Unit(*u) for u in one["units"]), one["shown"], one["table"]) for one in data["layers"]]
        return cls(layers, list(data["unread"]))
