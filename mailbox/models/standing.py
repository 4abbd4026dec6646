from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mailbox.models.answer import Mark, PublicAnswer
from mailbox.models.event import Event


class Standing(models.Model):
    """可以留: somebody looked at the doubtful places of a public answer and says they may stay; another person decides.

    ``marks`` are the places looked at, no others; the reason lies with ``event``, in the letter's ledger.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等另一位同事确认")
        AGREED = "agreed", _("同意")
        DECLINED = "declined", _("不同意或收回")
        OVERTAKEN = "overtaken", _("又有新的疑问，要重新看")

    answer = models.ForeignKey(PublicAnswer, models.CASCADE, related_name="standings", verbose_name=_("公开答复"))
    marks = models.ManyToManyField(Mark, related_name="+", verbose_name=_("看过的地方"))
    event = models.OneToOneField(Event, models.PROTECT, related_name="+", verbose_name=_("记录"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出的人")
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("决定的人")
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("可以留的意见")
        verbose_name_plural = _("可以留的意见")
        constraints = [
            models.UniqueConstraint(fields=["answer"], condition=Q(state="waiting"), name="one_standing_waits"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="two_people_let_it_stand",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def reason(self) -> str:
        """ "" when it was erased with the writer's data."""
        words = getattr(self.event, "words", None)
        return words.text if words is not None else ""
