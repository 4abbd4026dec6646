"""Addresses in the tree: that of a public page spells those of all pages above it, drafts and taken-down ones too.

So what is not public and stands above something public keeps its title and address until a release changes them,
nothing becomes public below a draft, and nothing public is moved there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from wagtail.models import Page

from home.publishing import refusals

NAMES = ("title", "slug")


@contextmanager
def names_stay(subject: Any, update_fields: Iterable[str] | None) -> Iterator[None]:
    """Inside, a page that is stored as not public although public pages lie below it has the title and the address it
    had before; what was typed is back afterwards, so that the draft that is made of it keeps it, as with a public page.
    """
    stored = _names_to_keep(subject, update_fields)
    typed = {name: getattr(subject, name) for name in stored}
    for name, value in stored.items():
        setattr(subject, name, value)
    try:
        yield
    finally:
        for name, value in typed.items():
            setattr(subject, name, value)


def _names_to_keep(subject: Any, update_fields: Iterable[str] | None) -> dict[str, str]:
    """Stored title and address where this save would change them past a release; {} where it may or does not."""
    named = None if update_fields is None else set(update_fields)
    if not isinstance(subject, Page) or subject.pk is None or (named is not None and not named & {*NAMES, "live"}):
        return {}
    stored = Page.objects.filter(pk=subject.pk).values("live", *NAMES).first()
    if stored is None or all(stored[name] == getattr(subject, name) for name in NAMES):
        return {}
    is_live = subject.live if named is None or "live" in named else stored["live"]
    return {} if is_live or not _holds_public_pages(subject) else {name: stored[name] for name in NAMES}


def refuse_to_rename(page: Page) -> None:
    """For a page that code saves without its type's own fields. Raises PublicationRefused."""
    if _names_to_keep(page, None):
        raise refusals.names_stay(page)


def refuse_below_a_draft(subject: Any, stored: Any) -> None:
    """Raises PublicationRefused when ``subject`` would become public where a page above it is not."""
    is_new = stored is None or not stored.live
    above = draft_above(subject) if is_new and isinstance(subject, Page) else None
    if above is not None:
        raise refusals.below_a_draft(subject, above)


def refuse_to_move_below_a_draft(page: Page, before: Page, after: Page) -> None:
    """Raises PublicationRefused when something public would get an address below one that nobody released."""
    if before.pk == after.pk or not (page.live or _holds_public_pages(page)):
        return
    above = after if not after.live else draft_above(after)
    if above is not None:
        raise refusals.moved_below_a_draft(page, above)


def draft_above(page: Page) -> Page | None:
    """The nearest page above ``page`` that is not public."""
    found: Page | None = page.get_ancestors().filter(live=False).last()
    return found


def _holds_public_pages(page: Page) -> bool:
    return bool(page.get_descendants().live().exists())
