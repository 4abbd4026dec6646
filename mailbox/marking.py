"""Marks on a text that is to become public: what the machine finds, what a person decides, what a reader would see.

No function here saves anything; ``publishing`` does, under the letter's lock. The kinds and what becomes of each are
those of the de-identification rules (个人信息保护法 25、28; 政府信息公开条例 15).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from mailbox import generalising
from mailbox.enums import Decision
from mailbox.generalising import Facts, Place
from mailbox.models import Mark, PublicDraft
from portal.privacy import kinds
from portal.privacy import marks as detector
from portal.privacy.lookup import normalize_phone
from portal.privacy.registry_rules import active_rules
from portal.privacy.replacements import WORDS as USUAL
from portal.privacy.spans import Kind

FIELDS = ("title", "question", "answer", "brief")
FIELD_LABELS = {"title": "标题", "question": "来信", "answer": "答复", "brief": "简单说"}
MOBILE = re.compile(r"1[3-9]\d{9}")


@dataclass(frozen=True)
class Case:
    """What is known besides the text: people of the case, numbers of offices as bare digits, names of schools."""

    names: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Piece:
    """A stretch of a text under the gate: plain (``mark`` is None) or one mark."""

    text: str
    mark: Mark | None = None

    @property
    def kind(self) -> str:
        return kinds.label(self.mark.kind) if self.mark else ""


def is_office_line(kind: str, field: str, words: str) -> bool:
    """A landline or hotline in an official reply, which a batch of past letters lets stay."""
    return kind == Kind.PHONE and field == "answer" and MOBILE.search(normalize_phone(words)) is None


def text_of(draft: PublicDraft, field: str) -> str:
    """The working text of one field. Raises KeyError for a field that is none."""
    return {"title": draft.title, "question": draft.question, "answer": draft.answer, "brief": draft.brief}[field]


def find_marks(draft: PublicDraft, case: Case, fields: Iterable[str] = FIELDS) -> list[Mark]:
    """Open marks for everything there is to decide in ``fields``, each with its usual mask; none overlaps; not saved.

    What the detector finds (the administrator's rules count), and what only together gives a child away.
    """
    fields = tuple(fields)
    spans = {field: spans_of(text_of(draft, field), case) for field in fields}
    names = {span.text for each in spans.values() for span in each if span.kind == Kind.PERSON}
    places = {field: list(_places(text_of(draft, field), spans[field], names)) for field in fields}
    facts = facts_of_draft(draft, case, [place for each in places.values() for place, _why in each])
    return without_overlaps(
        _mark(draft, field, place, reason, facts)
        for field in fields
        for place, reason in [*places[field], *generalising.further(text_of(draft, field), facts)]
    )


def _places(text: str, spans: list[detector.Span], names: Collection[str]) -> Iterator[tuple[Place, str]]:
    for span in _joined(spans, names):
        yield Place(text, span.start, span.end, span.kind.value, span.mask), span.reason


def _joined(spans: list[detector.Span], whole: Collection[str]) -> Iterator[detector.Span]:
    """Two halves of a name that stands whole elsewhere (李雪|梅同学 beside 李雪梅) are one passage."""
    waiting: detector.Span | None = None
    for span in spans:
        if waiting is not None and waiting.end == span.start and waiting.text + span.text in whole:
            span = replace(span, start=waiting.start, text=waiting.text + span.text)  # noqa: PLW2901 - goes on as one
        elif waiting is not None:
            yield waiting
        waiting = span
    if waiting is not None:
        yield waiting


def spans_of(text: str, case: Case) -> list[detector.Span]:
    """What the detector finds in ``text``, without the numbers of offices."""
    found = detector.find(text, case.names, rules=active_rules())
    return [span for span in found if span.kind != "phone" or normalize_phone(span.text) not in case.phones]


def facts_of_draft(draft: PublicDraft, case: Case, places: Iterable[Place]) -> Facts:
    """What the draft as a whole says, for proposing masks."""
    texts = [text_of(draft, field) for field in FIELDS]
    return generalising.facts_of(texts, places, case.names, case.schools)


def _mark(draft: PublicDraft, field: str, place: Place, reason: str, facts: Facts) -> Mark:
    start, end = generalising.widened(place, facts)
    wide = replace(place, start=start, end=end)
    return Mark(
        draft=draft,
        field=field,
        start=start,
        end=end,
        kind=place.kind[:20],
        mask=generalising.proposals(wide, facts)[0][:60],
        reason=reason[:120],
    )


def place_of(mark: Mark) -> Place:
    """A mark as ``generalising`` takes it, with the detector's own words for its kind."""
    usual = USUAL.get(Kind(mark.kind), "") if mark.kind in set(Kind) else ""
    return Place(text_of(mark.draft, mark.field), mark.start, mark.end, mark.kind, usual)


def words_of(mark: Mark) -> str:
    return text_of(mark.draft, mark.field)[mark.start : mark.end]


def without_overlaps(marks: Iterable[Mark]) -> list[Mark]:
    """Of marks that share characters only the longest: each one must be a button of its own at the gate."""
    chosen: list[Mark] = []
    for mark in sorted(marks, key=lambda each: each.start - each.end):
        if all(mark.field != other.field or mark.end <= other.start or mark.start >= other.end for other in chosen):
            chosen.append(mark)
    return sorted(chosen, key=lambda each: (each.field, each.start))


def beside(new: Iterable[Mark], present: Collection[Mark]) -> list[Mark]:
    """Those of ``new`` that touch none of ``present``."""
    return [
        mark
        for mark in new
        if all(mark.field != other.field or mark.end <= other.start or mark.start >= other.end for other in present)
    ]


def keep_decisions(new: Iterable[Mark], old: Iterable[tuple[str, Mark]]) -> list[Mark]:
    """Carry over what a person already said may stay: ``old`` pairs a passage's words with its rejected mark."""
    kept = {(mark.kind, words): mark for words, mark in old}
    marks = []
    for mark in new:
        before = kept.get((mark.kind, words_of(mark)))
        if before is not None:
            mark.decision, mark.decided_by, mark.decided_at = Decision.REJECTED, before.decided_by, before.decided_at
        marks.append(mark)
    return marks


def occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Places of ``words`` in ``text``, left to right, none overlapping."""
    at = text.find(words)
    while words and at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + len(words))


@dataclass(frozen=True)
class Region:
    """Where a decided mark lies in the rendered text: its mask, or the words that were kept."""

    start: int
    end: int
    mark: Mark


def rendered(text: str, marks: Iterable[Mark]) -> tuple[str, list[Region]]:
    """What the public would read: each accepted passage gives way to its mask, everything else stays."""
    parts: list[str] = []
    regions: list[Region] = []
    at = length = 0
    for mark in sorted(marks, key=lambda each: each.start):
        if mark.decision == Decision.OPEN or mark.start < at:
            continue
        words = mark.mask if mark.decision == Decision.ACCEPTED else text[mark.start : mark.end]
        length += mark.start - at
        regions.append(Region(length, length + len(words), mark))
        parts += [text[at : mark.start], words]
        at, length = mark.end, length + len(words)
    return "".join([*parts, text[at:]]), regions


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The text cut at its marks, for the gate page."""
    parts, at = [], 0
    for mark in sorted(marks, key=lambda each: each.start):
        if mark.start < at:
            continue
        if mark.start > at:
            parts.append(Piece(text[at : mark.start]))
        parts.append(Piece(text[mark.start : mark.end], mark))
        at = mark.end
    return [*parts, Piece(text[at:])] if at < len(text) else parts


@dataclass(frozen=True)
class PublicTexts:
    """The texts of a public answer as they would be, or are, released."""

    title: str
    question: str
    answer: str
    brief: str = ""


def public_texts(draft: PublicDraft, marks: Collection[Mark]) -> PublicTexts:
    """The draft with all accepted marks applied."""
    title, question, answer, brief = (
        rendered(text_of(draft, field), [mark for mark in marks if mark.field == field])[0].strip() for field in FIELDS
    )
    return PublicTexts(title, question, answer, brief)
