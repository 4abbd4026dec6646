"""What is still in the final text of a public copy and nobody decided may stay. Saves nothing.

Two looks. The text as it would go out is searched once more, as if nobody had; each finding needs a person's decision
of the same kind on the same words. And the words that were hidden in one place must stand in no other, in no disguise,
nor the given name of a hidden full name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from mailbox import generalising, marking
from mailbox.enums import Decision
from mailbox.marking import FIELD_LABELS, FIELDS, Case, Region
from mailbox.models import Mark, PublicDraft
from portal.privacy import kinds
from portal.privacy.folding import CHINESE_TABLE, fold
from portal.privacy.lexicon import words as word_list
from portal.privacy.spans import Kind

SHORTEST_NUMBER = 4
PLACEHOLDER = re.compile(r"某[某一-鿿]{0,5}")
TITLED = re.compile(r"[一-鿿]{2}")
SPACE_IN_NAMES = re.compile(r"[\s·•・]")
NOT_OF_NUMBERS = re.compile(r"[\W_]")
HOME_NAME = re.compile(r"^[一-鿿]{3,}?(?=[\d一二三四五六七八九十A-Za-z])")
SHOWN = 3  # leftovers named in one sentence


@dataclass(frozen=True)
class Leftover:
    """``words`` in ``field``; ``start``/``end`` count characters of the draft, None where they stand in a mask."""

    field: str
    words: str
    kind: str
    why: str
    start: int | None = None
    end: int | None = None
    masks: tuple[int, ...] = ()  # ids of the marks whose masks have a part in it

    @property
    def label(self) -> str:
        return kinds.label(self.kind)

    @property
    def place(self) -> str:
        return FIELD_LABELS[self.field]

    @property
    def in_mask(self) -> bool:
        return self.start is None

    def __str__(self) -> str:
        return f"{self.place}里的“{self.words}”（{self.label}）"


@dataclass(frozen=True)
class Final:
    """One field as it would go out, with a way back to the draft."""

    field: str
    text: str
    regions: list[Region]

    @cached_property
    def as_words(self) -> tuple[str, list[int]]:
        """The text squeezed as names are, and where each character stands in ``text``."""
        return _view(self.text, "")

    @cached_property
    def as_numbers(self) -> tuple[str, list[int]]:
        """The text squeezed as numbers are."""
        return _view(self.text, Kind.PHONE)

    def places(self, wanted: str, kind: str) -> Iterator[tuple[int, int]]:
        """Places of squeezed words, read without disguise."""
        view, origin = self.as_numbers if kind in kinds.STRUCTURED else self.as_words
        start = view.find(wanted)
        while start >= 0:
            yield origin[start], origin[start + len(wanted) - 1] + 1
            start = view.find(wanted, start + len(wanted))

    def inside(self, start: int, end: int) -> Mark | None:
        """The decided mark that ``start:end`` lies wholly within."""
        return next((each.mark for each in self.regions if each.start <= start and end <= each.end), None)

    def leftover(self, start: int, end: int, kind: str, why: str) -> Leftover:
        place = (self._back(start), self._back(end - 1))
        masks = [each.mark.pk for each in self.regions if each.start < end and start < each.end]
        if place[0] is None or place[1] is None or place[1] + 1 - place[0] != end - start:
            return Leftover(self.field, self.text[start:end], kind, why, masks=tuple(masks))
        return Leftover(self.field, self.text[start:end], kind, why, place[0], place[1] + 1)

    def _back(self, position: int) -> int | None:
        """Position in the draft of a character that no mask has written."""
        shift = 0
        for region in self.regions:
            if position < region.start:
                break
            if position < region.end:
                accepted = region.mark.decision == Decision.ACCEPTED
                return None if accepted else position + shift
            shift += (region.mark.end - region.mark.start) - (region.end - region.start)
        return position + shift


def _view(text: str, kind: str) -> tuple[str, list[int]]:
    chars: list[str] = []
    origin: list[int] = []
    folded = fold(text)
    for char, at in zip(folded.text, folded.origin, strict=True):
        plain = squeezed(char, kind)
        chars.append(plain)
        origin += [at] * len(plain)
    return "".join(chars), origin


def finals(draft: PublicDraft, marks: Collection[Mark]) -> list[Final]:
    return [
        Final(field, *marking.rendered(marking.text_of(draft, field), [mark for mark in marks if mark.field == field]))
        for field in FIELDS
    ]


def find(draft: PublicDraft, marks: Collection[Mark], case: Case, hidden: Collection[Mark] = ()) -> list[Leftover]:
    """Everything left over, each words in each field once. ``hidden``: accepted marks of other copies of the case."""
    texts = finals(draft, marks)
    found = [*_survivors(texts, [*marks, *hidden]), *_findings(draft, texts, marks, case)]
    return list({(each.field, squeezed(each.words, each.kind)): each for each in reversed(found)}.values())[::-1]


def survivors(draft: PublicDraft, marks: Collection[Mark]) -> list[Leftover]:
    """The quick half of ``find``, for each view of the page."""
    return list(_survivors(finals(draft, marks), marks))


def sentence(found: Collection[Leftover]) -> str:
    """Names place and words: 答复里的“雪梅”（姓名）…"""
    named = "、".join(str(each) for each in list(found)[:SHOWN])
    more = f"等{len(found)}处" if len(found) > SHOWN else ""
    return f"定稿里还有{named}{more}，没有人确认过可以保留。请先选“遮去”或“保留”，再往下走。"


def squeezed(words: str, kind: str) -> str:
    """The words without disguise: folded, without blanks; numbers without any sign between, in plain digits."""
    plain = fold(words).text
    if kind in kinds.STRUCTURED:
        return NOT_OF_NUMBERS.sub("", plain.translate(CHINESE_TABLE)).casefold()
    return SPACE_IN_NAMES.sub("", plain)


def _findings(draft: PublicDraft, texts: list[Final], marks: Collection[Mark], case: Case) -> Iterator[Leftover]:
    rejected = [mark for mark in marks if mark.decision == Decision.REJECTED]
    kept = {(mark.kind, squeezed(marking.words_of(mark), mark.kind)) for mark in rejected}
    places = [marking.place_of(mark) for mark in marks]
    facts = marking.facts_of_draft(draft, case, places)
    for final in texts:
        found = []
        for span in marking.spans_of(final.text, case):
            mark = final.inside(span.start, span.end)
            if PLACEHOLDER.fullmatch(span.text) or (span.kind, squeezed(span.text, span.kind)) in kept:
                continue
            if mark is not None and mark.kind == span.kind and _was_chosen(mark, facts):
                continue
            found.append(final.leftover(span.start, span.end, span.kind, span.reason))
        yield from _not_made_by_masks(marking.text_of(draft, final.field), found, case)


def _not_made_by_masks(text: str, found: list[Leftover], case: Case) -> list[Leftover]:
    """Without what only a mask beside it makes look like a find: 主任|某老师 is no surname before 某.

    The same place must be found in the draft's own ``text`` too; what a mask is part of stays in any case.
    """
    if all(each.start is None for each in found):
        return found
    spans = marking.spans_of(text, case)
    return [
        each
        for each in found
        if each.start is None or each.end is None or any(s.start < each.end and each.start < s.end for s in spans)
    ]


def _was_chosen(mark: Mark, facts: generalising.Facts) -> bool:
    """Words that a person kept, or a mask that was proposed and taken: both are decisions. Own words are looked at."""
    return mark.decision == Decision.REJECTED or mark.mask in generalising.proposals(marking.place_of(mark), facts)


@dataclass(frozen=True)
class Needle:
    """Words to look for; ``whole`` is what was hidden."""

    words: str
    kind: str
    whole: str

    @property
    def why(self) -> str:
        if self.words == self.whole:
            return "别处已经遮去，这里还在"
        return f"别处遮去了“{self.whole}”，这里还能看出来"


def _survivors(texts: list[Final], marks: Collection[Mark]) -> Iterator[Leftover]:
    needles = {each for mark in marks if mark.decision == Decision.ACCEPTED for each in _needles(mark)}
    kept = {squeezed(marking.words_of(mark), mark.kind) for mark in marks if mark.decision == Decision.REJECTED}
    for final in texts:
        taken: set[int] = set()
        for needle in sorted(needles, key=lambda each: (-len(each.words), each.words)):
            wanted = squeezed(needle.words, needle.kind)
            if wanted in kept and needle.words != needle.whole:
                continue
            for start, end in final.places(wanted, needle.kind):
                mark = final.inside(start, end)
                if start in taken or (mark is not None and mark.decision == Decision.REJECTED):
                    continue
                taken.update(range(start, end))
                yield final.leftover(start, end, needle.kind, needle.why)


def _needles(mark: Mark) -> Iterator[Needle]:
    """What must not survive of an accepted mark: its words, and the parts that say as much."""
    words, kind = marking.words_of(mark), mark.kind
    after = marking.place_of(mark).after
    plain = squeezed(words, kind)
    if len(plain) == 1 and kind == Kind.PERSON and (title := TITLED.match(after)):
        yield Needle(words + title.group(), kind, words + title.group())
    parts = {words}
    if kind == Kind.PERSON:
        parts.add(given_name(plain))
    elif kind == Kind.ADDRESS:
        parts |= {home.group() for home in [HOME_NAME.match(words)] if home and home.group()[-1] not in "道镇乡区市县"}
    elif kind == Kind.CLASS_OF_CHILD:
        parts.add(words.removeprefix(generalising.school_name(marking.place_of(mark))).lstrip("的 ，,"))
    least = SHORTEST_NUMBER if kind in kinds.STRUCTURED else 2
    for part in parts:
        if len(squeezed(part, kind)) >= least:
            yield Needle(part, kind, words)


def given_name(name: str) -> str:
    """雪梅 of 李雪梅 and 欧阳雪梅; "" where it has but one character or there is none."""
    surname = 2 if name[:2] in word_list("compound_surnames") else 1
    given = name[surname:]
    return given if len(given) >= 2 and len(name) <= 4 else ""
