from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.enums import EventKind, Status
from mailbox.ledger import stamp
from mailbox.models.letter import Letter
from portal.organizations.models import Organization


class AppendOnly(Exception):
    """History was about to be changed; a bug, never a user's mistake."""


class EventQuerySet(models.QuerySet["Event"]):
    def update(self, **kwargs: Any) -> int:
        raise AppendOnly("events are append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("events are append-only")


class Event(models.Model):
    """One entry of a letter's ledger. Holds ids and digests only; words lie in ``EventWords`` and may be erased."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="events", verbose_name=_("信件"))
    sequence = models.PositiveIntegerField(_("序号"))
    at = models.DateTimeField(_("时间"))
    kind = models.CharField(_("事项"), max_length=20, choices=EventKind.choices)
    party = models.CharField(max_length=8, blank=True)  # citizen, system; empty for staff
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="letter_events"
    )
    from_status = models.CharField(max_length=20, choices=Status.choices, blank=True)
    to_status = models.CharField(max_length=20, choices=Status.choices, blank=True)
    unit = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="letter_events")
    facts = models.JSONField(default=dict)  # ids, codes and dates; never names, phones or text
    digest = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["letter_id", "sequence"]
        verbose_name = _("经过")
        verbose_name_plural = _("经过")
        constraints = [models.UniqueConstraint(fields=["letter", "sequence"], name="one_event_a_place")]

    def __str__(self) -> str:
        return f"{self.letter_id}/{self.sequence}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly("events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("events are append-only")

    def chained_facts(self) -> dict[str, object]:
        """What the hash covers."""
        return {
            "letter": self.letter_id,
            "sequence": self.sequence,
            "at": stamp(self.at),
            "kind": str(self.kind),
            "party": self.party,
            "user": self.user_id,
            "from": str(self.from_status),
            "to": str(self.to_status),
            "unit": self.unit_id,
            "facts": self.facts,
            "digest": self.digest,
        }


class EventWords(models.Model):
    """An event's words (a reason, a question) and the salt of their digest; erasable, the chain still verifies."""

    event = models.OneToOneField(Event, models.CASCADE, related_name="words")
    salt = models.CharField(max_length=32)
    text = models.TextField()

    class Meta:
        verbose_name = _("经过说明")
        verbose_name_plural = _("经过说明")

    def __str__(self) -> str:
        return str(self.event_id)
