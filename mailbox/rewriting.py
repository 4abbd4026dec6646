"""An edited public text carried back to the draft: marks stay where the edit left their mask alone. Saves nothing.

A person edits what a reader would see. The draft behind it still holds the hidden words, so that the gate can show them
and the last look can say whether they survive elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from mailbox.marking import Region, rendered
from mailbox.models import Mark

LONGEST_COMPARED = 4_000  # characters that differ on each side; beyond it the middle counts as written anew


@dataclass(frozen=True)
class Carried:
    """The new working text, and which old mark lies where in it."""

    text: str
    places: list[tuple[Mark, int, int]]


def carry(text: str, marks: Collection[Mark], edited: str) -> Carried:
    """``text`` with ``marks`` was shown rendered; ``edited`` is what a person made of that."""
    shown, regions = rendered(text, marks)
    lead = len(shown) - len(shown.lstrip())  # what the page did not show
    blocks = list(_unchanged(shown.strip(), edited))
    parts: list[str] = []
    places: list[tuple[Mark, int, int]] = []
    at = length = 0
    for region in regions:
        start = _moved(region, lead, blocks)
        if start is None or start < at:
            continue
        end = start + region.end - region.start
        words = text[region.mark.start : region.mark.end]
        length += start - at
        parts += [edited[at:start], words]
        places.append((region.mark, length, length + len(words)))
        at, length = end, length + len(words)
    return Carried("".join([*parts, edited[at:]]), places)


def _moved(region: Region, lead: int, blocks: list[tuple[int, int, int]]) -> int | None:
    """Where the region begins in the edited text; None when the edit touched it."""
    start, end = region.start - lead, region.end - lead
    for before, after, size in blocks:
        if before <= start and end <= before + size:
            return after + start - before
    return None


def _unchanged(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    """(place in ``old``, place in ``new``, length) of stretches that are the same, left to right."""
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] != new[i]), most)
    tail = next((i for i in range(most - head) if old[-1 - i] != new[-1 - i]), most - head)
    yield 0, 0, head
    middle = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(map(len, middle)) <= LONGEST_COMPARED:
        matcher = SequenceMatcher(None, *middle, autojunk=False)
        yield from ((head + a, head + b, size) for a, b, size in matcher.get_matching_blocks() if size)
    yield len(old) - tail, len(new) - tail, tail
