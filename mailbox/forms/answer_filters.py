"""The filters of the list of public answers. Whatever an address holds, a list comes: unreadable parts fall away."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mailbox.models import PublicAnswer

LONGEST_WORDS = 60
MOST_WORDS = 6
FIRST_YEAR, LAST_YEAR = 1990, 2200
Choices = Iterable[tuple[str, str]]


class AnswerFilters(forms.Form):
    """Topic, unit, year, words; each may be left empty. The choices are those that lead to something."""

    q = forms.CharField(label=_("答复里有这些字"), required=False)
    topic = forms.ChoiceField(label=_("主题"), required=False)
    unit = forms.ChoiceField(label=_("答复部门"), required=False)
    year = forms.ChoiceField(label=_("答复年份"), required=False)

    def __init__(self, data: QueryDict, *, topics: Choices, units: Choices, years: Choices) -> None:
        typed = {name: str(data.get(name, "")).replace("\x00", "").strip() for name in self.base_fields}
        typed["q"] = typed["q"][:LONGEST_WORDS]
        super().__init__(typed)
        for name, every, choices in (
            ("topic", _("全部主题"), topics),
            ("unit", _("全部部门"), units),
            ("year", _("全部年份"), years),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", every), *choices]

    @property
    def words(self) -> list[str]:
        return self.read.get("q", "").split()[:MOST_WORDS]

    @property
    def read(self) -> dict[str, str]:
        """What could be read of the address."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def apply(self, answers: QuerySet[PublicAnswer]) -> QuerySet[PublicAnswer]:
        """``answers`` that fit every filter; each word must stand in title, question, short or full answer."""
        read = self.read
        if "topic" in read:
            answers = answers.filter(topic__code=read["topic"])
        if "unit" in read:
            answers = answers.filter(unit__code=read["unit"])
        if "year" in read:
            answers = answers.filter(answered_on__year=int(read["year"]))
        for word in self.words:
            answers = answers.filter(
                Q(title__icontains=word)
                | Q(question__icontains=word)
                | Q(answer__icontains=word)
                | Q(brief__icontains=word)
            )
        return answers
