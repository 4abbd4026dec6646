"""快速录入 and the counter: a letter in one short page, one letter a form, a code on paper only."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from mailbox.enums import Channel, EventKind
from mailbox.models import Letter
from mailbox.numbering import code_digest
from portal.accounts.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
URL = "/admin/letters/new/"
CALL = {
    "channel": "phone",
    "letter_class": "",
    "subject": "校门口放学时段车多",
    "body": "每天四点半门口挤满车。",
    "place": "清溪小学",
    "name": "许清和",
    "phone": "138 1234 1234",
    "notify_by": "phone",
}


@pytest.fixture
def registrar(client):
    f.bureau()
    user = f.person(Role.REGISTRAR)
    client.force_login(user)
    return user


def fresh(client, **more) -> dict[str, str]:
    html = client.get(URL).content.decode()
    return {**CALL, "token": re.search(r'name="token" value="([^"]+)"', html).group(1), **more}


def code_on(html: str) -> str:
    return re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", html).group()


def test_a_call_becomes_a_letter_with_number_and_code_on_the_receipt(client, registrar, settings):
    html = client.post(URL, fresh(client)).content.decode()
    letter = Letter.objects.get()
    assert letter.number in html
    assert letter.code_digest == code_digest(code_on(html), settings.CODE_PEPPER)
    assert (letter.channel, letter.owner, letter.place) == (Channel.PHONE, registrar, "清溪小学")
    assert letter.contact.phone == "138 1234 1234"
    assert letter.events.get().user == registrar
    assert set(letter.clocks.values_list("rule", flat=True)) == {"M01", "M03", "M05"}


def test_the_same_form_posted_twice_is_one_letter_with_the_same_receipt(client, registrar):
    data = fresh(client)
    first, second = client.post(URL, data).content.decode(), client.post(URL, data).content.decode()
    assert Letter.objects.count() == 1
    assert code_on(first) == code_on(second)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"subject": "  "}, "这一项不能空着"),
        ({"body": "\x00\u200b"}, "这一项不能空着"),
        ({"phone": "没有"}, "这不像一个电话号码"),
        ({"phone": "", "notify_by": "phone"}, "要打电话通知"),
        ({"subject": "长" * 101}, "101"),
        ({"channel": "web"}, "web"),
    ],
)
def test_what_is_missing_is_said_and_everything_typed_stays(client, registrar, wrong, sentence):
    response = client.post(URL, fresh(client, **wrong))
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert "许清和" in html
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("token", ["", "forged", "x" * 500])
def test_a_forged_token_makes_no_letter_and_loses_no_word(client, registrar, token):
    response = client.post(URL, {**CALL, "token": token})
    assert response.status_code == 422
    assert CALL["body"] in response.content.decode()
    assert Letter.objects.count() == 0


def test_a_token_of_another_person_shows_no_receipt(client, registrar):
    data = fresh(client)
    client.post(URL, data)
    client.force_login(f.person(Role.REGISTRAR, username="another"))
    response = client.post(URL, data)
    assert response.status_code == 422
    assert not re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", response.content.decode())


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REGISTRAR, Role.DUTY_OFFICER, Role.PARTY_OFFICE}))
def test_others_have_no_quick_entry(client, role):
    client.force_login(f.person(role))
    assert client.get(URL).status_code == 404
    assert client.post(URL, CALL).status_code == 404


def test_who_may_not_read_the_letter_gets_its_receipt_without_a_link_to_it(client):
    client.force_login(f.person(Role.PARTY_OFFICE))
    html = client.post(URL, fresh(client, channel="party_rep")).content.decode()
    letter = Letter.objects.get()
    assert letter.number in html
    assert reverse("mailbox_desk:letter", args=[letter.pk]) not in html


def reissue_form(client, letter) -> dict[str, str]:
    html = client.get(reverse("mailbox_desk:letter", args=[letter.pk])).content.decode()
    return {"reissue-token": re.search(r'name="reissue-token" value="([^"]+)"', html).group(1)}


def test_a_lost_code_is_reissued_at_the_counter_and_printed_once(client, registrar, settings):
    received = f.receive(now=timezone.now())
    url = reverse("mailbox_desk:reissue", args=[received.letter.pk])
    data = reissue_form(client, received.letter)
    refused = client.post(url, data)
    assert refused.status_code == 422
    html = client.post(url, {**data, "reissue-identity": "核对了居民身份证"}).content.decode()
    received.letter.refresh_from_db()
    assert received.letter.code_digest == code_digest(code_on(html), settings.CODE_PEPPER)
    assert code_on(html) != received.code
    assert received.letter.events.filter(kind=EventKind.CODE_REISSUED).count() == 1


def test_the_code_stands_on_no_page_of_the_desk(client, registrar):
    html = client.post(URL, fresh(client)).content.decode()
    code, letter = code_on(html), Letter.objects.get()
    for url in (reverse("mailbox_desk:letter", args=[letter.pk]), "/admin/letters/?tab=all"):
        assert code not in client.get(url).content.decode()
