from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mailbox.enums import Decision
from mailbox.models.letter import Letter
from mailbox.models.topic import Topic
from portal.organizations.models import Organization


class PublicAnswer(models.Model):
    """公开答复: the de-identified copy, the only words of a letter that public pages, feeds and search read.

    ``title``, ``question``, ``answer`` and ``brief`` stay empty until a second person releases them; the working text
    and its marks lie in ``PublicDraft``.
    """

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="public_answer", verbose_name=_("信件"))
    title = models.CharField(_("标题"), max_length=120, blank=True)
    question = models.TextField(_("问"), blank=True)
    answer = models.TextField(_("答"), blank=True)
    brief = models.CharField(_("简单说"), max_length=200, blank=True)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, verbose_name=_("内容分类"))
    unit = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复单位")
    )
    received_on = models.DateField(_("受理日期"))
    answered_on = models.DateField(_("答复日期"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("公开拟稿")
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("最后编辑")
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公开审定")
    )
    batch = models.CharField(_("批量公开记录"), max_length=40, blank=True)
    published_at = models.DateTimeField(_("公开时间"), null=True, blank=True)
    unpublished_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    unpublish_reason = models.CharField(_("撤下原因"), max_length=200, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="supersedes", verbose_name=_("被替代为")
    )
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    class Meta:
        verbose_name = _("公开答复")
        verbose_name_plural = _("公开答复")
        ordering = ["-answered_on", "-pk"]
        indexes = [models.Index(fields=["published_at"]), models.Index(fields=["-answered_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | (
                    Q(released_by__isnull=False)
                    & ~Q(title="")
                    & ~Q(answer="")
                    & ~Q(released_by=F("proposed_by"))
                    & ~Q(released_by=F("edited_by"))
                ),
                name="published_needs_text_and_second_person",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("mailbox:answer", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.unpublished_at is None


class PublicDraft(models.Model):
    """The working copy behind the gate: starts as the private text, loses a passage with each accepted mark."""

    public_answer = models.OneToOneField(PublicAnswer, models.CASCADE, related_name="draft")
    title = models.TextField(_("标题"))
    question = models.TextField(_("问"))
    answer = models.TextField(_("答"))
    brief = models.CharField(_("简单说"), max_length=200, blank=True)
    is_confirmed = models.BooleanField(_("标记已全部确认"), default=False)
    revision = models.PositiveIntegerField(_("第几稿"), default=1)
    editors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("参与拟稿的人"))

    class Meta:
        verbose_name = _("公开底稿")
        verbose_name_plural = _("公开底稿")

    def __str__(self) -> str:
        return str(self.public_answer_id)


class Mark(models.Model):
    """One passage that must or may not be public: proposed by the machine or added by a person, decided by a person."""

    draft = models.ForeignKey(PublicDraft, models.CASCADE, related_name="marks")
    field = models.CharField(max_length=10)  # title, question, answer
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(_("种类"), max_length=20)
    mask = models.CharField(_("换成"), max_length=60, blank=True)
    reason = models.CharField(_("依据"), max_length=120, blank=True)
    by_machine = models.BooleanField(default=True)
    decision = models.CharField(_("决定"), max_length=10, choices=Decision.choices, default=Decision.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("去标识标记")
        verbose_name_plural = _("去标识标记")
        ordering = ["field", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="mark_is_not_empty"),
            models.CheckConstraint(
                condition=Q(decision=Decision.OPEN) | Q(decided_by__isnull=False), name="decided_marks_name_a_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
