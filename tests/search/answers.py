"""Released answers, made without the desk: search cares about what is public, not how it came to be."""

from __future__ import annotations

from datetime import date
from itertools import count

from django.utils import timezone

from mailbox.enums import Status, Visibility
from mailbox.models import Letter, PublicAnswer, Topic
from tests import factories

NUMBERS = count(1)
QUESTION = "9月孩子请了12天假，课后服务费能退吗？"
ANSWER = "能退。伙食费按没吃的天数退。课后服务费连续请假满5个上课日的，从请假第1天起按天退。"


def letter(**given: object) -> Letter:
    number = next(NUMBERS)
    facts: dict[str, object] = {
        "number": f"YL-2026-{number:05d}-T",
        "subject": "原信主题",
        "body": "原信内容",
        "status": Status.ANSWERED,
        "visibility": Visibility.PUBLISHED,
        "consent_to_publish": True,
        "received_at": timezone.now(),
    }
    return Letter.objects.create(**{**facts, **given})


def published(
    title: str = "请假期间课后服务费怎么退",
    question: str = QUESTION,
    answer: str = ANSWER,
    *,
    on: date = date(2026, 3, 19),
    topic: str = "fees",
    brief: str = "",
    of: Letter | None = None,
) -> PublicAnswer:
    return PublicAnswer.objects.create(
        letter=of or letter(),
        title=title,
        question=question,
        answer=answer,
        brief=brief,
        topic=Topic.objects.get(code=topic),
        unit=factories.unit(),
        received_on=on,
        answered_on=on,
        proposed_by=factories.person("handler", username="proposer"),
        edited_by=factories.person("handler", username="proposer"),
        released_by=factories.person("releaser", username="releaser"),
        published_at=timezone.now(),
    )


def take_off(answer: PublicAnswer) -> None:
    answer.unpublished_at = timezone.now()
    answer.save(update_fields=["unpublished_at"])
