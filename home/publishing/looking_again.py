"""What is public now, looked at again: rules and detectors change, and somebody may have written past the gate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.models import Page

from home.models import EnrollmentPlan, FeeItem, FinanceStatement, SiteSettings
from home.publishing import records, tree
from home.publishing.checks import open_findings
from home.publishing.content import digest_of
from home.publishing.files import as_released
from home.publishing.findings import Found
from home.publishing.gate import Gated

KINDS = (FeeItem, EnrollmentPlan, FinanceStatement, SiteSettings)  # beside pages


@dataclass(frozen=True)
class Public:
    """One page, disclosure or setting that is public, what nobody decided about it, and how it came to be so."""

    subject: Any
    open: list[Found]
    was_released: bool  # its very content; False also for what was public before releases were recorded
    is_below_a_draft: bool  # a page above it is not public, and spells its address all the same

    @property
    def is_well(self) -> bool:
        return self.was_released and not self.open and not self.is_below_a_draft


def count() -> int:
    pages: int = Page.objects.live().count()
    return pages + sum(kind._default_manager.filter(live=True).count() for kind in KINDS)


def everything_public() -> Iterator[Public]:
    """Each page, disclosure and setting that anyone may read, one at a time."""
    yield from map(_looked_at, everything_public_unread())


def everything_public_unread() -> Iterator[Any]:
    """They themselves."""
    for page in Page.objects.live().specific().iterator(chunk_size=50):
        if isinstance(page, Gated):
            yield page
    for kind in KINDS:
        yield from kind._default_manager.filter(live=True).iterator(chunk_size=200)


def _looked_at(subject: Any) -> Public:
    last = records.last_release(subject)
    was_released = last is not None and last.digest == digest_of(subject) and as_released(last, subject)
    is_below = isinstance(subject, Page) and tree.draft_above(subject) is not None
    return Public(subject, open_findings(subject), was_released, is_below)
