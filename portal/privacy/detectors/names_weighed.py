"""Names by weighing all evidence: every candidate gets one score, and names already found add to their neighbours'."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.privacy.detectors.name_candidates import bare_surnames, candidates, may_stand, without_famous
from portal.privacy.detectors.name_cuts import Words
from portal.privacy.detectors.name_evidence import bare_signs, score, signs
from portal.privacy.detectors.name_shapes import any_surname_end, occurrences
from portal.privacy.detectors.phones import OF_AN_OFFICE
from portal.privacy.detectors.tagger import Reading, Tagger, tagger
from portal.privacy.spans import Finding, Kind

LIKELY = -1.5  # logarithm of the odds; a person decides, so rather one mark too many
WORD_LIKELY = 0.4
OFFICE_MORE = 1.2
FUNCTION_LIKELY = 1.5  # of a preposition before a title: 对于老师
JOINED_LIKELY = 2.0
UNCALLED_LIKELY = 0.7  # of a word that nothing around calls somebody
CERTAIN = 2.0  # such a name is looked for elsewhere and speaks for its neighbours
DOUBTFUL = -2.0  # what a rule guesses and the evidence puts lower is dropped
# The model's shares below which a candidate is none: of whole words, and of what cuts words.
HARDLY_SEEN, UNSEEN = 1e-5, 1e-3
MOST = 3_000  # candidates of a text; a letter of 2,000 characters has 200, and only crafted texts have more
LONGER_LESS, LONGEST = 1.5, 4  # how much less a longer reading may weigh; its characters
UNKNOWN = -1e9
NEARLY = -1.0
HOPELESS = -6.0  # below this no neighbour helps
RULES_SURE = 0.8
JOINT = re.compile(r"、|以及|[和与跟及同]|[ ，,]")
CALLS = {
    "role",
    "named",
    "self",
    "told_of",
    "titled",
    "kin",
    "after_class",
    "after_stop",
    "data",
    "before_bracket",
    "beside",
}
TELLING = {
    *(
        "after_stop",
        "before_stop",
        "role",
        "named",
        "self",
        "titled",
        "kin",
        "says",
        "goes_on",
        "after_of",
        "before_of",
    ),
    *("before_comma", "after_comma", "after_quote", "joined", "hands", "cut_person", "place", "after_class"),
    *("model", "like", "given1", "no_surname", "left_adverb", "left_verb", "left_preposition", "right_verb"),
}
ELDER = re.compile(r"[姨姐嫂婶叔伯哥](?![姨姐嫂婶叔伯哥妹弟夫])")  # 廉姨 is what she is called, as a whole
Spans = set[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Candidate:
    start: int
    end: int
    signs: dict[str, float]


def weigh(sheet: Evidence | None, found: Iterable[Finding]) -> Iterator[Finding]:
    """Names that weigh enough beside those ``found`` already; nothing where the model is not installed."""
    named = {(each.start, each.end) for each in found if each.kind == Kind.PERSON and each.confidence >= RULES_SURE}
    if sheet is None:
        return
    for start, end, weight in weighed(sheet, named):
        last = end + (end == start + 1 and ELDER.match(sheet.text, end) is not None)
        yield Finding(start, last, Kind.PERSON, "几处线索合起来像姓名", 0.8 if weight >= CERTAIN else 0.7)


def credible(sheet: Evidence | None, guessed: list[Finding]) -> list[Finding]:
    """What rules guessed, without what the evidence speaks against (从小跟|爷爷); all without the model."""
    if sheet is None:
        return guessed
    guessed, rest = guessed[:MOST], guessed[MOST:]
    bare = set(bare_surnames(sheet.text))
    spans = [(each.start, each.end) for each in guessed]
    scores = [score((sheet.bare(span) if span in bare else sheet.of_spans([span])[0]).signs) for span in spans]
    return [each for each, weight in zip(guessed, scores, strict=True) if weight > DOUBTFUL] + rest


def weighed(sheet: Evidence, named: Spans) -> list[tuple[int, int, float]]:
    """The best candidates without overlap, with their scores, given the names that are found already."""
    first = [(each, score(each.signs)) for each in sheet.alone()]
    known = named | {(each.start, each.end) for each, weight in first if weight >= CERTAIN and not _is_famous(each)}
    company = Company(sheet.text, known)
    first += [(each, score(each.signs)) for each in sheet.of_spans(sorted(company.parts())[:MOST])]
    likely = [(each, weight) for each, weight in first if weight > HOPELESS and not _is_famous(each)]
    again = [(each, weight + score(dict(company.signs(each)))) for each, weight in likely]
    by_office = OF_AN_OFFICE.search(sheet.text) is not None
    enough = [(each, weight) for each, weight in _with_surnames(again) if weight > _least(each, by_office=by_office)]
    return _without_overlap((each.start, each.end, weight) for each, weight in enough)


def _least(candidate: Candidate, *, by_office: bool = False) -> float:
    """An office writes of towns, projects and duties, and names people with their titles."""
    return _least_of(candidate) + (OFFICE_MORE if by_office else 0)


def _least_of(candidate: Candidate) -> float:
    """Everyday words, and prepositions before a title (请向老师), have to be rather likelier: most are only words. So
    have what makes a word with what stands before it: 跟车老师, 值班主任."""
    of_a_word = candidate.signs.get("bare_joined_word") and not (
        candidate.signs.get("bare_role") or candidate.signs.get("bare_office")
    )
    if of_a_word and candidate.signs.get("bare_risky"):
        return JOINED_LIKELY
    if ("word_bias" in candidate.signs or candidate.signs.get("listed")) and not CALLS & candidate.signs.keys():
        return UNCALLED_LIKELY
    if candidate.signs.get("bare_function"):
        return FUNCTION_LIKELY
    return WORD_LIKELY if "word_bias" in candidate.signs else LIKELY


def _is_famous(candidate: Candidate) -> bool:
    """Of a famous name the words before must say that somebody here bears it: 我们班吕布."""
    return "famous" in candidate.signs and not {"role", "named", "self", "after_class"} & candidate.signs.keys()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A text as the model and the segmenter read it, and the signs of candidates in it."""

    text: str
    reading: Reading
    cut: Words

    @classmethod
    def of(cls, text: str, model: Tagger | None = None) -> Evidence | None:
        """None where the model is not installed. ``model``: instead of the one that comes with the code."""
        model = model or tagger()
        return None if model is None else cls(text, model.read(text), Words.of(text))

    def alone(self) -> list[Candidate]:
        """Every candidate that needs no other name to be one; what neither model nor segmenter see is left out."""
        spans = candidates(self.text, self.reading)
        shares = {span: max(self.reading.person(*span), self.reading.called(*span)) for span in spans}
        spans = [span for span, share in shares.items() if share > self._least(*span)]
        spans = sorted(spans, key=lambda span: -shares[span])[:MOST]
        return [*self.of_spans(spans), *map(self.bare, bare_surnames(self.text)[:MOST])]

    def _least(self, start: int, end: int) -> float:
        return HARDLY_SEEN if start in self.cut.bounds and end in self.cut.bounds else UNSEEN

    def bare(self, span: tuple[int, int]) -> Candidate:
        return Candidate(*span, bare_signs(self.text, *span, self.reading, self.cut))

    def of_spans(self, spans: Iterable[tuple[int, int]]) -> list[Candidate]:
        return [Candidate(*span, signs(self.text, *span, self.reading, self.cut)) for span in spans]


class Company:
    """What the names known so far say of a candidate: the same name, a part of it, a list, a family."""

    def __init__(self, text: str, known: Spans) -> None:
        self._text, self._known = text, known
        self._starts, self._ends = {start for start, _end in known}, {end for _start, end in known}
        self._names = Counter(text[start:end] for start, end in known)
        given = [(start, any_surname_end(text, start), end) for start, end in known]
        self._families = Counter(text[start:family] for start, family, end in given if family and family < end)
        self._given = Counter(text[family:end] for _start, family, end in given if family and family + 2 <= end)

    def parts(self) -> Spans:
        """Further places of the names that are known, and of their given names alone."""
        places = occurrences(self._text, {name for name in (*self._names, *self._given) if len(name) >= 2})
        inside = {(at, end) for start, end in self._known for at in range(start, end)}
        return set(without_famous(self._text, (p for p in places if p not in inside and may_stand(self._text, *p))))

    def signs(self, candidate: Candidate) -> Iterator[tuple[str, float]]:
        start, end = candidate.start, candidate.end
        own = (start, end) in self._known
        name = self._text[start:end]
        kind = "bare_" if "bare_bias" in candidate.signs else ""
        word = "word_" if "word_bias" in candidate.signs else "listed_" if candidate.signs.get("listed") else kind
        if self._names[name] > own:
            yield f"{word}known", 1
            if word in (
                "word_",
                "listed_",
            ):  # 谷雨 is a child here and the day of the calendar there: its own place decides
                yield from ((f"known+{sign}", value) for sign, value in candidate.signs.items() if sign in TELLING)
        if self._given[name]:
            yield f"{word}given_of_known", 1
        family = any_surname_end(self._text, start)
        if family and self._families[self._text[start:family]] > (own and family < end):
            yield f"{kind}family", 1
        if not kind and self._beside(start, end):
            yield "beside", 1

    def _beside(self, start: int, end: int) -> bool:
        if (joint := JOINT.match(self._text, end)) and joint.end() in self._starts:
            return True
        return any(
            start >= length and JOINT.fullmatch(self._text, start - length, start) and start - length in self._ends
            for length in (1, 2)
        )


def _with_surnames(found: list[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """于思远 rather than 思远 when it is nearly as likely: it takes the better score of the two."""
    given = {each.end: weight for each, weight in found if "no_surname" in each.signs and each.end - each.start == 2}
    return [
        (each, max(weight, given.get(each.end, weight) + 0.01) if _is_whole(each) and weight > NEARLY else weight)
        for each, weight in found
    ]


def _is_whole(candidate: Candidate) -> bool:
    return candidate.end - candidate.start == 3 and not {"no_surname", "bare_bias"} & candidate.signs.keys()


def _the_longer(ordered: list[tuple[int, int, float]]) -> Iterator[tuple[int, int, float]]:
    """Without what is only a part of a name that is nearly as likely: 韦老三 rather than 老三."""
    weights = {(start, end): weight for start, end, weight in reversed(ordered)}
    for start, end, weight in ordered:
        longer = (
            (first, last) for first in range(end - LONGEST, start + 1) for last in range(end, first + LONGEST + 1)
        )
        if not any(weights.get(each, UNKNOWN) >= weight - LONGER_LESS for each in longer if each != (start, end)):
            yield start, end, weight


def _without_overlap(found: Iterable[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    taken: list[tuple[int, int, float]] = []
    occupied: set[int] = set()
    for start, end, weight in _the_longer(sorted(found, key=lambda each: (-each[2], each[0] - each[1]))):
        if occupied.isdisjoint(range(start, end)):
            taken.append((start, end, weight))
            occupied.update(range(start, end))
    return sorted(taken)
