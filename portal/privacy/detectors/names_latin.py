"""Names in Latin letters: 外教Daniel, Miss Xu, 工程师 Oliver Brandt, Mia 中文名周米娅."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from portal.privacy.lexicon import alternatives, words
from portal.privacy.spans import Case, Finding, Kind, View

AFTER = re.compile(
    r" ?(?:老师|教授|妈妈|爸爸|妈|爸|同学|先生|女士|小朋友|家长|中文名|的中文名|英文名|[（(][一-鿿]{2,4}[）)])"
)
PART = r"[A-ZÀ-ÞĐƠƯẠ-ỸА-ЯЁ][a-zà-ÿđơưĩũạ-ỹа-яё]{1,14}(?:-[A-ZА-Я][a-zа-я]+)?"
CYRILLIC = re.compile(r"[А-яЁё]{3}")  # nobody writes anything else so: (俄文名Алина)
NAME = re.compile(rf"(?<![A-Za-zÀ-ỹ]){PART}(?: {PART}){{0,3}}(?: [一-鿿](?![一-鿿]))?(?![A-Za-zÀ-ỹ\d])")
FULL = re.compile(rf"{PART}(?: {PART}){{1,3}}")
MISS = re.compile(r"(?<![A-Za-z])(?:Miss|Mr\.?|Mrs\.?|Ms\.?|Teacher) ?([A-Z][a-z]{1,14})(?![A-Za-z])")
MIN_FULL = 5  # letters of a first and a last name together


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives('roles', 'relations', 'titles')}|联系人?|英文名字?|名叫|名字|姓名|[叫是]|Mr\.?|Ms\.?"
        rf"|Miss|Mrs\.?|Teacher)"
        r"[:：是叫为“ ]{0,2}$"
    )


def detect(view: View, case: Case) -> Iterator[Finding]:
    for match in MISS.finditer(view.text):
        yield Finding(*match.span(), Kind.PERSON, "外文写的姓名", 0.85)
    for match in NAME.finditer(view.text):
        name = match.group()
        if words("latin_words") & set(name.split()):
            continue
        known = name.split()[0].split("-")[0] in words("latin_first_names")
        known = known or CYRILLIC.search(name) is not None
        announced = known or _before().search(view.before(match.start(), 12)) or AFTER.match(view.text, match.end())
        if announced or (FULL.fullmatch(name) and len(name) >= MIN_FULL):
            yield Finding(*match.span(), Kind.PERSON, "外文写的姓名", 0.85)
