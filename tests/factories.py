"""The same people in all tests: a citizen, a registrar, a unit's handler, a stranger's, a supervisor, the director.

Plain functions, each making one thing; nothing here builds the whole world.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from mailbox import assignment, receiving, replying
from mailbox.enums import LetterClass, NotifyBy, Outcome
from mailbox.models import Letter, Topic
from mailbox.permissions import CITIZEN, Actor, staff
from mailbox.receiving import Contact, Incoming, Received
from portal.accounts.granting import give
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.organizations.models import Organization

MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # 9:30 in Shanghai

REPLY = "您好！经核对点名册，按现行规定，连续请假满5个上课日才退课后服务费，伙食费按实际用餐天数退还。"


def bureau() -> Organization:
    found = Organization.objects.filter(code="bureau").first()
    return found or Organization.add_root(name="云岭区教育局", code="bureau", kind="bureau")


def unit(code: str = "basic", name: str = "基础教育科", kind: str = "department", **more: object) -> Organization:
    found = Organization.objects.filter(code=code).first()
    return found or bureau().add_child(name=name, code=code, kind=kind, **more)


def school(code: str = "qingxi", name: str = "云岭区清溪小学") -> Organization:
    return unit(code, name, "school", short_name="清溪小学")


def person(role: Role | str, at: Organization | None = None, username: str = "") -> User:
    """A member of staff who may enter the desk, holding ``role`` at ``at`` (default: the bureau)."""
    role = Role(role)
    name = username or role.value
    user, made = User.objects.get_or_create(username=name, defaults={"display_name": f"{role.label}甲"})
    if made:
        user.set_password("correct-horse-battery")
        user.save()
    give(user, role, at or bureau(), source="tests")
    return user


def actor(role: Role | str, at: Organization | None = None, username: str = "") -> Actor:
    return staff(person(role, at, username))


def receive(
    *,
    subject: str = "请假的日子，课后服务费能退吗",
    body: str = "9月孩子分三次请假，每次4天，一共12天。老师说不满5天的不退。想问能不能合起来算？",
    letter_class: str = LetterClass.ENQUIRY,
    token: str = "",
    now: datetime = MONDAY,
    consent: bool = True,
    name: str = "许清和",
    phone: str = "13812341234",
    email: str = "xuqinghe@example.com",
    notify_by: str = NotifyBy.EMAIL,
    concerned: Organization | None = None,
    **more: object,
) -> Received:
    incoming = Incoming(
        subject=subject,
        body=body,
        letter_class=letter_class,
        consent_to_publish=consent,
        concerned=concerned,
        contact=Contact(name=name, phone=phone, email=email, notify_by=notify_by),
        **more,
    )
    return receiving.receive(incoming, token=token or secrets.token_urlsafe(16), by=CITIZEN, now=now)


def letter(**given: object) -> Letter:
    return receive(**given).letter


def classification(**given: object) -> assignment.Classification:
    facts: dict[str, object] = {"letter_class": LetterClass.ENQUIRY, "topic": Topic.objects.get(code="fees")}
    return assignment.Classification(**{**facts, **given})


def registered(now: datetime = MONDAY, classified: dict[str, object] | None = None, **given: object) -> Letter:
    made = letter(now=now, **given)
    facts = {"letter_class": LetterClass(made.letter_class), "concerned": made.concerned, **(classified or {})}
    return assignment.register(made.pk, classification(**facts), by=actor(Role.REGISTRAR), now=now)


def assigned(to: Organization | None = None, now: datetime = MONDAY, **given: object) -> Letter:
    made = registered(now=now, **given)
    return assignment.assign(made.pk, to or unit(), by=actor(Role.REGISTRAR), now=now)


def accepted(to: Organization | None = None, now: datetime = MONDAY, **given: object) -> Letter:
    made = assigned(to, now, **given)
    return assignment.accept(made.pk, by=actor(Role.HANDLER, to or unit()), now=now)


def drafted(to: Organization | None = None, now: datetime = MONDAY, text: str = REPLY, **given: object) -> Letter:
    made = accepted(to, now, **given)
    handler = actor(Role.HANDLER, to or unit())
    replying.save_draft(made.pk, text=text, outcome=Outcome.EXPLAINED, revision=0, by=handler, now=now)
    return replying.submit(made.pk, by=handler, now=now)


def approved(to: Organization | None = None, now: datetime = MONDAY, **given: object) -> Letter:
    made = drafted(to, now, **given)
    return replying.approve(made.pk, by=actor(Role.REVIEWER, to or unit()), now=now)


def answered(to: Organization | None = None, now: datetime = MONDAY, **given: object) -> Letter:
    made = approved(to, now, **given)
    return replying.sign(made.pk, by=actor(Role.SIGNER), now=now)
