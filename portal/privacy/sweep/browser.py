"""A browser without script for the life of the canaries: reads a page's forms, posts them as they stand, and keeps of
each answer what others than the person in front of it could come to see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag
from django.test import Client

from portal.accounts.models import User
from portal.privacy.sweep.report import Item

FAULTS = (400, 403, 404, 500)
SKIPPED = ("submit", "button", "image", "reset", "file")


class LifeWentWrong(Exception):
    """The life did not go as it is written, so what was looked through proves nothing; the text says where."""


class Browser:
    """One person's browser. Every method returns the answer; one that was not expected raises LifeWentWrong."""

    def __init__(self, seen: list[Item], user: User | None = None) -> None:
        self._seen, self._user = seen, user
        self._client = Client(raise_request_exception=False)
        if user is not None:
            self._client.force_login(user)

    def get(self, url: str, query: Mapping[str, str] | None = None, *, expect: int = 200, **headers: str) -> Any:
        return self._kept(self._client.get(url, query, headers=headers or None), expect)

    def post(self, url: str, fields: Mapping[str, object], *, expect: int = 302, **headers: str) -> Any:
        return self._kept(self._client.post(url, fields, headers=headers or None), expect)

    def press(
        self,
        page: Any,
        action: str,
        given: Mapping[str, object] | None = None,
        /,
        *,
        expect: int = 302,
        **typed: object,
    ) -> Any:
        """Post the form of ``page`` that goes to ``action``, with ``given`` and ``typed`` over what stands in it."""
        return self.post(action, {**form(page, action), **(given or {}), **typed}, expect=expect)

    def forget_cookies(self) -> None:
        self._client.cookies.clear()

    def _kept(self, answer: Any, expect: int) -> Any:
        match = getattr(answer, "resolver_match", None)
        where = f"{answer.request['REQUEST_METHOD']} {match.route if match else 'no route'} {answer.status_code}"
        body = answer.getvalue() if answer.streaming else answer.content
        cookies = "\n".join(morsel.OutputString() for morsel in answer.cookies.values())
        headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
        self._seen.append(Item("http headers", f"{headers}\n{cookies}".encode(), where))
        if "no-store" not in answer.headers.get("Cache-Control", ""):
            self._seen.append(Item("http cacheable", body, where))
        if answer.status_code in FAULTS and (self._user is None or answer.status_code in (404, 500)):
            self._seen.append(Item("http error page", body, where))
        if answer.status_code != expect:
            raise LifeWentWrong(f"{where}, expected {expect}: {_sentence(body)}")
        return answer


def form(page: Any, action: str) -> dict[str, object]:
    """Fields and values of the first form to ``action``, as a browser would post them. Raises LifeWentWrong."""
    soup = BeautifulSoup(page.content, "lxml")
    here = page.request["PATH_INFO"]
    path = urlsplit(action).path
    for shown in soup.find_all("form"):
        if urlsplit(urljoin(here, str(shown.get("action") or ""))).path == path:
            return _fields(shown)
    raise LifeWentWrong(f"no form to {path} on {here}")


def _fields(shown: Tag) -> dict[str, object]:
    fields: dict[str, object] = {}
    for each in shown.find_all(["input", "textarea", "select"]):
        name, kind = str(each.get("name") or ""), str(each.get("type") or "")
        if not name or kind in SKIPPED or (kind in ("radio", "checkbox") and not each.has_attr("checked")):
            continue
        if each.name == "textarea":
            fields[name] = each.get_text().removeprefix("\n")
        elif each.name == "select":
            chosen = each.find("option", selected=True)
            fields[name] = str(chosen.get("value", "")) if isinstance(chosen, Tag) else ""
        else:
            fields[name] = str(each.get("value", "on" if kind in ("radio", "checkbox") else ""))
    return fields


def _sentence(body: bytes) -> str:
    """What the page says is wrong, shortly; the words typed into it are none of this sentence."""
    soup = BeautifulSoup(body, "lxml")
    told = soup.select(".messages, .errors, .error, .field-error, .notice, [role=alert], .errorlist")
    return " ".join(" ".join(each.get_text(" ", strip=True).split()) for each in told)[:300]
