"""Marks on a text that is to become public: what the machine finds, what a person decides, what a reader would see.

No function here saves anything; ``publishing`` does, under the letter's lock. The kinds and what becomes of each are
those of the de-identification rules (个人信息保护法 25、28; 政府信息公开条例 15).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from mailbox.enums import Decision
from mailbox.models import Mark, PublicDraft
from portal.privacy import kinds
from portal.privacy import marks as detector
from portal.privacy.lookup import normalize_phone
from portal.privacy.registry_rules import active_rules

FIELDS = ("title", "question", "answer")
FIELD_LABELS = {"title": "标题", "question": "来信", "answer": "答复"}


@dataclass(frozen=True)
class Piece:
    """A stretch of a text under the gate: plain (``mark`` is None) or one mark."""

    text: str
    mark: Mark | None = None

    @property
    def kind(self) -> str:
        return kinds.label(self.mark.kind) if self.mark else ""


def text_of(draft: PublicDraft, field: str) -> str:
    """The working text of one field. Raises KeyError for a field that is none."""
    return {"title": draft.title, "question": draft.question, "answer": draft.answer}[field]


def find_marks(
    draft: PublicDraft,
    known_names: Collection[str],
    fields: Iterable[str] = FIELDS,
    official_phones: Collection[str] = (),
) -> list[Mark]:
    """Open marks for everything the detector finds in ``fields``; none overlaps another; not saved.

    ``official_phones``: numbers of offices as bare digits; these may stand in public. The administrator's rules count.
    """
    rules = active_rules()
    return without_overlaps(
        Mark(
            draft=draft,
            field=field,
            start=span.start,
            end=span.end,
            kind=span.kind[:20],
            mask=span.mask[:60],
            reason=span.reason[:120],
        )
        for field in fields
        for span in detector.find(text_of(draft, field), known_names, rules=rules)
        if not _is_official(span, official_phones)
    )


def _is_official(span: detector.Span, official_phones: Collection[str]) -> bool:
    return span.kind == "phone" and normalize_phone(span.text) in official_phones


def without_overlaps(marks: Iterable[Mark]) -> list[Mark]:
    """Of marks that share characters only the longest: each one must be a button of its own at the gate."""
    chosen: list[Mark] = []
    for mark in sorted(marks, key=lambda each: each.start - each.end):
        if all(mark.field != other.field or mark.end <= other.start or mark.start >= other.end for other in chosen):
            chosen.append(mark)
    return sorted(chosen, key=lambda each: (each.field, each.start))


def keep_decisions(new: Iterable[Mark], old: Iterable[tuple[str, Mark]]) -> list[Mark]:
    """Carry over what a person already said may stay: ``old`` pairs a passage's words with its rejected mark."""
    kept = {(mark.kind, words): mark for words, mark in old}
    marks = []
    for mark in new:
        before = kept.get((mark.kind, text_of(mark.draft, mark.field)[mark.start : mark.end]))
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


def render(text: str, marks: Iterable[Mark]) -> str:
    """What the public would read: each accepted passage gives way to its mask, everything else stays."""
    parts, at = [], 0
    for mark in sorted(marks, key=lambda each: each.start):
        if mark.decision != Decision.ACCEPTED or mark.start < at:
            continue
        parts += [text[at : mark.start], mark.mask]
        at = mark.end
    return "".join([*parts, text[at:]])


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
    title, question, answer = (
        render(text_of(draft, field), [mark for mark in marks if mark.field == field]) for field in FIELDS
    )
    return PublicTexts(title.strip(), question.strip(), answer.strip(), draft.brief.strip())


def left_over(
    texts: PublicTexts, known_names: Collection[str], kept: Collection[str], official_phones: Collection[str] = ()
) -> list[str]:
    """Kinds of identifiers still in the final texts that no person decided to keep (``kept``: their very words).

    Structured identifiers and the names known from the case; other names were the person's own decision.
    """
    found: list[str] = []
    rules = active_rules()
    for text in (texts.title, texts.question, texts.answer, texts.brief):
        for span in detector.find(text, known_names, rules=rules):
            certain = span.kind in kinds.STRUCTURED or any(name and name in span.text for name in known_names)
            allowed = span.text in kept or _is_official(span, official_phones)
            if certain and not allowed and span.kind not in found:
                found.append(span.kind)
    return found
