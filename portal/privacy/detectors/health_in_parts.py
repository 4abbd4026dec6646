"""One matter told in several parts is one mark: 早产，视网膜病变; 腰椎摔断了，现在下肢瘫痪."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.privacy.spans import Case, Finding, Kind, View

BETWEEN = re.compile(r"[,、;(: ]?(?:并且?|伴有?|合并|且|及|和|又|还|也|都|现在?|目前|至今|后|导致|造成|引起|有)?")
TWO = 2  # parts


def follow(view: View, case: Case, found: list[Finding]) -> Iterator[Finding]:
    """Each run of parts as one finding, surer than its parts."""
    parts = sorted((each for each in found if each.kind is Kind.HEALTH), key=lambda each: (each.start, each.end))
    run: list[Finding] = []
    end = 0
    for part in parts:
        if run and part.start > end and not BETWEEN.fullmatch(view.text, end, part.start):
            yield from _as_one(view, run)
            run = []
        run.append(part)
        end = max(end, part.end)
    yield from _as_one(view, run)


def _as_one(view: View, run: list[Finding]) -> Iterator[Finding]:
    if _apart(run) < TWO:
        return
    start, end = run[0].start, max(each.end for each in run)
    inside = view.text[start:end]
    end += inside.rfind("(") > inside.rfind(")") and view.text[end : end + 1] == ")"
    surest = max(run, key=lambda each: each.confidence)
    yield Finding(start, end, Kind.HEALTH, surest.reason, surest.confidence + 0.01)


def _apart(run: list[Finding]) -> int:
    """How many of them lie apart from each other."""
    count, last = 0, -1
    for each in sorted(run, key=lambda each: each.end):
        if each.start >= last:
            count, last = count + 1, each.end
    return count
