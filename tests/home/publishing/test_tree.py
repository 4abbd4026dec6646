"""The address of a public page spells those of all pages above it: no draft up there tells anything to readers."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import ArticlePage, SectionPage
from home.publishing.acting import internal_release
from home.publishing.refusals import PublicationRefused
from portal.accounts.models import User
from tests.home.factories import article, home_page
from tests.publishing import CLEAN, PHONE, colleague, draft, editor, public, released, reviewer, said

pytestmark = pytest.mark.django_db
TELLING = f"许小禾家长{PHONE}"


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def section_form(title: str, slug: str, **more: str) -> dict[str, Any]:
    empty = {"intro": "", "seo_title": "", "search_description": ""}
    return nested_form_data(
        {"title": title, "slug": slug, **empty, "body": streamfield([]), "comments": inline_formset([]), **more}
    )


def draft_section(slug: str = f"tel-{PHONE}") -> SectionPage:
    made: SectionPage = home_page().add_child(instance=SectionPage(title=TELLING, slug=slug, live=False))
    made.save_revision(user=editor())
    return made


def taken_down() -> tuple[SectionPage, ArticlePage]:
    """A section that was taken down, and a page below it that is still public."""
    page = released()
    above = page.get_parent().specific
    above.unpublish(user=reviewer())
    return SectionPage.objects.get(pk=above.pk), page


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def by_the_tree(client: Client, page: Page, to: Page) -> Any:
    return client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, to.pk]))


def by_many_at_once(client: Client, page: Page, to: Page) -> Any:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    return client.post(f"{address}?id={page.pk}&next=/admin/", {"chooser": to.pk, "move_applicable": "on"})


@pytest.mark.parametrize("way", [by_the_tree, by_many_at_once])
@pytest.mark.parametrize("with_section", [False, True])
def test_nothing_public_moves_below_a_draft(way: Any, with_section: bool) -> None:
    page = released()
    client, to = signed_in(reviewer()), draft_section()
    moved = page.get_parent() if with_section else page
    assert "没有移动" in said(client, way(client, moved, to))
    page.refresh_from_db()
    assert page.url_path == "/home/guides/transfer/"
    assert CLEAN in public(page)


def test_nothing_public_moves_below_a_draft_by_the_api_or_by_code() -> None:
    page, to = released(), draft_section()
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, "move"])
    given = json.dumps({"destination_page_id": to.pk, "position": "last-child"})
    answer = signed_in(reviewer()).post(address, given, content_type="application/json")
    assert answer.status_code == 409
    assert "没有移动" in answer.json()["detail"]
    with pytest.raises(PublicationRefused, match="没有移动"):
        page.move(to, pos="last-child")
    assert PHONE not in Client().get("/sitemap.xml").content.decode()


def test_drafts_move_anywhere_and_public_pages_below_what_is_public() -> None:
    page, to = released(), draft_section()
    hidden = article(slug="hidden", parent=page.get_parent().specific, live=False)
    client = signed_in(reviewer())
    said(client, by_the_tree(client, hidden, to))
    said(client, by_the_tree(client, page, home_page()))
    assert Page.objects.get(pk=hidden.pk).get_parent().pk == to.pk
    assert CLEAN in public(Page.objects.get(pk=page.pk))


def test_nothing_becomes_public_below_a_draft() -> None:
    page = article(parent=draft_section(), live=False)
    with pytest.raises(PublicationRefused, match="请先发布上级栏目"):
        draft(page, CLEAN).publish(user=reviewer())
    with internal_release("tests"), pytest.raises(PublicationRefused, match="请先发布上级栏目"):
        ArticlePage.objects.get(pk=page.pk).get_latest_revision().publish()
    assert public(page) == ""


def test_after_the_section_its_pages_may_become_public() -> None:
    above = draft_section(slug="moves")
    above.title = "转学"
    above.save_revision(user=editor()).publish(user=reviewer())
    page = article(parent=SectionPage.objects.get(pk=above.pk), live=False)
    draft(page, CLEAN).publish(user=reviewer())
    assert CLEAN in public(page)


def test_a_section_that_is_not_public_keeps_title_and_address_while_pages_below_it_are() -> None:
    above, page = taken_down()
    client = signed_in(editor())
    said(client, client.post(edit(above), section_form(TELLING, f"tel-{PHONE}")))
    page.refresh_from_db()
    assert page.url_path == "/home/guides/transfer/"
    assert TELLING not in public(page)
    stored = SectionPage.objects.get(pk=above.pk)
    assert (stored.title, stored.slug) == ("办事指南", "guides")
    typed = stored.get_latest_revision_as_object()
    assert (typed.title, typed.slug) == (TELLING, f"tel-{PHONE}")  # nothing typed is lost


def test_its_new_address_comes_with_the_second_person() -> None:
    above, page = taken_down()
    client, other = signed_in(editor()), signed_in(colleague())
    said(client, client.post(edit(above), section_form("怎么办事", "how-to")))
    form = section_form("怎么办事", "how-to", **{"action-publish": "1"})
    said(other, other.post(edit(above), form))
    page.refresh_from_db()
    assert page.url_path == "/home/how-to/transfer/"
    assert "怎么办事" in public(page)


def test_code_that_saves_the_bare_page_does_not_rename_it_either() -> None:
    above, page = taken_down()
    bare = Page.objects.get(pk=above.pk)
    bare.slug = f"tel-{PHONE}"
    with pytest.raises(PublicationRefused, match="标题和网址不能直接改"):
        bare.save()
    page.refresh_from_db()
    assert page.url_path == "/home/guides/transfer/"


def test_a_section_with_no_public_page_below_is_renamed_freely() -> None:
    above = draft_section()
    client = signed_in(editor())
    said(client, client.post(edit(above), section_form("转学", "moves")))
    above.refresh_from_db()
    assert (above.title, above.slug) == ("转学", "moves")


def test_readers_are_not_told_the_title_of_a_section_that_was_taken_down() -> None:
    _above, page = taken_down()
    text = public(page)
    assert CLEAN in text
    assert "办事指南" not in text


def test_the_check_names_public_pages_below_what_is_not() -> None:
    _above, page = taken_down()
    out = StringIO()
    with pytest.raises(CommandError, match="1项要人看"):
        call_command("check_published", stdout=out)
    assert out.getvalue() == f"{reverse('site_gate', args=['page', page.pk])}：上级栏目没有公开\n"
