"""What similar answers do for people: an event log without people in it, letters that found nothing, drafting tasks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AppendOnly(Exception):
    """The log was about to be changed; a bug, never a user's mistake."""


class Deed(models.TextChoices):
    """The first four are values of ``portal.suggestions.Step``; RETURNED is found out here."""

    SHOWN = "shown", _("看到")
    OPENED = "opened", _("打开")
    SOLVED = "solved", _("说解决了")
    WROTE_ANYWAY = "wrote_anyway", _("还是写了信")
    RETURNED = "returned", _("30天内又有同样的信")


class DeflectionQuerySet(models.QuerySet["DeflectionEvent"]):
    def update(self, **kwargs: Any) -> int:
        raise AppendOnly("deflection events are append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("deflection events are append-only")


class DeflectionEvent(models.Model):
    """One thing that happened to one answer on one journey; once, however often the page is loaded.

    No text, no client, no account, no letter. Only the day is kept: a minute would lead to the letter sent in it.
    """

    kind = models.CharField(_("事项"), max_length=12, choices=Deed.choices)
    journey = models.CharField(max_length=32)  # keyed hash of the form, or random
    document = models.CharField(max_length=80)  # id of the answer, "answer:12"
    rank = models.PositiveSmallIntegerField(_("名次"))
    topic = models.CharField(_("主题"), max_length=100, blank=True)  # of the journey: that of its first best answer
    confidence = models.PositiveSmallIntegerField(_("把握"))  # tenths, 0–9
    on = models.DateField(_("日期"))

    objects = DeflectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("查答复的经过")
        verbose_name_plural = _("查答复的经过")
        constraints = [
            models.UniqueConstraint(fields=["journey", "kind", "document"], name="one_deed_a_journey_and_answer"),
            models.UniqueConstraint(fields=["journey"], condition=Q(kind=Deed.RETURNED), name="one_return_a_journey"),
        ]
        indexes = [models.Index(fields=["document", "kind"]), models.Index(fields=["kind", "on"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.document}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly("deflection events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("deflection events are append-only")

    def followed_by(self, kind: Deed, on: date) -> DeflectionEvent:
        """The next deed of the same journey with the same answer, not saved yet."""
        return DeflectionEvent(
            kind=kind,
            journey=self.journey,
            document=self.document,
            rank=self.rank,
            topic=self.topic,
            confidence=self.confidence,
            on=on,
        )


class DraftingTask(models.Model):
    """撰写任务: something that is asked often and answered nowhere, to be written and published."""

    class State(models.TextChoices):
        OPEN = "open", _("待写")
        DONE = "done", _("已公开")
        DROPPED = "dropped", _("不写了")

    question = models.CharField(_("问题"), max_length=100, help_text=_("用自己的话写，不要抄信里的原话。"))
    topic = models.ForeignKey(
        "mailbox.Topic", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("内容分类")
    )
    unit = models.ForeignKey(
        "organizations.Organization", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁来写")
    )
    letters = models.PositiveIntegerField(_("来信数"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.OPEN)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    made_at = models.DateTimeField(_("提出时间"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("办结人")
    )
    ended_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    document = models.CharField(_("公开的内容"), max_length=80, blank=True)  # id of what was published

    class Meta:
        verbose_name = _("撰写任务")
        verbose_name_plural = _("撰写任务")
        ordering = ["-letters", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | (~Q(document="") & Q(ended_at__isnull=False)),
                name="done_task_names_what_was_published",
            )
        ]

    def __str__(self) -> str:
        return self.question


class LetterLookup(models.Model):
    """What an arriving letter found among the public answers. Kept for 90 days; restricted letters have none.

    ``meaning``: mean of the letter's sentence vectors, float32, of ``model``; empty where nothing was embedded.
    """

    letter = models.OneToOneField("mailbox.Letter", models.CASCADE, primary_key=True, related_name="+")
    on = models.DateField(_("来信日期"), db_index=True)
    best = models.CharField(max_length=80, blank=True)
    probability = models.FloatField()  # that ``best`` helps, 0–1
    meaning = models.BinaryField(default=b"")
    model = models.CharField(max_length=80, blank=True)
    task = models.ForeignKey(DraftingTask, models.SET_NULL, null=True, blank=True, related_name="lookups")

    class Meta:
        verbose_name = _("来信查答复")
        verbose_name_plural = _("来信查答复")

    def __str__(self) -> str:
        return str(self.pk)
