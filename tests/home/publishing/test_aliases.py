"""A second address of a public page is for two people like everything that readers see."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.models import ArticlePage, Release
from home.publishing.acting import internal_release
from portal.accounts.models import User
from tests.publishing import CLEAN, LEAK, PHONE, colleague, draft, editor, page_form, public, released, reviewer, said

pytestmark = pytest.mark.django_db
SLUG = "xu-xiao-he"  # no detector knows it


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def gate(page: Page) -> str:
    return reverse("site_gate", args=["page", page.pk])


def by_the_form(page: ArticlePage) -> None:
    given = {"new_title": "x", "new_slug": SLUG, "new_parent_page": page.get_parent().pk, "alias": "on"}
    client = signed_in(reviewer())
    assert "还没有公开" in said(client, client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), given))


def by_the_api(page: ArticlePage) -> None:
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, "create_alias"])
    given = json.dumps({"update_slug": SLUG, "recursive": False})
    assert signed_in(reviewer()).post(address, given, content_type="application/json").status_code == 201


def by_code(page: ArticlePage) -> None:
    page.create_alias(update_slug=SLUG, user=reviewer())


WAYS = [by_the_form, by_the_api, by_code]


@pytest.mark.parametrize("way", WAYS)
def test_an_alias_is_born_a_draft_and_its_maker_does_not_release_it(way: Any) -> None:
    page = released()
    way(page)
    alias, me = ArticlePage.objects.get(slug=SLUG), signed_in(reviewer())
    assert (alias.live, public(alias)) == (False, "")
    assert SLUG not in Client().get("/sitemap.xml").content.decode()
    assert "是您自己建的" in said(me, me.post(gate(alias), {"release-alias": "1"}))
    assert public(alias) == ""


@pytest.mark.parametrize("way", WAYS)
def test_another_person_sees_the_address_and_releases_it(way: Any) -> None:
    page = released()
    way(page)
    alias, other = ArticlePage.objects.get(slug=SLUG), signed_in(colleague())
    assert f"/{SLUG}/" in other.get(gate(alias)).content.decode()
    assert "别名已经公开" in said(other, other.post(gate(alias), {"release-alias": "1"}))
    assert CLEAN in public(alias)
    record = Release.objects.filter(object_id=alias.pk).get()
    assert record.released_by == colleague()
    assert "release-alias" not in other.get(gate(alias)).content.decode()


def test_the_page_of_an_alias_leads_to_where_it_is_released_until_it_is() -> None:
    page = released()
    by_code(page)
    alias, client = ArticlePage.objects.get(slug=SLUG), signed_in(colleague())
    address = reverse("wagtailadmin_pages:edit", args=[alias.pk])
    assert "这个别名还没有公开" in client.get(address).content.decode()
    assert f'href="{gate(alias)}"' in client.get(address).content.decode()
    client.post(gate(alias), {"release-alias": "1"})
    client.get(address)  # what releasing said is read
    assert "这个别名还没有公开" not in client.get(address).content.decode()


def test_who_may_not_publish_does_not_release_it() -> None:
    page = released()
    by_code(page)
    alias, client = ArticlePage.objects.get(slug=SLUG), signed_in(editor())
    said(client, client.post(gate(alias), {"release-alias": "1"}))
    assert public(alias) == ""


def test_publishing_the_page_again_does_not_release_the_address_along_with_it() -> None:
    page = released()
    by_code(page)
    draft(page, "办完来取。").publish(user=colleague())
    alias = ArticlePage.objects.get(slug=SLUG)
    assert public(alias) == ""
    other = signed_in(colleague())
    said(other, other.post(gate(alias), {"release-alias": "1"}))
    assert "办完来取" in public(alias)


def test_a_released_address_comes_back_with_its_page() -> None:
    page = released()
    by_code(page)
    alias, other = ArticlePage.objects.get(slug=SLUG), signed_in(colleague())
    said(other, other.post(gate(alias), {"release-alias": "1"}))
    ArticlePage.objects.get(pk=page.pk).unpublish(user=reviewer())
    assert public(alias) == ""
    draft(page, "办完来取。").publish(user=reviewer())
    assert "办完来取" in public(alias)


def test_who_kept_the_words_of_an_address_alone_does_not_release_it() -> None:
    """The decision is made on the page, long before there is an alias."""
    page, me = released(), signed_in(reviewer())
    me.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), page_form(me, page, intro=f"电话{PHONE}"))
    me.post(gate(page), {"seen": me.get(gate(page)).context["seen"], "all": "keep"})
    alias = page.create_alias(update_slug=f"tel-{PHONE}", user=colleague())
    assert "您一个人决定保留" in said(me, me.post(gate(alias), {"release-alias": "1"}))
    assert public(alias) == ""


def test_who_chose_the_address_of_what_was_an_alias_does_not_publish_it() -> None:
    page = released()
    by_code(page)
    alias = Page.objects.get(slug=SLUG)
    signed_in(editor()).post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    own, me = ArticlePage.objects.get(pk=alias.pk), signed_in(reviewer())
    assert own.alias_of_id is None
    me.post(reverse("wagtailadmin_pages:edit", args=[own.pk]), page_form(me, own, **{"action-publish": "1"}))
    assert public(own) == ""


def test_publishing_aliases_among_many_leads_to_the_page_where_they_are_released() -> None:
    page = released()
    by_code(page)
    alias, other = ArticlePage.objects.get(slug=SLUG), signed_in(colleague())
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = other.post(f"{address}?id={alias.pk}&next=/admin/", {})
    assert answer["Location"] == gate(alias)
    assert "没有自己的草稿" in said(other, answer)


def test_an_alias_below_a_draft_neither_becomes_public_nor_stops_its_page() -> None:
    page = released()
    section = page.get_parent()
    with internal_release("tests"):
        alias = page.create_alias(update_slug=SLUG)
    alias = ArticlePage.objects.get(pk=alias.pk)
    ArticlePage.objects.get(pk=page.pk).unpublish()
    section.specific.unpublish()
    page.move(Page.objects.get(depth=2), pos="last-child")
    draft(ArticlePage.objects.get(pk=page.pk), "办完来取。").publish(user=reviewer())
    assert "办完来取" in public(ArticlePage.objects.get(pk=page.pk))
    assert public(alias) == ""


def test_masks_on_an_alias_are_made_on_its_page() -> None:
    page = released()
    by_code(page)
    draft(page, LEAK)
    alias, other = ArticlePage.objects.get(slug=SLUG), signed_in(colleague())
    ArticlePage.objects.filter(pk=alias.pk).update(intro=f"打{PHONE}")
    seen = other.get(gate(alias)).context["seen"]
    assert "要改内容请改原页面" in " ".join(said(other, other.post(gate(alias), {"seen": seen, "all": "mask"})).split())
