"""A second address of a public page. Its text was released with the page; the address itself is for two people as well.

Wagtail makes an alias as public as its page. Here it is born a draft, whoever makes it and by whatever way, and another
person releases it on the page of its findings. From then on it follows its page.
"""

from __future__ import annotations

from contextvars import ContextVar
from hashlib import sha256
from typing import Any

from wagtail.models import Page, PageLogEntry

from home.models.release import Release
from home.publishing import acting, checks, records, refusals, tree
from home.publishing.content import digest_of
from portal.accounts.models import User

OWN_TO_AN_ALIAS = frozenset({"slug"})
_released_now: ContextVar[int | None] = ContextVar("publishing_alias", default=None)


def is_alias(subject: Any) -> bool:
    return getattr(subject, "alias_of_id", None) is not None


def release(alias: Any, *, by: User) -> None:
    """Makes an alias public at its address. Raises PublicationRefused."""
    token = _released_now.set(alias.pk)
    try:
        with acting.acting(by):
            alias.live, alias.has_unpublished_changes = True, False
            alias.save(clean=False)
    finally:
        _released_now.reset(token)


def stays_a_draft(alias: Any, stored: Any) -> bool:
    """Whether Wagtail makes it public on its own: at birth, or along with its page. One that was released at this very
    address comes back with its page after both were taken down."""
    if acting.internal() is not None or (alias.pk is not None and alias.pk == _released_now.get()):
        return False
    if stored is None:
        checks.refuse_open(alias)
        return True
    last = records.last_release(alias)
    is_known = last is not None and last.source == _source(alias)
    return not stored.live and (not is_known or tree.draft_above(alias) is not None)


def released(alias: Any, stored: Any, digest: str) -> Release:
    """The record of an alias that becomes public, or of its page's new text at an address that is public already."""
    original = Page.objects.get(pk=alias.alias_of_id).specific
    same = digest_of(original, without=OWN_TO_AN_ALIAS) == digest_of(alias, without=OWN_TO_AN_ALIAS)
    if not original.live or not same or (stored is not None and stored.slug != alias.slug):
        raise refusals.no_draft(alias)
    found = checks.refuse_open(alias)
    person = None
    if alias.pk == _released_now.get():
        person = checks.who_releases(alias)
        if person.pk in makers(alias):
            raise refusals.own_alias(alias)
        checks.refuse_own_decisions(alias, found, person)
    return Release(how=Release.How.INTERNAL, digest=digest, source=_source(alias), released_by=person)


def makers(page: Page) -> set[int]:
    """Ids of those who chose the address of an alias, also after it was made a page of its own."""
    logged = PageLogEntry.objects.filter(page=page.pk, action="wagtail.create_alias", user__isnull=False)
    owner = {page.owner_id} if is_alias(page) and page.owner_id else set()
    return {*logged.values_list("user_id", flat=True), *owner}


def _source(alias: Any) -> str:
    """Names the original and, by a digest, the address that was released."""
    return f"alias:{alias.alias_of_id}:{sha256(alias.slug.encode()).hexdigest()[:16]}"
