"""What a person sent from the screen of a held file: choices by text, boxes in percent of the page, whole columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.privacy.files.cleaning import Box
from portal.privacy.files.columns import Choice
from portal.privacy.files.findings import Report
from portal.privacy.files.holding import Wish

MAX_ROWS = 400
SPARE = 2  # empty rows for those without a script
SIDES = ("left", "top", "right", "bottom")
KEEP = "keep"


@dataclass(frozen=True)
class Row:
    """One box as typed; ``fault`` is the sentence on what is wrong with it."""

    number: int
    page: str = ""
    left: str = ""
    top: str = ""
    right: str = ""
    bottom: str = ""
    fault: str = ""

    @property
    def is_empty(self) -> bool:
        return not any((self.page, self.left, self.top, self.right, self.bottom))

    def box(self) -> tuple[int, Box]:
        """Raises ValueError when it is no box on a page."""
        sides = [float(getattr(self, side)) / 100 for side in SIDES]
        left, top, right, bottom = sides
        if not (int(self.page) >= 1 and 0 <= left < right <= 1 and 0 <= top < bottom <= 1):
            raise ValueError(self.page)
        return int(self.page), (left, top, right, bottom)


@dataclass
class Typed:
    """The screen as it was sent, to be shown again; ``wish`` is what it asks for once nothing is wrong."""

    kept: set[int] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    columns: str = ""

    @property
    def faults(self) -> list[str]:
        return [row.fault for row in self.rows if row.fault]

    def wish(self, found: Report) -> Wish:
        keep = frozenset(group.text for number, group in enumerate(found.groups) if number in self.kept)
        boxes = tuple(row.box() for row in self.rows if not row.is_empty)
        return Wish(keep, boxes, Choice(self.columns) if self.columns in set(Choice) else None)

    def with_spare(self) -> list[Row]:
        """The rows that hold something, numbered anew, and some to fill."""
        filled = [row for row in self.rows if not row.is_empty]
        return [*filled, *(Row(number) for number in range(len(filled), len(filled) + SPARE))]


def typed(data: QueryDict, found: Report) -> Typed:
    """Nothing typed is lost: what is wrong stays in its row with a sentence."""
    kept = {number for number in range(len(found.groups)) if data.get(f"choice-{number}") == KEEP}
    return Typed(kept, list(_rows(data)), data.get("columns", ""))


def _rows(data: QueryDict) -> Iterator[Row]:
    number = 0
    for index in range(MAX_ROWS):
        values = {side: data.get(f"box-{index}-{side}", "").strip() for side in ("page", *SIDES)}
        if not any(values.values()):
            continue
        row = Row(number, **values)
        number += 1
        try:
            row.box()
        except ValueError:
            said = _("第%(row)d个框的数不对：页码从1开始，左、上、右、下是0到100之间的百分数，右要大于左，下要大于上。")
            row = Row(row.number, **values, fault=said % {"row": number})
        yield row
