"""A child's class: grade and number, or a kindergarten group."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.spans import Case, Finding, Kind, View

NUMBER = r"(?:\d{1,2}|十[一二三四五六七八九]?|[一二三四五六七八九]十?|二十[一二三四五六七八九]?)"
GRADE = (
    r"(?:(?:初|高|职)?(?:[一二三四五六七八九]|(?<!\d)\d{1,2})(?:年级|年|级)"
    r"|(?:高|初|职|预)[一二三123](?:年级)?|(?:高|初)?(?:20|19)?\d{2} ?[级届]|[大中小托]"
    r"|(?<![\d.])[一二三四五六七八九1-9])"
)
TRACK = r"(?:[（(]?[文理]科?[）)]?|[A-Z])?"
CLASS = re.compile(
    rf"(?<![第每各共约\d]){GRADE} ?[ ·\-]?{TRACK}(?:[（(\[【] ?{NUMBER} ?[）)\]】]|{NUMBER})\)? ?班(?![车次主长])"
)


def detect(view: View, case: Case) -> Iterator[Finding]:
    for match in CLASS.finditer(view.text):
        yield Finding(*match.span(), Kind.CLASS_OF_CHILD, "孩子所在的班级，连同学校能认出孩子", 0.85)
