"""Names of 内容分类 are read by everyone: one 登记员 or 管理员 proposes, another one confirms what stands there then.

Until then the public name stays as it was. Taking a topic out of use needs one person. Steps go to the audit trail.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from mailbox.models import Topic
from portal.accounts.grants import holds
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.audit.record import record
from portal.privacy import plain_names
from portal.registries import DoubtfulName

MAY_NAME = (Role.REGISTRAR, Role.ADMINISTRATOR)
GONE = "这个名称已经有人处理过，或者又改过了。请看过现在的名称再确认。"
NOT_YOURS = "分类名称要由另一位登记员或管理员确认。"
OWN = "这个名称是您提出的。请另一位登记员或管理员确认。"


class NameRefused(Exception):
    """Nothing was changed. The message is a sentence for the person who asked."""


def waiting() -> QuerySet[Topic]:
    """Topics whose new name waits for a second person, the oldest first."""
    return Topic.objects.exclude(proposed_name="").select_related("proposed_by").order_by("proposed_at", "pk")


def may_confirm(topic: Topic, user: User) -> bool:
    return topic.proposed_by_id not in (None, user.pk) and holds(user, *MAY_NAME)


def propose(topic: Topic, words: str, *, by: User) -> Topic:
    """Store ``topic`` with everything else that its form holds; ``words`` wait as its name unless they are it already.

    Words that a colleague proposed stay the colleague's.
    """
    with transaction.atomic():
        before = Topic.objects.filter(pk=topic.pk).first() if topic.pk else None
        topic.name = before.name if before else ""
        topic.is_active = topic.is_active and bool(topic.name)
        topic.proposed_name = "" if words == topic.name else words
        if before is None or topic.proposed_name != before.proposed_name:
            topic.proposed_by = by if topic.proposed_name else None
            topic.proposed_at = timezone.now() if topic.proposed_name else None
            topic.save()
            record(by, "topic.proposed" if topic.proposed_name else "topic.withdrawn", target=f"topic:{topic.pk}")
        else:
            topic.save()
        return topic


def confirm(topic_id: int, words: str, *, by: User) -> Topic:
    """The second person, who has read ``words``: from now on everyone reads them; a new topic is in use from now on.

    Raises NameRefused for who proposed it, for other roles, for words that are no longer the ones proposed, and for
    what the machine finds in them.
    """
    with transaction.atomic():
        topic = _waiting(topic_id, words)
        if not holds(by, *MAY_NAME):
            raise NameRefused(NOT_YOURS)
        if topic.proposed_by_id in (None, by.pk):
            raise NameRefused(OWN)
        if refusal := plain_names.refusal(topic.proposed_name):
            raise NameRefused(refusal)
        detail: dict[str, int | str] = {"proposed_by": topic.proposed_by_id}
        topic.name, topic.is_active = topic.proposed_name, topic.is_active or not topic.name
        _end(topic)
        record(by, "topic.confirmed", target=f"topic:{topic.pk}", detail=detail)
        return topic


def decline(topic_id: int, words: str, *, by: User) -> Topic:
    """不同意, or 收回 by who proposed it: the public name stays; a topic that never had one stays out of use."""
    with transaction.atomic():
        topic = _waiting(topic_id, words)
        _end(topic)
        record(by, "topic.declined", target=f"topic:{topic_id}")
        if not topic.name:
            topic.delete()
        return topic


def doubtful() -> Iterator[DoubtfulName]:
    """Names in public use in which the machine finds personal data as rules and detectors are now."""
    rows = Topic.objects.exclude(name="").values_list("pk", "name")
    return plain_names.doubtful(
        str(Topic._meta.verbose_name), ((name, reverse("letter_topics:edit", args=[pk])) for pk, name in rows)
    )


def _waiting(topic_id: int, words: str) -> Topic:
    topic = Topic.objects.select_for_update().filter(pk=topic_id).exclude(proposed_name="").first()
    if topic is None or topic.proposed_name != words:
        raise NameRefused(GONE)
    return topic


def _end(topic: Topic) -> None:
    topic.proposed_name, topic.proposed_by, topic.proposed_at = "", None, None
    topic.save()
