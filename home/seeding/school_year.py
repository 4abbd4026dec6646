from __future__ import annotations

from datetime import date

from home.disclosures.stages import Stage
from home.models.fee_item import Term
from portal.organizations.models import Organization, OrganizationKind

_NAMES = (
    ("职业", Stage.VOCATIONAL),
    ("高级中学", Stage.SENIOR),
    ("高中", Stage.SENIOR),
    ("特殊", Stage.SPECIAL),
    ("中学", Stage.JUNIOR),
)


def stage_of(school: Organization) -> Stage:
    """The stage a school of the demo belongs to, told by its name."""
    if school.kind == OrganizationKind.KINDERGARTEN:
        return Stage.KINDERGARTEN
    return next((stage for part, stage in _NAMES if part in school.name), Stage.PRIMARY)


def terms(today: date) -> list[tuple[int, int, date]]:
    """This term and the one before: school year, term, first day. Terms begin on 1 September and 1 March."""
    starts = [date(today.year - back, month, 1) for back in (0, 1) for month in (9, 3)]
    begun = sorted((start for start in starts if start <= today), reverse=True)[:2]
    return [
        (start.year, Term.FIRST, start) if start.month == 9 else (start.year - 1, Term.SECOND, start) for start in begun
    ]
