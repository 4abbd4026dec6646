"""A writer at the form: everything goes wrong once before the letter is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from captcha.models import CaptchaStore
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from mailbox.forms import form_passes
from mailbox.models import Letter
from mailbox.receiving import already_received
from portal.privacy.sweep.faults import statement_fails

if TYPE_CHECKING:
    from portal.privacy.sweep.browser import Browser
    from portal.privacy.sweep.stage import Stage


@dataclass
class Writer:
    """One person with one letter; ``name`` is what follows the stroke in the labels of its signs."""

    stage: Stage
    name: str
    kind: str = "enquiry"
    says_who: bool = True
    is_erased: bool = False  # later, at the writer's own wish: then no text may spell out anything
    browser: Browser = field(init=False)
    letter: Letter = field(init=False)
    code: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self.browser = self.stage.citizen()
        self._url = reverse("mailbox:write")
        self._pass = form_passes.issue(timezone.now() - timedelta(minutes=3))

    def sign(self, label: str) -> str:
        return self.stage.canaries.word(f"{label}/{self.name}")

    @property
    def contact(self) -> dict[str, str]:
        signs = self.stage.canaries
        name = f"{self.name} said" if self.says_who and not self.is_erased else self.name
        return {
            "name": signs.name(f"mailbox.lettercontact.name/{name}"),
            "phone": signs.phone(f"mailbox.lettercontact.phone/{name}"),
            "email": signs.email(f"mailbox.lettercontact.email/{name}"),
        }

    @property
    def what(self) -> dict[str, str]:
        """Many letters name their writer and the numbers: these lie in the text too, in clear."""
        own = self.contact
        said = f"我叫{own['name']}，电话{own['phone']}，邮箱{own['email']}，" if self.says_who else ""
        return {
            "kind": self.kind,
            "place": self.sign("mailbox.letter.place"),
            "subject": f"怎么退费{self.sign('mailbox.letter.subject')}",
            "body": f"课后服务费怎么退？{self.sign('mailbox.letter.body')}。{said}孩子请假五天。",
        }

    def send(self, *, stumbling: bool = False) -> Writer:
        """From the empty form to the receipt. ``stumbling``: with every mistake and accident on the way."""
        page = self.browser.get(self._url, {"q": self.sign("typed.address")})
        page = self._what(page, stumbling)
        page = self.browser.press(page, self._url, expect=200, go="next")
        page = self._who(page, stumbling)
        self._last(page, stumbling)
        received = already_received(self._pass.nonce, now=timezone.now())
        if received is None:
            raise AssertionError("the letter was not received")
        self.letter, self.code = received.letter, received.code or ""
        return self

    def _what(self, page: Any, stumbling: bool) -> Any:
        if stumbling:
            wrong = {"subject": self.sign("typed.subject"), "body": self.sign("typed.body"), "kind": "x"}
            page = self.browser.press(page, self._url, expect=200, go="next", **wrong)  # too short: shown again
            page = self.browser.press(page, self._url, expect=200, go="next", **{**self.what, "pass": "lost"})
            asked = {"subject": self.what["subject"], "body": self.what["body"], "pass": self._pass.signed()}
            self.browser.post(reverse("mailbox:write_similar"), asked, expect=200)
            old = form_passes.issue(timezone.now() - timedelta(days=2)).signed()
            page = self.browser.press(page, self._url, expect=200, go="next", **{**self.what, "pass": old})
        return self.browser.press(page, self._url, expect=200, go="next", **{**self.what, "pass": self._pass.signed()})

    def _who(self, page: Any, stumbling: bool) -> Any:
        given: dict[str, object] = {**self.contact, "notify_by": "email", "consent": "on", "go": "next"}
        if stumbling:
            wrong = {"phone": self.sign("typed.phone"), "email": self.sign("typed.email")}
            page = self.browser.press(page, self._url, expect=200, **{**given, **wrong})
        return self.browser.press(page, self._url, expect=200, **given)

    def _last(self, page: Any, stumbling: bool) -> None:
        if stumbling:
            page = self.browser.press(page, self._url, expect=200, go="send", answer=self.sign("typed.captcha"))
            page = self.browser.press(page, self._url, expect=200, go="sum")
            with statement_fails("mailbox_event", RuntimeError):
                self.browser.press(page, self._url, expect=500, go="send", answer=_answer())
            page = self.browser.press(page, self._url, expect=200, go="picture")
            with statement_fails("mailbox_event", OperationalError):
                self.browser.press(page, self._url, expect=503, go="send", answer=_answer())
            page = self.browser.press(page, self._url, expect=200, go="picture")
        self.browser.press(page, self._url, expect=200, go="send", answer=_answer())
        self.browser.press(page, self._url, expect=200, go="send", answer=_answer())  # the button pressed twice
        self.browser.post(reverse("mailbox:receipt"), {"pass": self._pass.signed()}, expect=200)

    # ---- the letter's own page ----

    def enter(self, *, stumbling: bool = False) -> Any:
        """The tracking page, by number and code."""
        address = reverse("mailbox:track")
        if stumbling:
            wrong = {"number": self.sign("typed.number"), "code": self.sign("typed.code")}
            self.browser.post(address, wrong, expect=200)
        self.browser.post(address, {"number": self.letter.number, "code": self.code})
        return self.browser.get(address)

    def act(self, action: str, *, expect: int = 302, **typed: str) -> Any:
        """One of the forms of the tracking page."""
        return self.browser.press(self.enter(), reverse("mailbox:track_action", args=[action]), expect=expect, **typed)

    def act_too_late(self, action: str, **typed: str) -> None:
        """The ticket runs out while the form is filled in: the words come back with the question for the code."""
        page = self.enter()
        self.browser.forget_cookies()
        self.browser.press(page, reverse("mailbox:track_action", args=[action]), expect=200, **typed)

    def erase_contact(self) -> None:
        """Taken away as files, then deleted; a box that was not ticked deletes nothing."""
        self.enter()
        own = reverse("mailbox:own_data")
        for wanted in ("html", "json"):
            shown = self.browser.get(own)
            self.browser.press(shown, reverse("mailbox:own_data_download"), expect=200, format=wanted)
        erase = reverse("mailbox:own_data_erase")
        self.browser.press(self.browser.get(own), erase, expect=200)
        self.browser.press(self.browser.get(own), erase, sure="on")


def _answer() -> str:
    """What a person reads in the picture shown last; nothing where a challenge has just been spent."""
    shown = CaptchaStore.objects.order_by("-pk").first()
    return str(shown.response) if shown else ""
