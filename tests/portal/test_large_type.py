"""The large-type edition follows the reader through links, forms and redirects, without a cookie."""

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory, override_settings

from portal.large_type import LargeTypeMiddleware, keep_in_address, keep_in_html


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/letters/", "/letters/?view=large"),
        ("/letters/?page=2", "/letters/?page=2&view=large"),
        ("?page=2", "?page=2&view=large"),
        ("/search/?q=%E8%BD%AC#top", "/search/?q=%E8%BD%AC&view=large#top"),
        ("/letters/?view=large", "/letters/?view=large"),
        ("/static/portal/css/tokens.css", "/static/portal/css/tokens.css"),
        ("/admin/", "/admin/"),
        ("https://example.org/", "https://example.org/"),
        ("//example.org/", "//example.org/"),
        ("tel:12345", "tel:12345"),
    ],
)
def test_edition_is_kept_on_public_pages_only(address: str, kept: str) -> None:
    assert keep_in_address(address) == kept


@override_settings(URL_PREFIX="/jyj")
def test_under_a_prefix_files_stay_files() -> None:
    assert keep_in_address("/jyj/static/a.css") == "/jyj/static/a.css"


def test_links_forms_and_the_switch_itself() -> None:
    html = (
        '<a class="x" href="/a/?b=1&amp;c=2">a</a><a data-edition href="/a/">标准版</a>'
        '<form method="post" action="/send/"><form method="get" action="/search/">'
    )
    assert keep_in_html(html) == (
        '<a class="x" href="/a/?b=1&amp;c=2&amp;view=large">a</a><a data-edition href="/a/">标准版</a>'
        '<form method="post" action="/send/?view=large"><form method="get" action="/search/?view=large">'
        '<input type="hidden" name="view" value="large">'
    )


@pytest.mark.parametrize(
    ("asked", "target", "location"),
    [
        ("/send/?view=large", "/receipt/", "/receipt/?view=large"),
        ("/send/", "/receipt/", "/receipt/"),
        ("/send/?view=large", "https://example.org/", "https://example.org/"),
        ("/send/?view=large", "//example.org/", "//example.org/"),
    ],
)
def test_redirect_after_a_form_keeps_the_edition(asked: str, target: str, location: str) -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(target)

    assert LargeTypeMiddleware(answer)(RequestFactory().post(asked))["Location"] == location


@pytest.mark.django_db
def test_large_page_says_so_and_offers_the_way_back(client: Client) -> None:
    html = client.get("/disclosures/fees/?view=large&year=2026").content.decode()
    assert '<html lang="zh-CN" class="large">' in html
    assert '<a data-edition class="tool" href="/disclosures/fees/?year=2026">标准版</a>' in html
    assert 'href="/disclosures/?view=large"' in html


@pytest.mark.django_db
def test_standard_page_is_left_as_it_is(client: Client) -> None:
    html = client.get("/disclosures/fees/").content.decode()
    assert 'href="/disclosures/fees/?view=large">大字版</a>' in html
    assert html.count("view=large") == 1
