"""The one place every way of publishing passes: saving a page or disclosure as live with content not public yet.

The editor's button, bulk actions, workflows, the admin's API, schedules, copies, aliases, restores, imports and code
all end in ``save`` (``Gated``), or in a revision that is given a date to go live (``before_schedule``). There the text
that would be public is scanned, and two people are asked for: who releases wrote none of it since the last release
(``authors``), changed none of its files and is not the only one who decided that a finding stays. Superusers too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction
from django.db.models import Model
from wagtail.models import Page, Revision

from home.models.release import Release
from home.publishing import acting, aliases, records, refusals, tree
from home.publishing.authors import authors, file_authors
from home.publishing.checks import refuse_open, refuse_own_decisions, who_releases
from home.publishing.content import READ_BY_THE_PUBLIC, digest_of, fields_of
from home.publishing.files import as_released, states_of
from home.publishing.schedules import publish_when_due
from portal.accounts.models import User


@dataclass(frozen=True)
class Asked:
    """A content that wants to be public: ``subject`` in memory, as ``stored``, and the draft it should come from."""

    subject: Any
    stored: Any
    revision: Revision | None
    digest: str


class Gated:
    """Mixed into a model, first of all bases: nothing of it goes live but through the gate."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves. Raises PublicationRefused, with nothing changed, when content would go live that must not."""
        named = kwargs.get("update_fields")
        release = before_save(self, named)
        with transaction.atomic(), tree.names_stay(self, named):
            super().save(*args, **kwargs)  # type: ignore[misc]  # the model's own comes after this class
            if release is not None:
                records.write(cast(Model, self), release)

    def publish(self, revision: Revision, user: User | None = None, **kwargs: Any) -> None:
        """As Wagtail's. A schedule that has become due and may not go live any more is cancelled, with its reason in
        the log: there is nobody to tell, and the others that are due must not wait."""
        inherited = super().publish  # type: ignore[misc]  # Wagtail's comes after this class
        with acting.acting(user):
            if acting.person() is None and revision.approved_go_live_at is not None:
                publish_when_due(inherited, self, revision, kwargs)
            else:
                inherited(revision, user=user, **kwargs)


def before_save(subject: Any, update_fields: Iterable[str] | None) -> Release | None:
    """The record to write with this save; None when nothing new becomes public. Raises PublicationRefused."""
    model: type[Model] = type(subject)
    named = None if update_fields is None else set(update_fields)
    if named is not None and not named & {"live", *(field.name for field in fields_of(model))}:
        return None
    stored: Any = model._default_manager.filter(pk=subject.pk).first() if subject.pk else None
    is_live = subject.live if named is None or "live" in named or stored is None else stored.live
    if not is_live:
        return None
    digest = digest_of(subject)
    if stored is not None and stored.live and digest_of(stored) == digest:
        return _republished(subject, stored, digest, named)
    if _stays_a_draft(subject, stored):
        subject.live = False
        return None
    return _released(Asked(subject, stored, _draft_behind(subject, stored), digest))


def _republished(subject: Any, stored: Any, digest: str, named: set[str] | None) -> Release | None:
    """Another draft with the very content that is public already: recorded, nobody else needs to look."""
    if named is not None or subject.live_revision_id == stored.live_revision_id:
        return None
    asked = Asked(subject, stored, _draft_behind(subject, stored), digest)
    person, last = acting.person(), records.last_release(subject)
    release = _record(asked, Release.How.PUBLISHED, person, source="" if person else "unchanged")
    release.files = last.files if last else states_of(subject)
    return release


def _stays_a_draft(subject: Any, stored: Any) -> bool:
    """Wagtail creates a page that is to be published as live before its first revision exists. Here it is born a draft,
    so that a refusal of the revision loses nothing."""
    if aliases.is_alias(subject):
        return aliases.stays_a_draft(subject, stored)
    if not isinstance(subject, Page) or stored is not None:
        return False
    is_new = subject.live_revision_id is None and subject.first_published_at is None
    return is_new and acting.internal() is None and acting.person() is not None


def _draft_behind(subject: Any, stored: Any) -> Revision | None:
    """The revision that Wagtail points to when it publishes, if it is one of this object."""
    revision = subject.live_revision
    own = revision is not None and str(revision.object_id) == str(subject.pk)
    return revision if own else None


def _released(asked: Asked) -> Release:
    tree.refuse_below_a_draft(asked.subject, asked.stored)
    internal = acting.internal()
    if internal is not None:
        refuse_open(asked.subject, internal)
        release = Release(how=Release.How.INTERNAL, digest=asked.digest, source=internal.source)
    elif aliases.is_alias(asked.subject):
        release = aliases.released(asked.subject, asked.stored, asked.digest)
    elif asked.revision is not None and acting.person() is None and asked.revision.approved_go_live_at is not None:
        release = _released_on_schedule(asked, asked.revision)
    else:
        release = _released_by_person(asked, Release.How.PUBLISHED)
    release.files = states_of(asked.subject)
    return release


def _released_on_schedule(asked: Asked, revision: Revision) -> Release:
    approval = records.scheduled(asked.subject, revision.pk, asked.digest)
    if approval is None or not as_released(approval, asked.subject):
        raise refusals.nobody(asked.subject)
    refuse_open(asked.subject)
    return _record(asked, Release.How.PUBLISHED, approval.released_by)


def _released_by_person(asked: Asked, how: Release.How) -> Release:
    person = who_releases(asked.subject)
    if asked.revision is None or digest_of(asked.revision.as_object()) != asked.digest:
        raise refusals.no_draft(asked.subject)
    found = refuse_open(asked.subject)
    if not _was_public_already(asked) and person.pk in authors(asked.stored or asked.subject, asked.revision):
        raise refusals.own_work(asked.subject)
    if person.pk in file_authors(asked.subject):
        raise refusals.own_file(asked.subject)
    refuse_own_decisions(asked.subject, found, person)
    return _record(asked, how, person)


def _record(asked: Asked, how: Release.How, person: User | None, source: str = "") -> Release:
    revision = asked.revision
    return Release(
        how=how,
        digest=asked.digest,
        revision_id=revision.pk if revision else None,
        revision_made_at=revision.created_at if revision else None,
        released_by=person,
        source=source,
    )


def _was_public_already(asked: Asked) -> bool:
    """Two people have released this very content before, and nothing else since: it may come back after a take-down.
    Its files are asked about on their own."""
    last = records.last_release(asked.subject)
    return last is not None and last.digest == asked.digest


def before_schedule(revision: Revision) -> None:
    """Before a revision is stored with a date to go live: the second person approves now what nobody will look at then.

    Raises PublicationRefused. What was approved already stays approved as long as its content is the same.
    """
    if revision.approved_go_live_at is None or not issubclass(revision.content_type.model_class(), Gated):
        return
    subject = revision.as_object()
    digest = digest_of(subject)
    if revision.pk is not None and as_released(records.scheduled(subject, revision.pk, digest), subject):
        return
    stored = type(subject)._default_manager.filter(pk=subject.pk).first()
    asked = Asked(subject, stored, revision, digest)
    release = _released_by_person(asked, Release.How.SCHEDULED)
    release.files = states_of(subject)
    records.write(subject, release)


def before_plain_page(page: Page) -> Release | None:
    """The same for a page that code saves without its type's own fields, which knows nothing of ``Gated``."""
    subject = Page.objects.get(pk=page.pk).specific if page.pk else None
    if not isinstance(subject, Gated):
        return None
    for name in (*READ_BY_THE_PUBLIC, "live", "live_revision_id", "first_published_at"):
        setattr(subject, name, getattr(page, name))
    return before_save(subject, None)
