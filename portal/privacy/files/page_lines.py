"""Lines of a page as they are seen, rebuilt from where its letters stand: programs write them in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

Box = tuple[float, float, float, float]
Placed = tuple[float, float, float, float, tuple[int, int]]  # a box and the range of text in it
Letter = tuple[float, float, float, float, int]  # a box and which letter of the text it is
TOUCH, BLANK, FAR = 0.35, 1.0, 2.2  # of the height of a letter: the gap in a word, between words, between boxed digits
SAME = 0.6  # of the width: a letter drawn twice, so that it looks bold
APART = -1  # in place of a letter: what is put between two of them
T = TypeVar("T", Placed, Letter)
Rebuilt = list[tuple[str, int]]  # each sign with the letter it is


# A box as it lies when the page is held so that letters turned by 0, 1, 2 or 3 quarters clockwise stand upright.
TURNS: tuple[Callable[[Box], Box], ...] = (
    lambda box: box,
    lambda box: (box[1], -box[2], box[3], -box[0]),
    lambda box: (-box[2], -box[3], -box[0], -box[1]),
    lambda box: (-box[3], box[0], -box[1], box[2]),
)


def reading(ends: Iterable[Sequence[Box]]) -> Callable[[Box], Box]:
    """Turns boxes so that the page's text, whose words begin and end in these boxes, runs to the right."""
    steps = [(last[0] - first[0], last[1] - first[1]) for first, last in ends]
    across, down = (sum(side) for side in zip(*steps, strict=True)) if steps else (0.0, 0.0)
    if abs(across) >= abs(down):
        return TURNS[0 if across >= 0 else 2]
    return TURNS[1 if down > 0 else 3]


def around(first: Box, last: Box) -> Box:
    return first[0], min(first[1], last[1]), last[2], max(first[3], last[3])


def lines_of(placed: Iterable[T]) -> Iterator[list[T]]:
    """What has its middle at one height, from left to right; line by line from the top."""
    line: list[T] = []
    for one in sorted(placed, key=lambda one: one[1] + one[3]):
        if line and (one[1] + one[3]) / 2 > line[0][3]:
            yield sorted(line)
            line = []
        line.append(one)
    yield sorted(line)


def torn(text: str, letters: Iterable[Letter]) -> Rebuilt:
    """The lines whose letters stand apart in ``text`` though they touch on the page, each behind a line break."""
    found: Rebuilt = []
    for line in lines_of(letters):
        said = _said(text, list(_once(text, line)))
        touching = [(one[1], other[1]) for one, other in pairwise(said)]
        if any(APART not in pair and not _are_neighbours(text, *pair) for pair in touching):
            found += [("\n", APART), *said]
    return found


def _once(text: str, line: Iterable[Letter]) -> Iterator[Letter]:
    before: Letter | None = None
    for one in line:
        same = before is not None and text[before[4]] == text[one[4]]
        if not same or before is None or before[2] - one[0] < SAME * (one[2] - one[0]):
            yield one
        before = one


def _said(text: str, line: list[Letter]) -> Rebuilt:
    said: Rebuilt = []
    for place, one in enumerate(line):
        between = _between(text, line, place) if place else ""
        said += [*((sign, APART) for sign in between), (text[one[4]], one[4])]
    return said


def _between(text: str, line: list[Letter], place: int) -> str:
    """What stands between the letter at this place and the one before: nothing in words, and in rows of boxes with a
    digit in each."""
    gap = _gap(line, place)
    if gap < TOUCH or (gap < FAR and _is_lone(text, line, place) and _is_lone(text, line, place - 1)):
        return ""
    return " " if gap < BLANK else " | "


def _is_lone(text: str, line: list[Letter], place: int) -> bool:
    """A digit that touches none."""
    beside = [_gap(line, other) for other in (place, place + 1) if 0 < other < len(line)]
    return text[line[place][4]].isdigit() and all(gap >= TOUCH for gap in beside)


def _gap(line: list[Letter], place: int) -> float:
    """From the end of the letter before to the beginning of this one, in heights of it."""
    one, before = line[place], line[place - 1]
    return (one[0] - before[2]) / max(one[3] - one[1], 0.1)


def _are_neighbours(text: str, one: int, other: int) -> bool:
    first, last = min(one, other), max(one, other)
    return last - first < 20 and not text[first + 1 : last].strip()
