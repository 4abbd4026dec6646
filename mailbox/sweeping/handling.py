"""The desk: a letter from the registry to the reply, with every refusal that shows typed words again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError
from django.urls import reverse

from mailbox.models import Topic
from mailbox.sweeping.writing import Writer
from portal.organizations.models import Organization
from portal.privacy.sweep.faults import statement_fails

if TYPE_CHECKING:
    from portal.privacy.sweep.browser import Browser

UNIT, SCHOOL = "basic", "qingxi"
REPLY = "您好！按现行规定，请假满5个上课日退还课后服务费，伙食费按实际用餐天数退还。"
WORDS = "mailbox.eventwords.text"
Typed = Mapping[str, object]


@dataclass
class Desk:
    """The bureau's people around one letter."""

    writer: Writer

    def __post_init__(self) -> None:
        stage = self.writer.stage
        self.pk = self.writer.letter.pk
        self.registrar, self.handler = stage.staff("registrar"), stage.staff("handler")
        self.reviewer, self.signer = stage.staff("reviewer"), stage.staff("signer")

    def note(self, step: str) -> str:
        """A sign for the words that go into the ledger with ``step``."""
        return self.writer.stage.canaries.word(f"{WORDS}/{self.writer.name} {step}")

    def move(self, who: Browser, action: str, typed: Typed | None = None, *, expect: int = 302) -> Any:
        fields = {f"{action}-{name}": value for name, value in (typed or {}).items()}
        return who.post(reverse("mailbox_desk:move", args=[self.pk, action]), fields, expect=expect)

    def post(self, who: Browser, name: str, typed: Typed, *, expect: int) -> Any:
        return who.post(reverse(f"mailbox_desk:{name}", args=[self.pk]), typed, expect=expect)

    def classification(self) -> Typed:
        unit = Organization.objects.get(code=SCHOOL)
        topic = Topic.objects.get(code="fees")
        return {"letter_class": self.writer.kind, "topic": topic.pk, "about": "school", "concerned": unit.pk}

    def to_unit(self, *, stumbling: bool = False) -> None:
        """Registered, assigned, accepted; ``stumbling``: sent back to the registry once, classified anew."""
        unit = Organization.objects.get(code=UNIT).pk
        if stumbling:
            self._look_around()
            self.move(self.registrar, "register", {"letter_class": self.writer.sign("typed.class")}, expect=422)
        self.move(self.registrar, "register", self.classification())
        self.move(self.registrar, "assign", {"unit": unit, "note": self.note("assigned")})
        if stumbling:
            typed = {**self.classification(), "note": self.note("reclassified")}
            typed = {f"reclassify-{name}": value for name, value in typed.items()}
            self.post(self.registrar, "reclassify", typed, expect=302)
            self.move(self.registrar, "recall", {"note": self.note("recalled")})
            self.move(self.registrar, "assign", {"unit": unit, "note": self.note("assigned again")})
            self.move(self.handler, "return", {"note": self.note("returned")})
            self.move(self.registrar, "assign", {"unit": 0, "note": self.writer.sign("typed.note")}, expect=422)
            self.move(self.registrar, "assign", {"unit": unit})
        self.move(self.handler, "accept")

    def _look_around(self) -> None:
        """Searching by what only the letter knows, and looking at what one may not see."""
        inbox = reverse("mailbox_desk:index")
        for asked in (self.writer.what["subject"], *self.writer.contact.values(), self.writer.sign("typed.search")):
            self.registrar.get(inbox, {"q": asked})
        self.registrar.get(reverse("mailbox_desk:letter", args=[self.pk]))
        self.writer.stage.staff("handler_finance").get(reverse("mailbox_desk:letter", args=[self.pk]), expect=404)
        self.writer.browser.get(reverse("mailbox_desk:letter", args=[self.pk]), expect=302)

    def correspond(self) -> None:
        """Asked, supplemented late and in time, reminded, a contact field revealed."""
        writer = self.writer
        question = writer.sign("mailbox.message.text")
        self.move(self.handler, "ask_citizen", {"note": question})
        writer.enter(stumbling=True)
        writer.act("supplement", expect=200, text="")
        writer.act_too_late("supplement", text=writer.stage.canaries.word(f"typed.supplement/{writer.name}"))
        writer.act("supplement", text=writer.stage.canaries.word(f"mailbox.message.text/{writer.name} supplement"))
        writer.act("remind", text=writer.stage.canaries.word(f"mailbox.message.text/{writer.name} reminder"))
        for each in ("name", "phone", "email"):
            shown = {"reveal-field": each, "reveal-reason": self.note(f"revealed {each}")}
            self.post(self.registrar, "reveal", shown, expect=200)
        refused = {"reveal-field": "none", "reveal-reason": self.writer.sign("typed.reason")}
        self.post(self.registrar, "reveal", refused, expect=422)

    def reply(self, *, stumbling: bool = False) -> None:
        """Drafted, sent back, approved, signed; the first draft is written over by the second."""
        first = f"{self.writer.stage.canaries.word(f'typed.first_draft/{self.writer.name}')}{REPLY}"
        self._draft(first, revision=0)
        revision = 1
        if stumbling:
            stale = {"text": self.writer.sign("typed.stale_draft"), "outcome": "explained", "revision": 0}
            self.post(self.handler, "draft", stale, expect=409)
            with statement_fails("mailbox_event", IntegrityError):
                self.submit(first, revision, expect=500)
            self.submit(first, revision)
            self.move(self.reviewer, "send_back", {"note": self.note("sent back")})
        own = self.writer.contact
        said = f"{own['name']}，电话{own['phone']}。" if self.writer.says_who else ""
        second = f"{said}{REPLY}{self.writer.sign('mailbox.reply.text')}"
        self._draft(second, revision=revision)
        self.submit(second, revision + 1)
        self.move(self.reviewer, "approve", {"revision": revision + 1})
        self.move(self.signer, "sign", {"revision": revision + 1})

    def _draft(self, text: str, *, revision: int) -> None:
        typed = {"text": text, "outcome": "explained", "revision": revision}
        self.post(self.handler, "draft", typed, expect=302)

    def submit(self, text: str, revision: int, *, expect: int = 302) -> None:
        typed = {"text": text, "outcome": "explained", "revision": revision}
        self.handler.post(reverse("mailbox_desk:move", args=[self.pk, "submit"]), typed, expect=expect)

    def rated(self) -> None:
        comment = self.writer.sign("mailbox.rating.comment")
        self.writer.act("rate", expect=200, text=comment)  # no choice made
        self.writer.act("rate", handling="satisfied", reception="mostly", text=comment)

    def code_lost(self) -> None:
        """A new code at the counter."""
        page = self.registrar.get(reverse("mailbox_desk:letter", args=[self.pk]))
        typed = {"reissue-identity": self.note("identity")}
        self.registrar.press(page, reverse("mailbox_desk:reissue", args=[self.pk]), expect=200, **typed)

    def held_back(self) -> None:
        """保全: nothing of the letter may be deleted, whoever asks."""
        reason = self.writer.sign("mailbox.legalhold.reason")
        self._personal_data("hold", {"reason": reason})
        self._personal_data("erase", {"reason": self.writer.sign("typed.erase_reason")}, expect=422)

    def erased_on_request(self) -> None:
        """The registry deletes contact data after a request on paper; not with the writer's own number as a reason."""
        self._personal_data("erase", {"reason": self.writer.contact["phone"]}, expect=422)
        self._personal_data("erase", {"reason": self.note("erased on request")})

    def _personal_data(self, deed: str, typed: Typed, *, expect: int = 302) -> None:
        fields = {f"{deed}-{name}": value for name, value in typed.items()}
        self.registrar.post(reverse("personal_data:deed", args=[self.pk, deed]), fields, expect=expect)
