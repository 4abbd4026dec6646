"""A browser without script, as small as the tests need: it reads a page's forms and posts them as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from captcha.models import CaptchaStore
from django.core.signing import Signer


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action") or ""))
        elif tag == "input" and self.forms and given.get("name"):
            choice = given.get("type") in ("radio", "checkbox")
            if not choice or "checked" in given:
                self.forms[-1].fields[given["name"]] = given.get("value") or ("on" if choice else "")
        elif tag == "textarea":
            self._textarea = given.get("name") or ""
            self.forms[-1].fields[self._textarea] = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1].fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.forms[-1].fields[self._textarea] = self.forms[-1].fields[self._textarea].removeprefix("\n")
            self._textarea = ""


def forms(response) -> list[Form]:
    reader = _Reader()
    reader.feed(response.content.decode())
    return reader.forms


def form(response, action: str) -> Form:
    found = [each for each in forms(response) if each.action == action]
    assert len(found) == 1, f"expected one form to {action}, found {len(found)}"
    return found[0]


def answer_to(shown: Form) -> str:
    """What a person reads in the picture (or works out): looked up where the server keeps it."""
    hashkey = Signer(salt="mailbox.forms.challenge.v1").unsign(shown.fields["key"])
    return CaptchaStore.objects.get(hashkey=hashkey).response
