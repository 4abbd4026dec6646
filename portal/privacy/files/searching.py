"""Personal data in the texts of a file, with the place where it stands. Pure: nothing here opens a file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from portal.privacy import marks
from portal.privacy.files import side_by_side
from portal.privacy.files.layers import TAKEN_AT, Layer, Part
from portal.privacy.spans import Kind, Span

PIECE = 3000  # characters that are searched in one go, whole lines: the detectors' time grows faster than the text
WINDOW = 20_000  # of a single longer text
HEADINGS = 2000  # characters; a longer first line holds no headings
OVERLAP = 200  # longer than anything that is looked for
DONE = re.compile(r"某|已隐去")
NAME_LENGTH = 2


class Said(Protocol):
    """What was found, wherever it stands: a span of the detectors, a number of several cells."""

    @property
    def kind(self) -> Kind: ...
    @property
    def text(self) -> str: ...
    @property
    def mask(self) -> str: ...
    @property
    def reason(self) -> str: ...


class _Said(NamedTuple):
    kind: Kind
    text: str
    mask: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """``place`` is what a person would look for; ``shown`` is False for what the file's reader does not see."""

    place: str
    kind: Kind
    text: str
    mask: str
    reason: str
    shown: bool
    layer: int
    parts: tuple[Part, ...]

    def holds(self, other: Found) -> bool:
        """Whether ``other``, which stands in one unit, is a part of this one."""
        theirs, *others = other.parts
        within = (one.unit == theirs.unit and one.start <= theirs.start and theirs.end <= one.end for one in self.parts)
        return self.layer == other.layer and not others and any(within)

    def as_json(self) -> list[Any]:
        """Without place and shown, which the layer tells whoever reads it."""
        parts = [[part.unit, part.start, part.end] for part in self.parts]
        return [self.kind, self.text, self.mask, self.reason, self.layer, parts]

    @classmethod
    def from_json(cls, data: list[Any], layers: Sequence[Layer]) -> Found:
        kind, text, mask, reason, number, parts = data
        return cls.at(layers, number, _Said(Kind(kind), text, mask, reason), *(Part(*part) for part in parts))

    @classmethod
    def at(cls, layers: Sequence[Layer], number: int, said: Said, *parts: Part) -> Found:
        """``said`` in these parts of the layer of this number."""
        layer = layers[number]
        return cls(layer.place(parts), said.kind, said.text, said.mask, said.reason, layer.shown, number, parts)


@dataclass(frozen=True, slots=True)
class People:
    """What is known besides the file: names of the case, phones that are official, texts that a person let stand, the
    administrator's rules."""

    known_names: frozenset[str] = frozenset()
    official_phones: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    rules: tuple[marks.Rule, ...] = ()

    def as_json(self) -> dict[str, Any]:
        sets = {name: sorted(getattr(self, name)) for name in ("known_names", "official_phones", "keep")}
        return {**sets, "rules": [[rule.words, rule.kind, rule.reason] for rule in self.rules]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> People:
        rules = tuple(marks.Rule(words, Kind(kind) if kind else None, reason) for words, kind, reason in data["rules"])
        sets = {name: frozenset(data[name]) for name in ("known_names", "official_phones", "keep")}
        return cls(rules=rules, **sets)


def found_in(layers: Sequence[Layer], people: People) -> list[Found]:
    """Marks on all layers; a name said in one of them is known in the others, a number in two cells is one number."""
    said: dict[Found, None] = {}  # windows overlap: what lies in both is found twice
    cut: dict[Found, None] = {}
    for piece, spans in _searched(layers, people):
        for span in spans:
            if parts := tuple(piece.parts(span)):  # none: the span lies in the repeated headings
                (cut if piece.cuts(span) else said)[Found.at(layers, piece.number, span, *parts)] = None
    halves = (each for each in cut if not any(whole.holds(each) for whole in said))
    joined = list(_joined(layers, people))
    of_cells = {(one.layer, part.unit): one for one in joined for part in one.parts}
    alone = (each for each in (*said, *halves) if not _is_part(each, of_cells))
    return [*alone, *joined, *_taken_at(layers)]


def _is_part(found: Found, of_cells: Mapping[tuple[int, int], Found]) -> bool:
    """Whether it is one cell of what stands in several: 静 of 许文静."""
    whole = of_cells.get((found.layer, found.parts[0].unit))
    return whole is not None and whole.holds(found)


def _searched(layers: Sequence[Layer], people: People) -> Iterator[tuple[_Piece, list[Span]]]:
    pieces = [_Piece(number, layer, lines) for number, layer in enumerate(layers) for lines in _lines(layer)]
    first = _Search(people, people.known_names)
    spans = [first.spans(piece.text) for piece in pieces]
    names = {span.text for each in spans for span in each if span.kind is Kind.PERSON}
    names = {name for name in names if len(name) > NAME_LENGTH} - people.known_names
    again = _Search(people, people.known_names | names)
    for piece, found in zip(pieces, spans, strict=True):
        yield piece, again.spans(piece.text) if _says_more(piece.text, found, names) else found


def _says_more(text: str, spans: list[Span], names: Collection[str]) -> bool:
    """Whether one of the names stands in the text more often than it is marked there."""
    for name in names:
        count = text.count(name)
        if count and count > sum(span.text.count(name) for span in spans):
            return True
    return False


class _Search:
    """Marks with the same knowledge on many texts; one that comes twice is searched once."""

    def __init__(self, people: People, names: Collection[str]) -> None:
        self._people = people
        self._names = names
        self._known: dict[str, list[Span]] = {}

    def spans(self, text: str) -> list[Span]:
        if text not in self._known:
            about = self._people
            spans = marks.find(text, known_names=self._names, official_phones=about.official_phones, rules=about.rules)
            self._known[text] = [span for span in spans if span.text not in about.keep and not is_masked(span.text)]
        return self._known[text]


def _joined(layers: Sequence[Layer], people: People) -> Iterator[Found]:
    for number, layer in enumerate(layers):
        for one in side_by_side.numbers(layer, people.official_phones):
            if one.text not in people.keep:
                yield Found.at(layers, number, one, *one.parts)


def _taken_at(layers: Sequence[Layer]) -> Iterator[Found]:
    """Where a photograph was taken is an address, whatever its digits look like."""
    for number, layer in enumerate(layers):
        for index, unit in enumerate(layer.units):
            if unit.place.endswith(TAKEN_AT):
                said = _Said(Kind.ADDRESS, unit.text, "", "照片里记着拍摄地点")
                yield Found.at(layers, number, said, Part(index, 0, len(unit.text)))


def is_masked(text: str) -> bool:
    """True for what a mask left: 王**, 138****1234, 某老师, stars alone; not a whole number with stars beside it."""
    rest = text.replace("*", "")
    return not rest.strip() or bool(DONE.search(text)) or ("**" in text and len(rest) <= 8)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Units ``first`` to ``last`` (not included); of a single long one, only the window from ``offset`` on."""

    first: int
    last: int
    offset: int = 0


def _lines(layer: Layer) -> Iterator[_Lines]:
    """Ranges of units that fill whole lines and about ``PIECE`` characters; windows of units longer than that."""
    start = length = 0
    for index, unit in enumerate(layer.units):
        if len(unit.text) > WINDOW:
            if start < index:
                yield _Lines(start, index)
            yield from (_Lines(index, index + 1, offset) for offset in range(0, len(unit.text), WINDOW - OVERLAP))
            start, length = index + 1, 0
            continue
        length += len(unit.text) + 1
        if (unit.end == "\n" and length >= PIECE) or length >= WINDOW:
            yield _Lines(start, index + 1)
            start, length = index + 1, 0
    if start < len(layer.units):
        yield _Lines(start, len(layer.units))


class _Piece:
    """Some lines of a layer as one text; of a table, its headings stand before them."""

    def __init__(self, number: int, layer: Layer, lines: _Lines) -> None:
        self.number, self._layer, self._first = number, layer, lines.first
        units = layer.units[lines.first : lines.last]
        heading = _heading(layer) if layer.table and lines.first else ""
        self._starts: list[int] = []
        position = len(heading) - lines.offset
        for unit in units:
            self._starts.append(position)
            position += len(unit.text) + len(unit.end)
        said = "".join(unit.text + unit.end for unit in units)
        self._begins, self._ends = lines.offset == 0, True
        if len(units) == 1:
            self._ends = len(said) <= lines.offset + WINDOW
            said = said[lines.offset : lines.offset + WINDOW]
        self.text = heading + said

    def cuts(self, span: Span) -> bool:
        """Whether the window may show a part of it only; a neighbouring window shows it whole."""
        return (span.start == 0 and not self._begins) or (span.end == len(self.text) and not self._ends)

    def parts(self, span: Span) -> Iterator[Part]:
        """Where the span stands in the layer."""
        index = max(bisect_right(self._starts, span.start) - 1, 0)
        while index < len(self._starts) and self._starts[index] < span.end:
            begin, text = self._starts[index], self._layer.units[self._first + index].text
            start, end = max(span.start - begin, 0), min(span.end - begin, len(text))
            if start < end:
                yield Part(self._first + index, start, end)
            index += 1


def _heading(layer: Layer) -> str:
    ends = (index for index, unit in enumerate(layer.units, start=1) if unit.end == "\n")
    said = "".join(unit.text + unit.end for unit in layer.units[: next(ends, 0)])
    return said if len(said) <= HEADINGS else ""
