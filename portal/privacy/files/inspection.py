"""Personal data in a file, with the place where it stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.privacy import marks
from portal.privacy.files import sandbox
from portal.privacy.files.kinds import FileKind, kind_of
from portal.privacy.files.layers import TAKEN_AT, Contents, Layer
from portal.privacy.spans import Kind, Span

PIECE = 3000  # characters that are searched in one go, whole lines: the detectors' time grows faster than the text
WINDOW = 20_000  # of a single longer text
HEADINGS = 2000  # characters; a longer first line holds no headings
OVERLAP = 200  # longer than anything that is looked for
DONE = re.compile(r"某|已隐去")
NAME_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Part:
    """A range of the text of one unit of a layer."""

    unit: int
    start: int
    end: int


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


@dataclass(frozen=True, slots=True)
class Inspection:
    """``unread``: sentences on what no machine has read and a person must look at."""

    kind: FileKind
    contents: Contents = field(repr=False)
    found: tuple[Found, ...]

    @property
    def unread(self) -> list[str]:
        return self.contents.unread

    @property
    def concealed(self) -> list[str]:
        """Places whose text the file's reader does not see, in the order of the file."""
        return list(dict.fromkeys(layer.units[0].place for layer in self.contents.layers if not layer.shown))


@dataclass(frozen=True, slots=True)
class People:
    """What is known besides the file: names of the case, phones that are official, texts that a person let stand, the
    administrator's rules."""

    known_names: frozenset[str] = frozenset()
    official_phones: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    rules: tuple[marks.Rule, ...] = ()


def inspect(path: Path, *, name: str = "", people: People | None = None) -> Inspection:
    """Raises FileRefused when the file cannot be read whole; ``name`` is what its owner calls it."""
    kind = kind_of(path, name=name)
    contents = sandbox.contents_of(path, kind)
    return Inspection(kind, contents, tuple(found_in(contents.layers, people or People())))


def found_in(layers: Sequence[Layer], people: People) -> list[Found]:
    """Marks on all layers; a name said in one of them is known in the others."""
    pieces = [_Piece(number, layer, lines) for number, layer in enumerate(layers) for lines in _lines(layer)]
    spans = {id(piece): _spans(piece, people.known_names, people) for piece in pieces}
    names = {span.text for each in spans.values() for span in each if span.kind is Kind.PERSON}
    names = {name for name in names if len(name) > NAME_LENGTH} - people.known_names
    for piece in pieces:
        if any(piece.text.count(name) > _marked(spans[id(piece)], name) for name in names):
            spans[id(piece)] = _spans(piece, people.known_names | names, people)
    said = [found for piece in pieces for span in spans[id(piece)] if (found := piece.found(span)) is not None]
    # Windows overlap, so that nothing is cut in two: what lies in both is found twice.
    return [*dict.fromkeys(said), *(found for number, layer in enumerate(layers) for found in _taken_at(number, layer))]


def _taken_at(number: int, layer: Layer) -> Iterator[Found]:
    """Where a photograph was taken is an address, whatever its digits look like."""
    for index, unit in enumerate(layer.units):
        if unit.place.endswith(TAKEN_AT):
            parts = (Part(index, 0, len(unit.text)),)
            reason = "照片里记着拍摄地点"
            yield Found(unit.place, Kind.ADDRESS, unit.text, "", reason, layer.shown, number, parts)


def _marked(spans: list[Span], name: str) -> int:
    return sum(span.text.count(name) for span in spans)


def _spans(piece: _Piece, names: Collection[str], people: People) -> list[Span]:
    spans = marks.find(piece.text, known_names=names, official_phones=people.official_phones, rules=people.rules)
    return [span for span in spans if span.text not in people.keep and not is_masked(span.text)]


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
        self._number, self._layer, self._first = number, layer, lines.first
        units = layer.units[lines.first : lines.last]
        heading = _heading(layer) if layer.table and lines.first else ""
        self._starts: list[int] = []
        position = len(heading) - lines.offset
        for unit in units:
            self._starts.append(position)
            position += len(unit.text) + len(unit.end)
        said = "".join(unit.text + unit.end for unit in units)
        if len(units) == 1:
            said = said[lines.offset : lines.offset + WINDOW]
        self.text = heading + said

    def found(self, span: Span) -> Found | None:
        """None when the span lies in the repeated headings."""
        parts = tuple(self._parts(span))
        if not parts:
            return None
        unit = self._layer.units[parts[0].unit]
        return Found(unit.place, span.kind, span.text, span.mask, span.reason, self._layer.shown, self._number, parts)

    def _parts(self, span: Span) -> Iterator[Part]:
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
