"""What a list may be narrowed by. A value that is not offered is ignored and said so, never an error page."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from home.disclosures.metadata import Disclosure
from home.disclosures.stages import Stage

D = TypeVar("D", bound=Disclosure)


class DisclosureFilter(forms.Form):
    """School by part of its name, year, and stage where the kind has one."""

    q = forms.CharField(label=_("学校或单位"), required=False, max_length=40, strip=True)

    def __init__(self, *args: Any, years: list[int], owner: str, has_stage: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        offered = [("", "全部"), *((str(year), f"{year}年") for year in years)]
        self.fields["year"] = forms.TypedChoiceField(
            label=_("年份"), required=False, coerce=int, empty_value=None, choices=offered
        )
        if has_stage:
            stages = [("", "全部"), *Stage.choices]
            self.fields["stage"] = forms.ChoiceField(label=_("学段"), required=False, choices=stages)

    def narrow(self, items: QuerySet[D]) -> QuerySet[D]:
        """``items`` that fit what was chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("q"):
            words = chosen["q"].split()
            for word in words:
                items = items.filter(
                    Q(**{f"{self.owner}__name__icontains": word}) | Q(**{f"{self.owner}__short_name__icontains": word})
                )
        if chosen.get("year"):
            items = items.filter(Q(year=chosen["year"]))
        if chosen.get("stage"):
            items = items.filter(Q(stage=chosen["stage"]))
        return items

    @property
    def is_narrowed(self) -> bool:
        return self.is_bound and any(self.cleaned_data.values())
