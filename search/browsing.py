"""Topics to look through when no words lead to an answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode

from mailbox.queries import published_answers

OFFERED = 8
OTHER = "other"


@dataclass(frozen=True)
class BrowsedTopic:
    """A topic with the number of public answers in it; ``url`` lists them."""

    name: str
    count: int
    url: str


def topics() -> list[BrowsedTopic]:
    """Topics that have public answers, the fullest first; 其他 leads nowhere and comes last."""
    answers = published_answers().select_related(None).order_by().exclude(topic=None)
    rows = answers.values_list("topic__code", "topic__name").annotate(count=Count("pk"))
    fullest = sorted(rows.order_by("-count", "topic__position"), key=lambda row: row[0] == OTHER)
    listing = reverse("mailbox:answers")
    return [
        BrowsedTopic(name, count, f"{listing}?{urlencode({'topic': code})}") for code, name, count in fullest[:OFFERED]
    ]
