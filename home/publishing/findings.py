"""What the machine finds in all that a reader would see of one page or disclosure, grouped by the same words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Model

from home.publishing.leaves import Leaf
from home.publishing.places import leaves
from portal.privacy import kinds, marks, official
from portal.privacy.lookup import normalize_phone
from portal.privacy.registry_rules import active_rules

AROUND = 18  # characters of context on either side
BETWEEN = "\n\n"  # leaves: digits of two fields are no number, while a line's end inside a text may hide one
MOBILE_DIGITS = 11


@dataclass(frozen=True)
class Spot:
    """One place of the words: ``start`` and ``end`` are positions in the leaf's text."""

    leaf: Leaf
    start: int
    end: int
    mask: str
    reason: str

    @property
    def before(self) -> str:
        return self.leaf.text[max(0, self.start - AROUND) : self.start].replace("\t", " ").rpartition("\n")[2]

    @property
    def words(self) -> str:
        return self.leaf.text[self.start : self.end]

    @property
    def after(self) -> str:
        return self.leaf.text[self.end : self.end + AROUND].replace("\t", " ").partition("\n")[0]

    @property
    def can_be_masked(self) -> bool:
        return self.leaf.write is not None


@dataclass
class Found:
    """The same words of the same kind, wherever they stand."""

    kind: str
    words: str
    spots: list[Spot] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.words

    @property
    def label(self) -> str:
        return kinds.label(self.kind)

    @property
    def mask(self) -> str:
        return self.spots[0].mask

    @property
    def reason(self) -> str:
        return self.spots[0].reason

    @property
    def can_be_masked(self) -> bool:
        return any(spot.can_be_masked for spot in self.spots)


def findings(subject: Model) -> list[Found]:
    """All findings in ``subject`` as it is in memory, in reading order. Reads official phones and rules; raises
    ``marks.TextTooLong`` for a single text that no detector takes."""
    read = leaves(subject)
    return find(read, [*official.phones(), *office_phones(read)], active_rules())


def office_phones(read: Iterable[Leaf]) -> Iterator[str]:
    """Landlines in fields that are made for the phone of an office; a mobile is a person's until somebody decides."""
    for leaf in read:
        digits = normalize_phone(leaf.text) if leaf.is_office_phone else ""
        if digits and not (len(digits) == MOBILE_DIGITS and digits.startswith("1")):
            yield digits


def find(read: Sequence[Leaf], phones: Collection[str], rules: Collection[marks.Rule]) -> list[Found]:
    """Findings of ``read`` as one text, so that a name said once is known everywhere and a heading explains a table."""
    groups: dict[tuple[str, str], Found] = {}
    for part in _parts(read):
        text = BETWEEN.join(leaf.text for leaf in part)
        for span in marks.find(text, official_phones=phones, rules=rules):
            found = groups.setdefault((span.kind, span.text), Found(span.kind, span.text))
            found.spots += _spots(part, span)
    return list(groups.values())


def _parts(read: Iterable[Leaf]) -> Iterator[list[Leaf]]:
    """Leaves in batches that the detectors take at once."""
    batch: list[Leaf] = []
    size = 0
    for leaf in read:
        if batch and size + len(leaf.text) >= marks.LONGEST:
            yield batch
            batch, size = [], 0
        batch.append(leaf)
        size += len(leaf.text) + len(BETWEEN)
    if batch:
        yield batch


def _spots(read: Iterable[Leaf], span: marks.Span) -> Iterator[Spot]:
    """The span in each leaf that it touches."""
    offset = 0
    for leaf in read:
        start, end = max(span.start - offset, 0), min(span.end - offset, len(leaf.text))
        if start < end:
            yield Spot(leaf, start, end, span.mask if span.start >= offset else "", span.reason)
        offset += len(leaf.text) + len(BETWEEN)
