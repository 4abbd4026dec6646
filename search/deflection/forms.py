"""Forms of the pages for staff."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from search.deflection.models import DraftingTask

USUAL = timedelta(days=90)
NOT_A_DAY = {"invalid": _("日期请写成2026-09-01这样")}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        error_messages=NOT_A_DAY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class PeriodForm(forms.Form):
    """From which day to which; what cannot be read is said, and the usual period shown."""

    since = _day(_("从哪天"))
    until = _day(_("到哪天"))

    def period(self, today: date) -> tuple[date, date]:
        """First and last day; the last 90 days where nothing (readable) is given."""
        self.is_valid()
        until = self.cleaned_data.get("until") or today
        since = self.cleaned_data.get("since") or until - USUAL
        return min(since, until), max(since, until)


class QuestionForm(forms.Form):
    """A new task for a group of letters."""

    question = forms.CharField(
        label=_("用一句话写出大家在问什么"),
        max_length=100,
        error_messages={
            "required": _("请用一句话写出大家在问什么。"),
            "max_length": _("问题请写在100个字以内。"),
        },
    )
    letters = forms.CharField(widget=forms.HiddenInput, max_length=6_000)

    def clean_letters(self) -> list[int]:
        found = [part for part in self.cleaned_data["letters"].split(",") if part.isascii() and part.isdecimal()]
        return [int(part) for part in found if len(part) < 19]


class TaskForm(forms.ModelForm[DraftingTask]):
    class Meta:
        model = DraftingTask
        fields = ["question", "topic", "unit"]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        topic, unit = self.fields["topic"], self.fields["unit"]
        if isinstance(topic, forms.ModelChoiceField) and isinstance(unit, forms.ModelChoiceField):
            topic.queryset = topic.queryset.filter(is_active=True) if topic.queryset is not None else None
            unit.queryset = unit.queryset.filter(is_active=True).order_by("path") if unit.queryset is not None else None
            topic.empty_label = unit.empty_label = str(_("未定"))


class FinishForm(forms.Form):
    """What was published: one of the proposals, or an address."""

    document = forms.CharField(required=False, max_length=80)
    address = forms.CharField(label=_("或者写网址"), required=False, max_length=300)
