"""Tables pasted as text (cells parted by tabs or bars): the heading tells what a column holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from portal.privacy.detectors.addresses import below_street
from portal.privacy.detectors.phones import MOBILE
from portal.privacy.lexicon import FOLDER
from portal.privacy.spans import Case, Finding, Kind, View

CELL = re.compile(r"[^\t|\n]+")
EMPTY = re.compile(r"[\s—\-－/无空暂]*")
PERSONS = re.compile(r"[^、,，/；;和]+")
NOT_THE_NAME = re.compile(r"(?:家属|家长|女士|先生|老师|同学|等人?|（[^）]*）|\([^)]*\))$")
BY_OTHERS = (Kind.SOCIAL, Kind.EMAIL)
LOOK = {
    Kind.ID_CARD: re.compile(r"[\dXx \-*]{12,}"),
    Kind.BANK_CARD: re.compile(r"[\d \-]{10,}"),
    Kind.STUDENT_NO: re.compile(r"[A-Za-z]?[\dXx \-]{4,}"),
    Kind.BIRTH: re.compile(r".*\d.*"),
    Kind.PLATE: re.compile(r".*[A-Za-z\d]{4}.*"),
}


@cache
def _columns() -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for line in (FOLDER / "columns.txt").read_text(encoding="utf-8").splitlines():
        kind, *headings = line.partition("#")[0].split() or [""]
        kinds.update({heading: Kind(kind) for heading in headings})
    return kinds


def detect(view: View, case: Case) -> Iterator[Finding]:
    columns: list[Kind | None] = []
    start = 0
    for line in view.text.split("\n"):
        cells = [(match.start() + start, match.end() + start) for match in CELL.finditer(line)] if _is_row(line) else []
        kinds = [_columns().get(view.text[a:b].strip().replace(" ", "")) for a, b in cells]
        if sum(kind is not None for kind in kinds) >= 2:
            columns = kinds
        elif cells and columns:
            for (a, b), kind in zip(cells, columns, strict=False):
                if kind is not None and not EMPTY.fullmatch(view.text, a, b):
                    yield from _cell(view, a, b, kind)
        start += len(line) + 1


def _is_row(line: str) -> bool:
    return line.count("\t") >= 1 or line.count("|") >= 2


def _cell(view: View, start: int, end: int, kind: Kind) -> Iterator[Finding]:
    reason = "表格里这一列的内容"
    text = view.text[start:end]
    if kind is Kind.PERSON:
        for part in PERSONS.finditer(text):
            name = NOT_THE_NAME.sub("", part.group().strip())
            if 2 <= len(name.replace(" ", "")) <= 14 and not any(char.isdigit() for char in name):
                yield _at(start + part.start() + part.group().index(name), name, kind, reason)
    elif kind is Kind.ADDRESS:
        yield Finding(start + below_street(text), end, kind, reason, 0.85)
    elif kind is Kind.PHONE:
        mobile = MOBILE.search(view.digits, start, end)
        if mobile:
            yield Finding(*mobile.span(), kind, reason, 0.95)
    elif kind not in BY_OTHERS and (kind not in LOOK or LOOK[kind].fullmatch(view.digits[start:end])):
        yield Finding(start, end, kind, reason, 0.96)


def _at(start: int, name: str, kind: Kind, reason: str) -> Finding:
    return Finding(start, start + len(name), kind, reason, 0.95)
