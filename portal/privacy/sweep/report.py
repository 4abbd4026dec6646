"""What was looked through, what was found there, and whether it may lie there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.privacy.sweep.allowed import AllowList
from portal.privacy.sweep.decoding import Opened
from portal.privacy.sweep.encodings import Net


@dataclass(frozen=True)
class Item:
    """One thing to look through: a cell, a file, a header. ``place`` is what the allow-list calls it; ``where`` leads
    a person to it and never quotes it."""

    place: str
    data: bytes
    where: str = ""


@dataclass
class Tally:
    """What one place holds: label → how often, those that may lie there and those that may not."""

    items: int = 0
    allowed: Counter[str] = field(default_factory=Counter)
    leaks: Counter[str] = field(default_factory=Counter)
    where: list[str] = field(default_factory=list)  # of the leaks, the first ones

    @property
    def found(self) -> set[str]:
        return {*self.allowed, *self.leaks}


SHOWN = 5


class Sweep:
    """Looks through items and keeps one tally a place."""

    def __init__(self, net: Net, allow_list: AllowList) -> None:
        self.net, self.allow_list = net, allow_list
        self.tallies: dict[str, Tally] = {}

    def look_through(self, items: Iterable[Item]) -> None:
        for item in items:
            tally = self.tallies.setdefault(item.place, Tally())
            tally.items += 1
            found: set[str] = set()
            for layer in Opened().layers(item.data):
                found |= self.net.caught(layer)
            for label in found:
                self._note(item, label, tally)

    def _note(self, item: Item, label: str, tally: Tally) -> None:
        if self.allow_list.permits(item.place, label):
            tally.allowed[label] += 1
            return
        tally.leaks[label] += 1
        if len(tally.where) < SHOWN and item.where not in tally.where:
            tally.where.append(item.where)

    @property
    def leaks(self) -> dict[str, Tally]:
        return {place: tally for place, tally in self.tallies.items() if tally.leaks}

    def found_in(self, place: str) -> set[str]:
        return self.tallies[place].found if place in self.tallies else set()
