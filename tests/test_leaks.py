"""Nothing private leaves the letter: canaries in every private field, a full life, then every way out is searched.

Each canary is a sign found nowhere else. After the letter has been written, asked about, answered, published, taken
down again and reported on, the canaries are looked for on public pages, in feed and sitemap, in what search knows, in
the queue, in mails, in log lines and in every table of the database. ``MAY_LIE_IN`` is the whole list of where they may
be, and only the encrypted contact data is nowhere readable at all.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from django.core import mail
from django.db import connection
from django.test import TestCase
from django.urls import reverse

from mailbox import assignment, contacts, correspondence, gate, publishing, replying
from mailbox.enums import LetterClass, NotifyBy, Outcome
from mailbox.marking import PublicTexts
from mailbox.models import Letter, PublicAnswer, PublicDraft
from portal.accounts.roles import Role
from portal.outbox.drain import drain
from portal.outbox.models import MessageState, OutboxMessage
from search import sources
from search.engine import backend
from search.indexing import compare
from tests import factories as f

NAME, PHONE, EMAIL = "欧阳金丝雀", "13987654321", "canary-kx7q@example.org"
CONTACT = (NAME, PHONE, EMAIL)
PUBLIC_TITLE, PUBLIC_WORDS = "课后服务费怎么退费", "可公开的答复正文：请假满五天的按天退还，学期末由学校结算。"

# Table and column → what may lie there. Everything else must hold no canary.
MAY_LIE_IN = {
    ("mailbox_letter", "subject"),
    ("mailbox_letter", "body"),
    ("mailbox_letter", "place"),
    ("mailbox_message", "text"),
    ("mailbox_reply", "text"),
    ("mailbox_rating", "comment"),
    ("mailbox_eventwords", "text"),
    ("mailbox_publicdraft", "title"),
    ("mailbox_publicdraft", "question"),
    ("mailbox_publicdraft", "answer"),
    ("mailbox_publicanswer", "unpublish_reason"),
}


@dataclass
class Canaries:
    """Signs by the field they are planted in."""

    planted: dict[str, str] = field(default_factory=dict)

    def sign(self, place: str) -> str:
        """A fresh sign for ``place``; letters and digits only, so that no index takes it apart."""
        return self.planted.setdefault(place, f"zq{len(self.planted):03d}{place.replace('_', '')}kx")

    def found_in(self, text: str) -> list[str]:
        low = text.lower()
        signs = [place for place, sign in self.planted.items() if sign in low]
        return signs + [value for value in CONTACT if value.lower() in low]


@dataclass
class Lived:
    """The letters of the test after their lives."""

    canaries: Canaries
    published: PublicAnswer
    taken_down: PublicAnswer
    waiting: PublicAnswer
    report: Letter

    @property
    def numbers(self) -> list[str]:
        return list(Letter.objects.values_list("number", flat=True))


def write(canaries: Canaries, name: str, **more) -> Letter:
    return f.letter(
        subject=f"来信主题{canaries.sign(f'{name}_subject')}",
        body=f"我叫{NAME}，电话{PHONE}，邮箱{EMAIL}。{canaries.sign(f'{name}_body')}，怎么退费？",
        name=NAME,
        phone=PHONE,
        email=EMAIL,
        notify_by=NotifyBy.EMAIL,
        place=canaries.sign(f"{name}_place"),
        **more,
    )


def handle(canaries: Canaries, letter: Letter, name: str) -> None:
    """Everything that may happen to a letter on its way to the reply, each with words of its own."""
    unit, now = f.unit(), f.MONDAY
    registrar, handler, reviewer = f.actor(Role.REGISTRAR), f.actor(Role.HANDLER, unit), f.actor(Role.REVIEWER, unit)
    given = f.classification(letter_class=LetterClass(letter.letter_class), concerned=letter.concerned)
    assignment.register(letter.pk, given, by=registrar, now=now)
    assignment.assign(letter.pk, unit, by=registrar, now=now, note=canaries.sign(f"{name}_assign_note"))
    assignment.return_to_registry(letter.pk, by=handler, now=now, note=canaries.sign(f"{name}_return_reason"))
    assignment.assign(letter.pk, unit, by=registrar, now=now)
    assignment.accept(letter.pk, by=handler, now=now)
    replying.ask_citizen(letter.pk, by=handler, now=now, question=canaries.sign(f"{name}_question"))
    correspondence.supplement(letter.pk, canaries.sign(f"{name}_supplement"), now=now)
    correspondence.remind(letter.pk, canaries.sign(f"{name}_reminder"), now=now)
    reason = canaries.sign(f"{name}_reveal_reason")
    assert contacts.reveal(letter.pk, "phone", reason=reason, by=registrar, now=now) == PHONE
    draft = f"{canaries.sign(f'{name}_first_draft')}{f.REPLY}"
    replying.save_draft(letter.pk, text=draft, outcome=Outcome.EXPLAINED, revision=0, by=handler, now=now)
    replying.submit(letter.pk, by=handler, now=now)
    replying.send_back(letter.pk, by=reviewer, now=now, note=canaries.sign(f"{name}_send_back_note"))
    text = f"{NAME}您好，{canaries.sign(f'{name}_reply')}。{f.REPLY}"
    replying.save_draft(letter.pk, text=text, outcome=Outcome.EXPLAINED, revision=1, by=handler, now=now)
    replying.submit(letter.pk, by=handler, now=now)
    replying.approve(letter.pk, by=reviewer, now=now)
    replying.sign(letter.pk, by=f.actor(Role.SIGNER), now=now)
    words = canaries.sign(f"{name}_rating")
    correspondence.rate(letter.pk, handling="satisfied", reception="mostly", comment=words, now=now)


def publish(letter: Letter) -> PublicAnswer:
    """Through the gate, rewritten by a person, released by another."""
    publisher = f.actor(Role.PUBLISHER)
    answer = publishing.propose(letter.pk, by=publisher, now=f.MONDAY)
    rewritten = PublicTexts(PUBLIC_TITLE, "请假以后怎么退费？", PUBLIC_WORDS, "能退。")
    draft = PublicDraft.objects.get(public_answer=answer)
    saved = gate.save_texts(answer.pk, rewritten, topic=None, revision=draft.revision, by=publisher, now=f.MONDAY)
    gate.confirm(answer.pk, revision=saved.revision, by=publisher, now=f.MONDAY)
    return publishing.release(answer.pk, revision=saved.revision, by=f.actor(Role.RELEASER), now=f.MONDAY)


def work_off_the_queue() -> None:
    while drain(200):
        pass
    assert not OutboxMessage.objects.exclude(state=MessageState.DONE).exists()


def live() -> Lived:
    """One letter published, one taken down, one at the gate, one report: all with canaries, the queue worked off."""
    canaries = Canaries()
    answers = {}
    for name in ("public", "down", "waiting"):
        letter = write(canaries, name)
        handle(canaries, letter, name)
        answers[name] = publish(letter) if name != "waiting" else None
    publisher = f.actor(Role.PUBLISHER)
    reason = canaries.sign("unpublish_reason")
    down = publishing.unpublish(answers["down"].pk, reason=reason, by=publisher, now=f.MONDAY + timedelta(days=1))
    waiting = Letter.objects.get(subject__contains=canaries.planted["waiting_subject"])
    at_gate = publishing.propose(waiting.pk, by=publisher, now=f.MONDAY)
    gate.add_marks(at_gate.pk, "怎么退费", kind="other", mask="", by=publisher, now=f.MONDAY)
    report = write(canaries, "report", letter_class=LetterClass.REPORT, concerned=f.school())
    handle(canaries, report, "report")
    work_off_the_queue()
    return Lived(canaries, answers["public"], down, at_gate, report)


class Lines(logging.Handler):
    """Every record of every logger as one text, with all that hangs on it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {record.__dict__}")


@contextmanager
def every_line() -> Iterator[list[str]]:
    root, handler = logging.getLogger(), Lines()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield handler.lines
    finally:
        root.setLevel(level)
        root.removeHandler(handler)


def public_addresses(lived: Lived) -> dict[str, int]:
    """Address → expected code, for a stranger."""
    names = (
        "home:front", "home:disclosures", "home:fees", "home:enrollment", "home:finances", "home:sitemap",
        "home:sitemap_xml", "home:robots", "mailbox:answers", "mailbox:answers_feed", "mailbox:write", "mailbox:track",
        "search:results",
    )  # fmt: skip
    found = {reverse(name): 200 for name in names}
    for query in ("退费", "课后服务费", "来信主题", "怎么退费 邮箱 电话"):
        found[f"{reverse('search:results')}?q={query}"] = 200
        found[f"{reverse('search:similar')}?q={query}"] = 200
        found[f"{reverse('mailbox:answers')}?q={query}"] = 200
    found[lived.published.get_absolute_url()] = 200
    found |= dict.fromkeys((lived.taken_down.get_absolute_url(), lived.waiting.get_absolute_url()), 404)
    return found


def every_cell():
    """(table, column, text) of every cell of the database, index tables of the search included."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield table, column, readable(value)


def readable(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


class TestTheLife(TestCase):
    """One life, looked at from every side; each test finds it as it was left."""

    lived: ClassVar[Lived]
    mails: ClassVar[list[mail.EmailMessage]]
    lines: ClassVar[list[str]]

    @classmethod
    def setUpTestData(cls) -> None:
        mail.outbox.clear()
        with every_line() as lines, cls.captureOnCommitCallbacks(execute=True):
            cls.lived = live()
        cls.mails, cls.lines = list(mail.outbox), lines

    def test_the_canaries_were_planted_and_the_released_words_are_public(self):
        """The net holds: what is public is found by the very search that must not find the rest."""
        assert len(self.lived.canaries.planted) == 4 * 13 + 1
        assert PUBLIC_WORDS in self.client.get(self.lived.published.get_absolute_url()).content.decode()
        assert PUBLIC_TITLE in self.client.get(reverse("mailbox:answers_feed")).content.decode()
        assert PUBLIC_TITLE in self.client.get(
            reverse("search:similar"), {"q": "课后服务费退费"}
        ).content.decode().replace("<mark>", "").replace("</mark>", "").replace("<wbr>", "")
        assert [document.id for document in sources.everything() if document.id.startswith("answer")] == [
            f"answer:{self.lived.published.pk}"
        ]
        assert not compare(backend(), sources.everything())  # the index knows these documents and no others

    def test_no_public_page_shows_a_canary_or_a_letters_number(self):
        leaks = {}
        for url, code in public_addresses(self.lived).items():
            response = self.client.get(url)
            assert (url, response.status_code) == (url, code)
            text = response.content.decode()
            found = self.lived.canaries.found_in(text) + [number for number in self.lived.numbers if number in text]
            leaks |= {url: found} if found else {}
        assert leaks == {}

    def test_searching_for_a_canary_finds_nothing(self):
        for sign in (*self.lived.canaries.planted.values(), *CONTACT):
            response = self.client.get(reverse("search:similar"), {"q": sign}, headers={"Accept": "application/json"})
            hits = [hit["title"] for hit in response.json()["results"]]
            assert set(hits) <= {PUBLIC_TITLE}
            assert list(self.client.get(reverse("mailbox:answers"), {"q": sign}).context["page_obj"]) == []

    def test_no_table_holds_a_canary_outside_the_allow_list(self):
        leaks = {}
        for table, column, text in every_cell():
            found = [] if (table, column) in MAY_LIE_IN else self.lived.canaries.found_in(text)
            leaks |= {(table, column): found} if found else {}
        assert leaks == {}

    def test_the_allow_list_names_only_columns_that_are_used(self):
        used = {(table, column) for table, column, text in every_cell() if self.lived.canaries.found_in(text)}
        assert used == MAY_LIE_IN

    def test_mails_say_that_something_happened_and_never_what(self):
        assert len(self.mails) >= 4
        for message in self.mails:
            assert message.to == [EMAIL]
            assert self.lived.canaries.found_in(f"{message.subject}\n{message.body}\n{message.extra_headers}") == []

    def test_the_queue_holds_ids_only(self):
        rows = [str((row.kind, row.key, row.payload, row.last_error)) for row in OutboxMessage.objects.all()]
        assert len(rows) > 20
        assert [row for row in rows if self.lived.canaries.found_in(row)] == []
        assert [row for row in rows if any(number in row for number in self.lived.numbers)] == []

    def test_no_log_line_names_a_person_or_quotes_a_letter(self):
        registrar = f.person(Role.REGISTRAR)
        with every_line() as shown:
            self.client.get("/letters/999999/")
            self.client.force_login(registrar)
            self.client.get(reverse("mailbox_desk:letter", args=[self.lived.report.pk]))
            self.client.get(reverse("mailbox_desk:index"), {"q": "退费"})
        lines = self.lines + shown
        assert any("search document removed" in line for line in self.lines)  # the work of the queue was heard
        assert [line for line in lines if self.lived.canaries.found_in(line)] == []
        assert [line for line in lines if any(number in line for number in self.lived.numbers)] == []

    def test_a_strangers_error_pages_tell_nothing(self):
        for path in (
            f"/letters/{self.lived.waiting.pk}/",
            f"/admin/letters/{self.lived.report.pk}/",
            "/letters/receipt/",
        ):
            assert self.lived.canaries.found_in(self.client.get(path).content.decode()) == []
