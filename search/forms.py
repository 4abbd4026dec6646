"""The search form. Everything a browser can send gives a query: what cannot be read is said and left out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from search.analysis import MAX_TEXT
from search.documents import Kind
from search.queries import Query, Sort

KIND_NAMES = {Kind.ANSWER: _("公开答复"), Kind.DISCLOSURE: _("信息公开"), Kind.ARTICLE: _("文章")}
LAST_PAGE = 100_000


class SearchForm(forms.Form):
    q = forms.CharField(label=_("想问什么"), required=False)
    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[("", _("全部")), *KIND_NAMES.items()])
    topic = forms.CharField(label=_("主题"), required=False, max_length=100)
    unit = forms.CharField(label=_("单位"), required=False, max_length=100)
    year = forms.IntegerField(
        label=_("年份"),
        required=False,
        min_value=1900,
        max_value=2200,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("年份请写四位数字，如2026")),
    )
    since = forms.DateField(label=_("从"), required=False, error_messages={"invalid": _("日期请写成2026-09-01这样")})
    until = forms.DateField(label=_("到"), required=False, error_messages={"invalid": _("日期请写成2026-09-01这样")})
    sort = forms.ChoiceField(
        label=_("排序"), required=False, choices=[(Sort.RELEVANCE, _("最相近的在前")), (Sort.NEWEST, _("最新的在前"))]
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE)
    exact = forms.CharField(required=False)

    def __init__(self, data: QueryDict) -> None:
        typed = {name: str(data.get(name, "")).replace("\x00", "") for name in self.base_fields}
        typed["q"] = typed["q"][:MAX_TEXT]
        super().__init__(typed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("结束日期早于开始日期，请改一个"))
        return cleaned

    @property
    def as_typed(self) -> bool:
        """The reader wants these very words, not what may have been meant by them."""
        return bool(self.data.get("exact"))

    @property
    def query(self) -> Query:
        """The query of what could be read; unreadable filters are left out and stand in ``errors``."""
        self.is_valid()
        read = self.cleaned_data
        return Query(
            text=read.get("q", ""),
            kind=Kind(read["kind"]) if read.get("kind") else None,
            topic=read.get("topic", ""),
            unit=read.get("unit", ""),
            year=read.get("year"),
            since=read.get("since"),
            until=read.get("until"),
            sort=Sort(read.get("sort") or Sort.RELEVANCE),
            page=read.get("page") or 1,
        )
