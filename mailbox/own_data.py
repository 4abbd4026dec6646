"""What the writer may take away: the letter with all that was said and done about it, and the own contact data.

个人信息保护法 45. Neither words that staff write to each other nor names of staff are in it; units are.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from mailbox import chain, due_words, queries, timeline
from mailbox.enums import EventKind, Satisfaction
from mailbox.models import Letter, LetterContact, Rating
from mailbox.permissions import CITIZEN
from mailbox.transitions import lock

TOLD_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Words:
    """Something that was said: by whom (写信人 or a unit), when, what."""

    title: str
    at: str
    text: str


@dataclass(frozen=True)
class Said:
    """Term and text, in order."""

    term: str
    text: str


@dataclass(frozen=True)
class OwnData:
    number: str
    subject: str
    body: str
    facts: list[Said]
    contact: list[Said]
    words: list[Words]
    replies: list[Words]
    rating: list[Said]
    entries: list[Words]
    public_address: str
    made_at: str

    def as_dict(self) -> dict[str, Any]:
        """For machines: the same as the readable page."""
        return asdict(self)


def own_data(letter: Letter, now: datetime) -> OwnData:
    """Everything of ``letter`` that is the writer's to read, contact data opened."""
    public = queries.published_answers().filter(letter=letter).first()
    return OwnData(
        number=letter.number,
        subject=letter.subject,
        body=letter.body,
        facts=_facts(letter),
        contact=contact_of(letter),
        words=[
            Words(str(each.get_kind_display()), due_words.moment(each.at), each.text) for each in letter.messages.all()
        ],
        replies=[
            Words(str(each.unit or ""), due_words.moment(each.sent_at), each.text)
            for each in letter.replies.filter(sent_at__isnull=False).select_related("unit").order_by("sent_at")
            if each.sent_at
        ],
        rating=_rating(letter),
        entries=[
            Words(each.title, due_words.moment(datetime.fromisoformat(each.iso)), each.detail)
            for each in timeline.past(timeline.events_of(letter))
        ],
        public_address=settings.PUBLIC_URL + public.get_absolute_url() if public else "",
        made_at=due_words.moment(now),
    )


def taken_away(letter_id: int, *, now: datetime) -> OwnData:
    """``own_data`` of a letter, the taking itself in the ledger: the writer sees it when somebody else had the code.

    Once an hour is enough for that. Called inside a transaction.
    """
    letter = lock(letter_id)
    if not letter.events.filter(kind=EventKind.EXPORTED, at__gt=now - TOLD_AGAIN_AFTER).exists():
        chain.record(letter, EventKind.EXPORTED, by=CITIZEN, now=now)
    return own_data(letter, now)


def contact_of(letter: Letter) -> list[Said]:
    """The contact data in clear; empty for an anonymous letter and after a deletion."""
    contact = LetterContact.objects.filter(letter=letter).first()
    if contact is None or contact.is_anonymous:
        return []
    given = (("姓名", contact.name), ("手机号", contact.phone), ("邮箱", contact.email))
    return [Said(term, text) for term, text in given if text] + [Said("通知方式", str(contact.get_notify_by_display()))]


def masked_contact_of(letter: Letter) -> list[Said]:
    """What the page shows: enough to recognise it, not enough for who looks over the shoulder."""
    contact = LetterContact.objects.filter(letter=letter).first()
    if contact is None:
        return []
    given = (("姓名", contact.masked_name), ("手机号", contact.masked_phone), ("邮箱", contact.masked_email))
    return [Said(term, text) for term, text in given if text]


def _facts(letter: Letter) -> list[Said]:
    unit = queries.lead_unit(letter)
    given = (
        ("收到时间", due_words.moment(letter.received_at)),
        ("来源渠道", letter.get_channel_display()),
        ("诉求类别", letter.get_letter_class_display() if letter.letter_class else ""),
        ("涉及的学校或地点", letter.place),
        ("状态", letter.get_status_display()),
        ("办理结果", letter.get_outcome_display() if letter.outcome else ""),
        ("负责的科室", str(unit) if unit else ""),
        ("对承办单位保密", "是" if letter.is_confidential else "否"),
        ("同意公开去标识后的内容", "是" if letter.consent_to_publish else "否"),
    )
    return [Said(term, str(text)) for term, text in given if text]


def _rating(letter: Letter) -> list[Said]:
    rating = Rating.objects.filter(letter=letter).first()
    if rating is None:
        return []
    given = [
        Said("对办理结果", str(Satisfaction(rating.handling).label)),
        Said("对服务态度", str(Satisfaction(rating.reception).label)),
    ]
    return [*given, Said("想说的话", rating.comment)] if rating.comment else given
