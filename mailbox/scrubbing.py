"""Taking a writer's own name, phone and mail address out of texts: each character becomes ＊, so that places stay."""

from __future__ import annotations

import re

import rjieba

from portal.privacy.detectors.name_shapes import in_dictionary, surname_end
from portal.privacy.folding import CHINESE_TABLE, fold
from portal.privacy.lookup import normalize_phone

STAR = "＊"
BETWEEN = r"[\s\-‐-―－_.·•,、()/]*"  # what people write between the parts of a number or a name
SHORTEST = 2  # a single character is no name that could be told from a word


class Traces:
    """The contact values of one letter, found however they were typed (full-width, Chinese numerals, separators)."""

    def __init__(self, name: str, phone: str, email: str) -> None:
        digits = normalize_phone(phone)
        plain = fold(phone.strip()).text
        called = fold(name.strip()).text
        named = _spread(called) if tells_a_person(called) else ""
        self._words = _pattern(named, _spread(plain), re.escape(fold(email.strip()).text))
        self._digits = _pattern(_spread(digits))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Half-open ranges of ``text`` that hold one of the values."""
        folded = fold(text)
        found = [match.span() for match in self._words.finditer(folded.text)]
        found += [match.span() for match in self._digits.finditer(folded.text.translate(CHINESE_TABLE))]
        return [folded.span(start, end) for start, end in found]

    def are_in(self, text: str) -> bool:
        return bool(self.spans(text))

    def blanked(self, text: str) -> str:
        """``text``, as long as before, with stars over every value."""
        signs = list(text)
        for start, end in self.spans(text):
            signs[start:end] = STAR * (end - start)
        return "".join(signs)


def tells_a_person(name: str) -> bool:
    """False for what many write instead of a name (家长, 热心市民, 匿名): as a word it tells nobody from others, and
    blanking it would blank half the letter."""
    if in_dictionary(name):
        return False
    return surname_end(name, 0) is not None or not all(in_dictionary(part) for part in rjieba.cut(name))


def _spread(value: str) -> str:
    """A pattern for ``value`` with anything usual between its characters; "" for what is too short to be told apart."""
    bare = [sign for sign in value if not re.fullmatch(BETWEEN, sign)]
    return BETWEEN.join(map(re.escape, bare)) if len(bare) >= SHORTEST else ""


def _pattern(*alternatives: str) -> re.Pattern[str]:
    given = [each for each in alternatives if each]
    return re.compile("|".join(given) if given else r"(?!)", re.IGNORECASE)
