"""Template tags of the design system; loaded as builtins, so templates need no ``{% load %}``.

Every tag escapes what it is given. The components live in ``templates/components``; ``/components/`` shows them all.
"""

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal import chinese_dates, large_type, word_breaks
from portal.form_fields import FieldView

register = template.Library()

SECTIONS = (
    ("公开信息", "home:disclosures"),
    ("公开答复", "mailbox:answers"),
    ("写信", "mailbox:write"),
    ("查进度", "mailbox:track"),
)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One drawing of the sprite, hidden from screen readers: an icon always stands beside a word."""
    return format_html('<svg aria-hidden="true"><use href="{}#{}"/></svg>', static("portal/img/icons.svg"), name)


@register.filter
def wbr(text: object) -> SafeString:
    """A heading that breaks between words only; use it inside ``class="title"``."""
    pieces = ((chunk,) for chunk in word_breaks.chunks(str(text or "")))
    return format_html_join(mark_safe("<wbr>"), "{}", pieces)


@register.filter
def marked(text: object, words: Iterable[str]) -> SafeString:
    """``text`` with each of ``words`` behind ``<mark>``, whatever its letter case."""
    found = sorted({word for word in words or () if word}, key=len, reverse=True)
    if not found:
        return format_html("{}", text)
    pieces = re.split("(" + "|".join(map(re.escape, found)) + ")", str(text), flags=re.IGNORECASE)
    return format_html_join("", "{}{}", ((plain, _mark(hit)) for plain, hit in zip_longest(pieces[::2], pieces[1::2])))


def _mark(hit: str | None) -> str:
    return format_html("<mark>{}</mark>", hit) if hit else ""


@register.filter
def amount(value: Decimal | None) -> str:
    """1,204.5: thousands apart, no trailing zeros; empty for no amount."""
    return "" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


@register.filter
def zh_date(value: datetime.date | None) -> str:
    """2026年11月23日（周一）; empty for no date."""
    return chinese_dates.full(value) if value else ""


@register.filter
def zh_day(value: datetime.date | None) -> str:
    """11月23日（周一）; empty for no date."""
    return chinese_dates.short(value) if value else ""


@register.filter
def zh_time(value: datetime.datetime | None) -> str:
    """11月23日（周一）9:05; empty for no time."""
    return chinese_dates.moment(value) if value else ""


@register.filter
def iso_day(value: datetime.date | None) -> str:
    """For the ``datetime`` attribute of ``<time>``: the local day, 2026-11-23."""
    return chinese_dates.as_date(value).isoformat() if value else ""


@register.inclusion_tag("components/crumbs.html")
def crumbs(trail: Iterable[tuple[str, str]]) -> dict[str, object]:
    """Where this page stands, the site's first page left out; the last entry is this page and no link."""
    *above, (here, _url) = list(trail)
    return {"above": above, "here": here}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context: Context, page: "Page[Any]") -> dict[str, object]:
    """Links to the other pages of a list; the filters in the address stay."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    kept = query.urlencode()
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return {
        "page": page,
        "numbers": numbers,
        "ellipsis": page.paginator.ELLIPSIS,
        "start": f"?{kept}&page=" if kept else "?page=",
    }


@register.inclusion_tag("components/field.html")
def field(bound: forms.BoundField, **attrs: str) -> dict[str, object]:
    """Label, hint, error, control, counter, in the order they are read; ``attrs`` go on the control."""
    return {"field": FieldView(bound, attrs)}


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, object]:
    """What must be changed, each line a link to its field; nothing when the form has no error."""
    wrong = [(FieldView(form[name], {}), errors) for name, errors in form.errors.items() if name in form.fields]
    general = list(form.non_field_errors())
    return {"wrong": wrong, "general": general, "count": sum(len(e) for _field, e in wrong) + len(general)}


@register.inclusion_tag("components/steps.html")
def steps(names: Iterable[str], current: int) -> dict[str, object]:
    """Progress through a form; ``current`` counts from 1."""
    listed = list(names)
    return {"names": listed, "current": current, "total": len(listed)}


@register.inclusion_tag("components/badge.html")
def badge(icon_name: str, text: str, tone: str = "") -> dict[str, str]:
    """A state as disc and word; ``tone``: "", late, soon or mute."""
    return {"icon_name": icon_name, "text": text, "tone": tone}


@register.simple_tag(takes_context=True)
def section_links(context: Context) -> list[dict[str, object]]:
    """The main menu: sections that exist, with the one being read marked."""
    request = context.get("request")
    links: list[dict[str, object]] = []
    for title, name in SECTIONS:
        try:
            links.append({"title": _(title), "url": reverse(name)})
        except NoReverseMatch:
            continue
    here = getattr(request, "path", "")
    within = [link for link in links if here.startswith(str(link["url"]))]
    for link in links:  # the longest match wins: /letters/new/ is 写信, not 公开答复
        link["current"] = bool(within) and link is max(within, key=lambda one: len(str(one["url"])))
    return links


class _KeepEdition(template.Node):
    def __init__(self, nodes: NodeList) -> None:
        self.nodes = nodes

    def render(self, context: Context) -> SafeString:
        html = self.nodes.render(context)
        return mark_safe(large_type.keep_in_html(html)) if context.get("large") else html


@register.tag
def keep_edition(parser: Parser, token: Token) -> _KeepEdition:
    """Everything inside keeps the large-type edition in its links and forms; see ``portal.large_type``."""
    nodes = parser.parse(("endkeep_edition",))
    parser.delete_first_token()
    return _KeepEdition(nodes)


@register.filter
def paragraphs(text: object) -> SafeString:
    """Plain text with line breaks as one ``<p>`` a line; nothing in it is taken for markup."""
    lines = (line.strip() for line in str(text or "").splitlines())
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines if line))
