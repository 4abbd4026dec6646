"""Pages and disclosures with something in them that must not be public, and the forms of the editor to publish them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import ArticlePage, FeeItem
from portal.accounts.models import User
from portal.accounts.roles import Role
from tests.factories import person
from tests.home.factories import article

PHONE = "13812345678"
CHILD = "云岭区清溪小学三（2）班许小禾"
LEAK = f"家长电话{PHONE}，孩子是{CHILD}。"
CLEAN = "先问学位，再办核准。"
OPEN = "处疑似个人信息没有决定"
OWN = "您自己写过或改过"


def editor() -> User:
    return person(Role.EDITOR)


def reviewer() -> User:
    return person(Role.PAGE_REVIEWER)


def colleague() -> User:
    return person(Role.PAGE_REVIEWER, username="colleague")


def draft(page: ArticlePage, text: str = LEAK, by: User | None = None, **fields: str) -> Revision:
    """A draft of ``page`` with ``text`` as its body, saved by the editor unless somebody else is named."""
    latest = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    latest.body = [("text", f"<p>{text}</p>")]
    for name, value in fields.items():
        setattr(latest, name, value)
    revision: Revision = latest.save_revision(user=by or editor())
    page.refresh_from_db()
    return revision


def released(**more: Any) -> ArticlePage:
    """A page that the editor wrote and a reviewer published."""
    page = article(live=False, **more)
    draft(page, CLEAN).publish(user=person(Role.PAGE_REVIEWER, username="first-reviewer"))
    page.refresh_from_db()
    return page


def fee_draft(item: FeeItem, note: str = PHONE, by: User | None = None) -> Revision:
    latest = FeeItem.objects.get(pk=item.pk).get_latest_revision_as_object()
    latest.scope = note
    revision: Revision = latest.save_revision(user=by or editor())
    item.refresh_from_db()
    return revision


def page_form(client: Client, page: Page, **changes: Any) -> dict[str, Any]:
    """What the editor of ``page`` would post, its draft unchanged but for ``changes``."""
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    start = {
        name: value for name, value in form.initial.items() if isinstance(value, str | int) and name in form.fields
    }
    latest = ArticlePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    body = streamfield([(each.block_type, rich_text(each.value.source)) for each in latest.body])
    return nested_form_data({**start, "body": body, "comments": inline_formset([]), **changes})


def new_page_form(text: str, **changes: Any) -> dict[str, Any]:
    body = streamfield([("text", rich_text(f"<p>{text}</p>"))])
    given = {"title": "新通知", "slug": "new", "intro": "", "source": "", "seo_title": "", "search_description": ""}
    return nested_form_data({**given, "body": body, "comments": inline_formset([]), **changes})


def fee_form(client: Client, item: FeeItem, /, **changes: Any) -> dict[str, Any]:
    form = client.get(reverse(FeeItem.snippet_viewset.get_url_name("edit"), args=[item.pk])).context["form"]
    start = {name: "" if value is None else value for name, value in form.initial.items() if name in form.fields}
    return {**start, **changes}


def said(client: Client, answer: HttpResponse) -> str:
    """What a person reads after ``answer``, redirects followed, however many."""
    while answer.status_code == 302:
        answer = client.get(answer["Location"])
    assert answer.status_code == 200
    return answer.content.decode()


def public(page: Page) -> str:
    """The page as a stranger reads it; "" when there is none."""
    answer = Client().get(f"/{page.url_path.removeprefix('/home/')}")
    return answer.content.decode() if answer.status_code == 200 else ""
