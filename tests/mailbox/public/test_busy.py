"""A database that cannot take a post costs the writer one more press, and nothing else."""

import pytest
from django.db import OperationalError
from django.test import Client

from mailbox.models import Letter, Message
from tests import factories as f
from tests.mailbox.public import pages
from tests.mailbox.public.writer import URL, WHAT, WHO, Writer

pytestmark = pytest.mark.django_db


def refuse(*args, **kwargs):
    raise OperationalError("database is locked")


@pytest.mark.parametrize("failing", ["receive", "allow", "already_received"])
def test_a_letter_the_database_refused_is_kept_whole_and_sent_by_the_next_press(monkeypatch, failing):
    f.bureau()
    writer = Writer()
    writer.to_check()
    with monkeypatch.context() as patch:
        patch.setattr(f"mailbox.views.public.writing.{failing}", refuse)
        page = writer.send()
    assert (page.status_code, page["Cache-Control"]) == (503, "private, no-store")
    assert "您写的都还在这一页里" in page.content.decode()
    kept = pages.form(page, URL).fields
    assert {name: kept[name] for name in (*WHAT, *WHO)} == {**WHAT, **WHO}
    assert Letter.objects.count() == 0
    Client().post(URL, kept)
    assert Letter.objects.get().subject == WHAT["subject"]


def test_a_supplement_the_database_refused_is_kept_and_sent_by_the_next_press(monkeypatch):
    made = f.receive()
    client = Client()
    client.post("/letters/track/", {"number": made.letter.number, "code": made.code})
    action = "/letters/track/supplement/"
    fields = {**pages.form(client.get("/letters/track/"), action).fields, "text": "补一句话"}
    with monkeypatch.context() as patch:
        patch.setattr("mailbox.views.public.tracking.allow", refuse)
        page = client.post(action, fields)
    assert page.status_code == 503
    client.post(action, pages.form(page, action).fields)
    assert Message.objects.get().text == "补一句话"


def test_the_log_line_of_a_refused_post_holds_nothing_of_it(monkeypatch, caplog):
    f.bureau()
    writer = Writer()
    writer.to_check()
    monkeypatch.setattr("mailbox.views.public.writing.receive", refuse)
    writer.send()
    records = [record for record in caplog.records if record.message == "public.database_busy"]
    assert len(records) == 1
    private = (WHAT["subject"], WHAT["body"], WHO["name"], WHO["phone"], WHO["email"])
    assert [word for word in private if word in str(records[0].__dict__)] == []
