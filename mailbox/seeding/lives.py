"""The life of one demo letter up to its state, through the bureau's own functions: ledger and clocks are true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbox import assignment, correspondence, receiving, replying
from mailbox.enums import About, Channel, LetterClass, NotifyBy, Satisfaction
from mailbox.models import Letter, Topic
from mailbox.permissions import CITIZEN, SYSTEM, Actor
from mailbox.receiving import Contact, Incoming, Received
from mailbox.seeding.cast import Cast, Days
from mailbox.seeding.matters import WRITERS, Matter
from portal.organizations.models import Organization, OrganizationKind

BY_STAFF = (Channel.PHONE, Channel.VISIT, Channel.POST, Channel.HOTLINE)
RATINGS = (Satisfaction.SATISFIED, Satisfaction.SATISFIED, Satisfaction.MOSTLY, Satisfaction.DISSATISFIED)
ABOUT = {OrganizationKind.SCHOOL: About.SCHOOL, OrganizationKind.KINDERGARTEN: About.KINDERGARTEN}


@dataclass
class Life:
    """One letter on its way. ``serial`` makes writers, channels and times differ from letter to letter."""

    matter: Matter
    cast: Cast
    days: Days
    topics: dict[str, Topic]
    serial: int

    @property
    def unit(self) -> Organization:
        return self.cast.units[self.matter.unit]

    @property
    def concerned(self) -> Organization | None:
        return self.cast.units.get(self.matter.about)

    @property
    def handler(self) -> Actor:
        return self.cast.handler(self.unit)

    @property
    def registrar(self) -> Actor:
        return self.cast.named("registrar")

    def at(self, offset: float) -> datetime:
        """``offset`` working days after the letter came, not later than now."""
        return self.days.ago(max(self.matter.days - offset, 0), minutes=3 * (self.serial % 9))

    def receive(self) -> Received:
        """Each fifth letter comes by another channel and is entered by the registrar."""
        name, phone = WRITERS[self.serial % len(WRITERS)]
        by_staff = self.serial % 5 == 4
        matter = self.matter
        incoming = Incoming(
            subject=matter.subject,
            body=matter.body,
            letter_class=matter.letter_class,
            concerned=self.concerned,
            is_confidential=matter.confidential,
            consent_to_publish=matter.letter_class != LetterClass.REPORT,
            is_urgent=matter.urgent,
            channel=BY_STAFF[self.serial // 5 % len(BY_STAFF)] if by_staff else Channel.WEB,
            contact=Contact(name=name, phone=phone, notify_by=NotifyBy.PHONE if phone else NotifyBy.NONE),
        )
        by = self.registrar if by_staff else CITIZEN
        return receiving.receive(incoming, token=f"demo-letter-{self.serial}", by=by, now=self.at(0))

    def register(self, letter: Letter) -> None:
        given = assignment.Classification(
            letter_class=LetterClass(self.matter.letter_class),
            topic=self.topics[self.matter.topic],
            about=ABOUT[OrganizationKind(self.concerned.kind)] if self.concerned else About.NONE,
            concerned=self.concerned,
            is_urgent=self.matter.urgent,
        )
        assignment.register(letter.pk, given, by=self.registrar, now=self.at(0.2))

    def assign(self, letter: Letter) -> None:
        assignment.assign(letter.pk, self.unit, by=self.registrar, now=self.at(0.3))

    def recall(self, letter: Letter) -> None:
        assignment.recall(letter.pk, by=self.registrar, now=self.at(0.5), note="转错了科室")

    def accept(self, letter: Letter) -> None:
        assignment.accept(letter.pk, by=self.handler, now=self.at(0.6))

    def give_back(self, letter: Letter) -> None:
        assignment.return_to_registry(letter.pk, by=self.handler, now=self.at(0.6), note=self.matter.note)

    def redirect(self, letter: Letter) -> None:
        assignment.redirect(letter.pk, by=self.registrar, now=self.at(0.3), note=self.matter.note)

    def reject(self, letter: Letter) -> None:
        assignment.reject(letter.pk, by=self.registrar, now=self.at(0.3), note=self.matter.note)

    def merge(self, letter: Letter) -> None:
        """Into the newest open letter of the same topic."""
        same = Letter.objects.filter(topic=self.topics[self.matter.topic], merged_into=None).exclude(pk=letter.pk)
        assignment.merge(letter.pk, same.latest("received_at"), by=self.registrar, now=self.at(0.3))

    def withdraw(self, letter: Letter) -> None:
        correspondence.withdraw(letter.pk, now=self.at(1), reason=self.matter.note)

    def ask(self, letter: Letter) -> None:
        replying.ask_citizen(letter.pk, by=self.handler, now=self.at(1), question=self.matter.question)

    def supplement(self, letter: Letter) -> None:
        correspondence.supplement(letter.pk, self.matter.supplement, now=self.at(2))

    def remind(self, letter: Letter) -> None:
        correspondence.remind(letter.pk, "已经超过答应的时间了，请尽快答复。", now=self.at(self.matter.days - 1))

    def draft(self, letter: Letter) -> None:
        text, outcome = self.matter.reply, self.matter.outcome
        replying.save_draft(letter.pk, text=text, outcome=outcome, revision=0, by=self.handler, now=self.at(1.4))
        replying.submit(letter.pk, by=self.handler, now=self.at(1.5))

    def approve(self, letter: Letter) -> None:
        replying.approve(letter.pk, by=self.cast.named("reviewer"), now=self.at(1.8))

    def sign(self, letter: Letter) -> None:
        replying.sign(letter.pk, by=self.cast.named("signer"), now=self.at(2.2))

    def rate(self, letter: Letter) -> None:
        """Three of four writers rate; the others' letters are closed by the bureau."""
        if self.serial % 4 == 3:
            replying.close(letter.pk, by=SYSTEM, now=self.at(5))
            return
        handling = RATINGS[self.serial // 3 % len(RATINGS)]
        reception = RATINGS[self.serial // 5 % len(RATINGS)]
        correspondence.rate(letter.pk, handling=handling, reception=reception, comment="", now=self.at(4))

    def archive(self, letter: Letter) -> None:
        replying.archive(letter.pk, by=self.registrar, now=self.at(8))

    def reopen(self, letter: Letter) -> None:
        replying.reopen(letter.pk, by=self.cast.named("supervisor"), now=self.at(5), note=self.matter.note)
