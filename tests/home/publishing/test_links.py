"""Links inside running text show readers the addresses of public pages only."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Site

from home.models import ArticlePage, DisclosureIndexPage, DisclosurePage, SiteSettings
from home.publishing.acting import internal_release
from home.publishing.places import leaves
from home.publishing.refusals import PublicationRefused
from tests.home.factories import article
from tests.publishing import OPEN, PHONE, draft, editor, page_form, public, released, reviewer

pytestmark = pytest.mark.django_db


def linking(page: ArticlePage, to: Page) -> Any:
    return draft(page, f'见<a linktype="page" id="{to.pk}">这里</a>。')


def test_a_link_to_a_draft_has_no_address_until_that_is_public() -> None:
    page = released()
    hidden = article(slug="hidden", parent=page.get_parent().specific, live=False)
    linking(page, hidden).publish(user=reviewer())
    client = Client()
    client.force_login(editor())
    given = page_form(client, hidden, slug=f"tel-{PHONE}")
    client.post(reverse("wagtailadmin_pages:edit", args=[hidden.pk]), given)
    text = public(page)
    assert "这里" in text
    assert PHONE not in text


def test_a_link_to_a_public_page_leads_there() -> None:
    page = released()
    there = article(slug="there", parent=page.get_parent().specific)
    linking(page, there).publish(user=reviewer())
    assert '<a href="/guides/there/">这里</a>' in public(page)


def test_a_link_to_a_page_for_a_few_or_to_none_has_no_address() -> None:
    page = released()
    there = article(slug="there", parent=page.get_parent().specific)
    PageViewRestriction.objects.create(page=there, restriction_type="password", password="abc")
    linking(page, there).publish(user=reviewer())
    assert "/guides/there/" not in public(page)
    draft(page, '见<a linktype="page" id="99999">这里</a>和<a linktype="page">那里</a>。').publish(user=reviewer())
    assert "那里" in public(page)


def test_the_address_behind_a_link_is_searched_with_the_text() -> None:
    page = released()
    there = article(slug=f"tel-{PHONE}", parent=page.get_parent().specific)
    revision = linking(page, there)
    assert f"/home/guides/tel-{PHONE}/" in [leaf.text for leaf in leaves(revision.as_object())]
    with pytest.raises(PublicationRefused, match=OPEN):
        revision.publish(user=reviewer())


def replaced(**restriction: str) -> str:
    """The page of a document whose successor is for a few, as strangers read it."""
    given = {"subject": "办法", "body": [("text", "<p>字</p>")]}
    index = DisclosureIndexPage.objects.get()
    with internal_release("tests", is_invented=True):
        new = index.add_child(instance=DisclosurePage(title="新办法", slug="n", made_on="2026-01-01", **given))
        facts = {"made_on": "2025-01-01", "validity": "superseded", "successor": new}
        old = index.add_child(instance=DisclosurePage(title="旧办法", slug="o", **facts, **given))
    if restriction:
        PageViewRestriction.objects.create(page=new, **restriction)
    return public(old)


def test_a_replaced_document_names_its_successor_to_those_who_may_read_it() -> None:
    assert '<a href="/disclosures/n/">《新办法》</a>' in replaced()


def test_a_successor_for_a_few_is_not_named() -> None:
    assert "新办法" not in replaced(restriction_type="password", password="abc")


def test_the_footer_leads_to_no_page_for_a_few() -> None:
    page = released()
    with internal_release("tests", is_invented=True):
        settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        settings.about_page = settings.privacy_page = settings.help_page = page
        settings.save()
    assert 'href="/guides/transfer/">隐私说明' in Client().get("/").content.decode()
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="abc")
    assert "/guides/transfer/" not in Client().get("/").content.decode()
