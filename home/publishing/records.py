"""Reading and writing who released what and which words were kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page

from home.models.kept_words import KeptWords
from home.models.release import Release
from home.publishing.findings import Found
from portal.accounts.models import User

Kept = dict[tuple[str, str], list[KeptWords]]


def _key(subject: Model) -> dict[str, Any]:
    """A page may be at hand without its type's own fields; its records are those of its type."""
    kind = subject.content_type if isinstance(subject, Page) else ContentType.objects.get_for_model(subject)
    return {"content_type": kind, "object_id": subject.pk}


def last_release(subject: Model) -> Release | None:
    """What is public by, scheduled ones left out: they are permissions for later."""
    return Release.objects.filter(**_key(subject)).exclude(how=Release.How.SCHEDULED).last()


def scheduled(subject: Model, revision_id: int, digest: str) -> Release | None:
    """The approval by which this very content may go live later."""
    return Release.objects.filter(
        **_key(subject), how=Release.How.SCHEDULED, revision_id=revision_id, digest=digest
    ).last()


def write(subject: Model, release: Release) -> Release:
    for name, value in _key(subject).items():
        setattr(release, name, value)
    release.save()
    return release


def _decided_on(subject: Model) -> Model:
    """An alias lives by the decisions on its original."""
    return subject.alias_of.specific if isinstance(subject, Page) and subject.alias_of_id else subject


def kept_words(subject: Model) -> Kept:
    """Decisions to keep, by kind and words."""
    original = _decided_on(subject)
    kept: Kept = {}
    if original.pk is not None:
        for each in KeptWords.objects.filter(**_key(original)).select_related("decided_by"):
            kept.setdefault((each.kind, each.words), []).append(each)
    return kept


def keep(subject: Model, found: Found, by: User) -> None:
    """保留. A second decision of the same person changes nothing."""
    KeptWords.objects.get_or_create(**_key(_decided_on(subject)), kind=found.kind, words=found.words, decided_by=by)


def take_back(subject: Model, found: Found) -> None:
    """The words are masked after all: nobody's decision to keep them counts any more."""
    KeptWords.objects.filter(**_key(_decided_on(subject)), kind=found.kind, words=found.words).delete()


def saved_since(subject: Model, moment: datetime | None) -> QuerySet:  # type: ignore[type-arg]  # Wagtail is untyped
    """Revisions of ``subject`` saved after ``moment``, oldest first; all of them when it was never public."""
    revisions: QuerySet = subject.revisions.order_by("created_at", "pk")  # type: ignore[attr-defined, type-arg]
    return revisions if moment is None else revisions.filter(created_at__gt=moment)
