"""Redirects are public words that no second person sees: nobody types one, and none tells the address of a draft."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from home.models import ArticlePage
from portal.accounts.models import User
from tests.publishing import PHONE, colleague, editor, page_form, released, reviewer

pytestmark = pytest.mark.django_db


def as_(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def root() -> Client:
    return as_(User.objects.create_superuser("root", password="correct-horse-battery"))


@pytest.fixture
def moved(django_capture_on_commit_callbacks) -> tuple[ArticlePage, str]:
    """A public page that got another address, and the address it had."""
    page = released()
    before = page.get_url()
    latest = page.get_latest_revision_as_object()
    latest.slug = "moved"
    with django_capture_on_commit_callbacks(execute=True):
        latest.save_revision(user=editor()).publish(user=colleague())
    page.refresh_from_db()
    assert Client().get(before).status_code == 301
    return page, before


def test_not_even_a_superuser_types_a_redirect_in_the_admin():
    me = root()
    typed = {
        "old_path": f"/{PHONE}",
        "site": "",
        "is_permanent": "on",
        "redirect_link": f"https://example.cn/?q={PHONE}",
    }
    me.post(reverse("wagtailredirects:add"), typed)
    assert not Redirect.objects.exists()
    assert Client().get(f"/{PHONE}/").status_code == 404
    assert me.get(reverse("wagtailredirects:start_import")).status_code == 302
    kept = Redirect.add_redirect("/old", "/new")
    me.post(reverse("wagtailredirects:edit", args=[kept.pk]), typed)
    kept.refresh_from_db()
    assert kept.redirect_link == "/new"
    me.post(reverse("wagtailredirects:delete", args=[kept.pk]))
    assert not Redirect.objects.exists()


def test_nor_a_host_which_would_stand_in_every_link():
    me, site = root(), Site.objects.get()
    typed = {"hostname": f"{PHONE}.cn", "port": "80", "site_name": "", "root_page": site.root_page_id}
    me.post(reverse("wagtailsites:add"), typed)
    me.post(reverse("wagtailsites:edit", args=[site.pk]), {**typed, "is_default_site": "on"})
    assert [each.hostname for each in Site.objects.all()] == [site.hostname]


def test_an_old_address_still_leads_to_where_its_page_is_now(moved):
    page, before = moved
    answer = Client().get(before)
    assert (answer.status_code, answer["Location"]) == (301, page.get_url())


def test_an_old_address_says_nothing_of_what_its_page_is_called_as_a_draft(moved):
    page, before = moved
    as_(reviewer()).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {})
    me = as_(editor())
    page.refresh_from_db()
    me.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), page_form(me, page, slug=f"tel-{PHONE}"))
    page.refresh_from_db()
    assert PHONE in page.slug
    answer = Client().get(before)
    assert answer.status_code == 404
    assert PHONE not in answer.headers.get("Location", "")


def test_nor_of_a_page_for_a_few(moved):
    page, before = moved
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="abc")
    assert Client().get(before).status_code == 404
