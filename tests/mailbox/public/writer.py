"""A citizen at the writing form: goes through the steps by what each page shows, carrying nothing in cookies."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from mailbox.forms import form_passes
from tests.mailbox.public import pages

URL = "/letters/new/"
WHAT = {
    "kind": "enquiry",
    "place": "清溪小学",
    "subject": "请假的日子，课后服务费能退吗",
    "body": "9月孩子分三次请假，每次4天，一共12天。\n老师说不满5天的不退。想问能不能合起来算？",
}
WHO = {
    "name": "许清和",
    "phone": "138 1234 1234",
    "email": "xuqinghe@example.com",
    "notify_by": "email",
    "consent": "on",
}


class Writer:
    """Each method posts the form of the page last shown, with ``typed`` over it."""

    def __init__(self, now: datetime | None = None, **headers: str) -> None:
        self.client = Client(headers=headers)
        self.page = self.client.get(URL)
        # The form was opened a while ago: nobody writes a letter in five seconds.
        self.signed_pass = form_passes.issue((now or timezone.now()) - timedelta(minutes=3)).signed()

    @property
    def fields(self) -> dict[str, str]:
        return pages.form(self.page, URL).fields

    def press(self, go: str, **typed: str | None):
        fields = {**self.fields, **typed, "go": go}
        if self.signed_pass:
            fields["pass"], self.signed_pass = self.signed_pass, ""
        self.client.cookies.clear()
        self.page = self.client.post(URL, {name: value for name, value in fields.items() if value is not None})
        return self.page

    def to_who(self, **typed: str):
        self.press("next", **{**WHAT, **typed})
        return self.press("next")

    def to_check(self, what: dict[str, str] | None = None, **typed: str):
        self.to_who(**(what or {}))
        return self.press("next", **{**WHO, **typed})

    def send(self, **typed: str):
        return self.press("send", **{"answer": pages.answer_to(pages.form(self.page, URL)), **typed})
