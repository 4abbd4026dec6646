"""Topics to look through when no words lead to an answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from mailbox.queries import published_answers

OFFERED = 8


@dataclass(frozen=True)
class BrowsedTopic:
    """A topic with the number of public answers in it; ``url`` lists them."""

    name: str
    count: int
    url: str


def topics() -> list[BrowsedTopic]:
    """Topics that have public answers, the fullest first."""
    rows = (
        published_answers()
        .select_related(None)
        .order_by()
        .exclude(topic=None)
        .values_list("topic__code", "topic__name")
    )
    fullest = rows.annotate(count=Count("pk")).order_by("-count", "topic__position")[:OFFERED]
    listing = reverse("mailbox:answers")
    return [BrowsedTopic(name, count, f"{listing}?{urlencode({'topic': code})}") for code, name, count in fullest]
