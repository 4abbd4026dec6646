"""Titles of drafts, files and pictures are told to nobody whose work they are not, at whatever address one asks."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from home.models import ArticlePage
from portal.accounts.models import User
from portal.accounts.roles import Role
from tests import factories as f
from tests.home.factories import article, home_page
from tests.publishing import draft, editor
from tests.test_access import patterns

pytestmark = pytest.mark.django_db
SECRET = "都兰的补考"
ASKED = ("", f"?q={SECRET}&term=都&id={{page}}")
GIVEN = {"app_label": "wagtailcore", "app_name": "wagtailcore", "model_name": "page", "action": "publish"}


def as_(who: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(who)
    return client


@pytest.fixture
def page() -> ArticlePage:
    """A draft, a file and a picture with the secret in their titles."""
    hidden: ArticlePage = article(slug="hidden", title=f"{SECRET}，网页", live=False)
    draft(hidden)
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    get_image_model().objects.create(title=f"{SECRET}，图片", file=ContentFile(picture.getvalue(), "a.png"))
    get_document_model().objects.create(title=f"{SECRET}，文件", file=ContentFile(b"a", "a.txt"))
    return hidden


def told(answer: HttpResponse) -> bool:
    """Whether ``answer`` says more of the secret than was asked with, plainly or as JSON does."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = data.decode("utf-8", "replace")
    return any(words in text for words in (f"{SECRET}，", json.dumps(f"{SECRET}，")[1:-1]))


def addresses(page: ArticlePage) -> list[str]:
    """Every address below the admin, the framework's and ours, about what is not published."""
    ids = {"documents": get_document_model().objects.get().pk, "images": get_image_model().objects.get().pk}

    def filled(route: str) -> str:
        def fill(match: re.Match[str]) -> str:
            name = match[1] or match[2]
            if name in GIVEN:
                return GIVEN[name]
            if name in ("destination_id", "parent_page_id"):
                return str(home_page().pk)
            if "revision" in name:
                return str(page.latest_revision_id)
            return str(next((pk for word, pk in ids.items() if word in route), page.pk))

        plain = re.sub(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>", fill, route)
        return "/" + plain.replace("^", "").replace("$", "").replace("\\", "")

    return [filled(route) for route, _name in patterns(get_resolver()) if route.startswith("admin/")]


def loose(me: Client, page: ArticlePage, asked: Iterable[str]) -> set[str]:
    """Those of the addresses ``asked`` that tell ``me`` the secret."""
    return {at for at in asked if any(told(me.get(at + question.format(page=page.pk))) for question in ASKED)}


def test_no_address_of_the_admin_tells_a_handler_what_is_not_published(page):
    assert loose(as_(f.person(Role.HANDLER)), page, addresses(page)) == set()


def test_the_same_walk_meets_it_where_an_editor_may_read_it(page):
    open_to_editors = {
        "/admin/choose-page/search/",
        "/admin/choose-page/chosen-multiple/",
        "/admin/api/main/documents/",
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/{page.pk}/move/{home_page().pk}/confirm/",
    }
    assert open_to_editors <= set(addresses(page))
    assert loose(as_(editor()), page, open_to_editors) == open_to_editors


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.EDITOR, Role.PAGE_REVIEWER)])
def test_a_script_is_refused_and_a_person_is_led_back_with_a_sentence(role, page):
    me = as_(f.person(role))
    address = reverse("wagtailadmin_choose_page")
    assert me.get(address, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403
    answer = me.get(address)
    assert answer["Location"] == reverse("wagtailadmin_home")
    assert "权限" in me.get(answer["Location"]).content.decode()


def test_the_choosers_still_serve_those_who_write_pages(page):
    answer = as_(editor()).get(reverse("wagtailadmin_choose_page_search"), {"q": SECRET})
    assert told(answer)
