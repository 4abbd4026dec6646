"""``seed(scale)``: letters in every state and age, reply templates, and public answers released by two people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import transaction

from mailbox.models import Letter, PublicAnswer, Topic
from mailbox.seeding.cast import Cast, Days
from mailbox.seeding.lives import Life
from mailbox.seeding.matters import Matter, load
from mailbox.seeding.publication import publish
from mailbox.seeding.reply_templates import seed_templates

Step = Callable[[Life, Letter], None]

TO_WORK: tuple[Step, ...] = (Life.register, Life.assign, Life.accept)
TO_REPLY: tuple[Step, ...] = (*TO_WORK, Life.draft, Life.approve, Life.sign)
# State → the steps that lead there.
WAYS: dict[str, tuple[Step, ...]] = {
    "received": (),
    "registered": (Life.register,),
    "recalled": (Life.register, Life.assign, Life.recall),
    "assigned": (Life.register, Life.assign),
    "accepted": TO_WORK,
    "soon": TO_WORK,
    "late": TO_WORK,
    "urgent": TO_WORK,
    "reminded": (*TO_WORK, Life.remind),
    "awaiting_citizen": (*TO_WORK, Life.ask),
    "supplemented": (*TO_WORK, Life.ask, Life.supplement),
    "drafted": (*TO_WORK, Life.draft),
    "approved": (*TO_WORK, Life.draft, Life.approve),
    "answered": TO_REPLY,
    "closed": (*TO_REPLY, Life.rate),
    "archived": (*TO_REPLY, Life.rate, Life.archive),
    "returned": (Life.register, Life.assign, Life.give_back),
    "withdrawn": (Life.register, Life.withdraw),
    "redirected": (Life.register, Life.redirect),
    "rejected": (Life.register, Life.reject),
    "merged": (Life.register, Life.merge),
    "reopened": (*TO_REPLY, Life.reopen),
    "report_received": (),
    "report_assigned": (Life.register, Life.assign),
    "report_answered": TO_REPLY,
}
# The answered matters, oldest first, end in these states; the public copy of the last ones is still on its way.
ENDS = ("archived", "closed", "closed", "answered")
ON_THE_WAY = {-1: "consented", -2: "consented", -3: "proposed", -4: "proposed", -5: "confirmed", -6: "confirmed"}
SPREAD = 4  # working days between two answered letters


@dataclass(frozen=True)
class Tracked:
    """A letter whose number and code the demo may show."""

    number: str
    code: str


def seed(scale: int) -> str:
    """Letters ``scale`` times over. Needs organizations, accounts and the calendar. Returns what was made, in words."""
    if Letter.objects.exists():
        return f"信件：已有{Letter.objects.count()}封，没有再加"
    cast, days = Cast(), Days()
    topics = {topic.code: topic for topic in Topic.objects.all()}
    seed_templates(topics)
    shown: Tracked | None = None
    for serial, (matter, copy) in enumerate(_matters(scale)):
        life = Life(matter, cast, days, topics, serial)
        with transaction.atomic():
            tracked = _live(life, copy)
        shown = tracked if matter.state == "awaiting_citizen" and shown is None else shown
    public = PublicAnswer.objects.filter(published_at__isnull=False).count()
    sample = f"；可以试查 {shown.number}，查询码 {shown.code}" if shown else ""
    return f"信件：{Letter.objects.count()}封，公开答复{public}条{sample}"


def _matters(scale: int) -> list[tuple[Matter, str]]:
    """(matter, what becomes of its public copy), the oldest letter first."""
    answered, open_ones = load("answered"), load("open")
    made: list[tuple[Matter, str]] = []
    for repeat in range(scale):
        for place, matter in enumerate(answered):
            days = SPREAD * (len(answered) - place) + 12 + 2 * repeat
            copy = ON_THE_WAY.get(place - len(answered), "published")
            made.append((replace(matter, state=ENDS[place % len(ENDS)], days=days), copy))
        made += [(matter, "") for matter in open_ones]
    return sorted(made, key=lambda each: -each[0].days)


def _live(life: Life, copy: str) -> Tracked:
    received = life.receive()
    for step in WAYS[life.matter.state]:
        step(life, received.letter)
    if copy:
        publish(life, received.letter, copy)
    return Tracked(received.letter.number, received.code or "")
