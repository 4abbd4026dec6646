"""What a stranger may try on the public pages, as one sees it from outside."""

import pytest
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from mailbox.enums import Visibility
from mailbox.forms import challenges
from mailbox.forms.challenges import Kind
from mailbox.models import PublicAnswer, Topic
from tests.mailbox import copies

pytestmark = pytest.mark.django_db
NUL = "a\x00b"
TOO_LARGE = b"body=" + b"a" * 3_000_000
OPEN = ("/", "/letters/", "/letters/new/", "/letters/track/", "/search/", "/search/similar/", "/disclosures/fees/")
QUERY = ("q", "subject", "page", "topic", "unit", "year", "since", "until", "sort", "kind", "format", "stage", "view")
POSTED = {
    "/letters/new/": (
        "subject",
        "body",
        "place",
        "kind",
        "name",
        "phone",
        "email",
        "pass",
        "key",
        "answer",
        "step",
        "go",
    ),
    "/letters/track/": ("number", "code", "kept_action", "kept_text"),
    "/letters/track/supplement/": ("text", "form_key"),
    "/letters/receipt/": ("pass",),
}


@pytest.mark.parametrize("address", ["/captcha/refresh/", "/captcha/audio/0123456789abcdef.wav", "/captcha/image/x@2/"])
def test_of_the_captcha_package_only_the_picture_can_be_reached(client, address):
    assert client.get(address, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 404


def test_the_picture_is_drawn_and_kept_by_nobody(client):
    picture = client.get(challenges.issue(Kind.PICTURE, timezone.now()).image_url)
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert picture["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("address", OPEN)
def test_a_null_byte_in_a_query_is_no_fault_of_ours(client, address):
    codes = {name: client.get(address, {name: NUL}).status_code for name in QUERY}
    assert {name: code for name, code in codes.items() if code not in {200, 404}} == {}


@pytest.mark.parametrize("address", POSTED)
def test_a_null_byte_in_a_posted_field_is_no_fault_of_ours(client, address):
    filled = dict.fromkeys(POSTED[address], "1")
    codes = {name: client.post(address, {**filled, name: NUL}).status_code for name in filled}
    assert {name: code for name, code in codes.items() if code not in {200, 302}} == {}


@pytest.mark.parametrize("address", ["/%00/", "/letters/%00/", "/disclosures/%00/", "/documents/1/%00.pdf"])
def test_a_null_byte_in_the_path_is_a_page_that_does_not_exist(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/letters/new/", "/letters/track/", "/letters/receipt/", "/admin/login/"])
def test_a_post_that_is_too_large_gets_a_sentence_under_the_strict_policy(client, address):
    answer = client.post(address, TOO_LARGE, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.has_header("Content-Security-Policy")


def test_a_foreign_host_is_refused_and_never_quoted(client):
    answer = client.get("/letters/new/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize("address", ["//evil.example/", "//evil.example", "/\\evil.example", "//evil.example/letters"])
def test_no_address_leads_to_another_host(client, address):
    answer = client.get("/", PATH_INFO=address)
    assert answer.status_code in {200, 301, 404}
    assert not answer.get("Location", "").startswith(("//", "http"))


def test_control_characters_leave_the_feed_readable(client):
    answer = copies.released()
    Topic.objects.filter(code="fees").update(name="收费\x0b")
    PublicAnswer.objects.filter(pk=answer.pk).update(
        title="退费\x08<b>", answer="能退\x1f", topic=Topic.objects.get(code="fees")
    )
    feed = client.get("/letters/feed/")
    assert feed["Content-Type"] == Atom1Feed.content_type
    assert "<title>退费&lt;b&gt;</title>" in feed.content.decode()


def test_an_answer_taken_down_is_gone_with_the_next_look_whatever_a_cache_may_think(client):
    answer = copies.released()
    address = answer.get_absolute_url()
    shown = client.get(address)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")
    answer.letter.__class__.objects.filter(pk=answer.letter_id).update(visibility=Visibility.UNPUBLISHED)
    assert client.get(address).status_code == 404
    assert address not in client.get("/letters/").content.decode()
    assert address not in client.get("/letters/feed/").content.decode()
