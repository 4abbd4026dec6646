"""Receiving: one form is one letter, one number is one letter, and nothing is half there."""

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client

from mailbox import numbering, receiving
from mailbox.models import Event, FormToken, Letter, LetterClock, LetterContact
from mailbox.permissions import CITIZEN
from mailbox.receiving import Incoming
from portal.outbox.models import OutboxMessage
from tests import factories as f
from tests.mailbox.public import pages
from tests.mailbox.public.writer import URL, Writer

ROOT = Path(__file__).resolve().parent.parent.parent
MADE = (Letter, LetterContact, LetterClock, Event, FormToken, OutboxMessage)
INCOMING = Incoming(subject="主题就一句话", body="内容要有二十个字才看得出是什么事情吧。")


@pytest.mark.django_db
def test_a_letter_comes_with_its_contact_clocks_event_outbox_row_and_token():
    made = f.receive(token="one")
    letter = made.letter
    assert made.code == numbering.code_for("one", settings.CODE_PEPPER)
    assert letter.code_digest == numbering.code_digest(made.code, settings.CODE_PEPPER)
    assert [event.kind for event in letter.events.all()] == ["received"]
    assert sorted(letter.clocks.values_list("rule", flat=True)) == ["M01", "M02", "M05"]
    assert OutboxMessage.objects.get().payload == {"letter": letter.pk, "event": letter.events.get().pk}
    assert FormToken.objects.get().digest == receiving.token_digest("one")


@pytest.mark.django_db
def test_no_code_or_token_lies_in_the_database_as_it_is():
    made = f.receive(token="a-token-nobody-may-read")
    with connection.cursor() as cursor:
        for model in MADE:
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            dump = str(cursor.fetchall())
            assert made.code not in dump
            assert numbering.fold_code(made.code) not in dump
            assert "a-token-nobody-may-read" not in dump


@pytest.mark.django_db
@pytest.mark.parametrize(
    "failing", ["mailbox.receiving.announce", "mailbox.receiving.chain.record", "mailbox.timekeeping.start"]
)
def test_when_a_part_fails_nothing_of_the_letter_stays(monkeypatch, failing):
    def broken(*args, **kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr(failing, broken)
    with pytest.raises(RuntimeError):
        receiving.receive(INCOMING, token="one", by=CITIZEN, now=f.MONDAY)
    assert [model.objects.count() for model in MADE] == [0] * len(MADE)


@pytest.mark.django_db
def test_the_same_token_again_is_the_same_letter_whatever_it_says():
    first = receiving.receive(INCOMING, token="one", by=CITIZEN, now=f.MONDAY)
    second = receiving.receive(Incoming("另一句话", "另一段话"), token="one", by=CITIZEN, now=f.MONDAY)
    assert second == first
    assert Letter.objects.get().subject == "主题就一句话"


@pytest.mark.django_db
def test_the_code_is_given_again_for_thirty_minutes_and_no_longer():
    code = f.receive(token="one").code
    within = receiving.already_received("one", now=f.MONDAY + timedelta(minutes=30))
    after = receiving.already_received("one", now=f.MONDAY + timedelta(minutes=30, seconds=1))
    assert (within.code, after.code) == (code, None)


@pytest.mark.django_db
def test_numbers_run_on_within_a_year_and_begin_anew_with_the_next():
    numbers = [
        f.letter(now=f.MONDAY).number,
        f.letter(now=f.MONDAY).number,
        f.letter(now=f.MONDAY.replace(year=2027)).number,
    ]
    assert [number[:13] for number in numbers] == ["YL-2026-00001", "YL-2026-00002", "YL-2027-00001"]
    assert [numbering.parse_number(number) for number in numbers] == numbers


@pytest.mark.django_db
def test_a_letter_on_new_years_morning_in_shanghai_belongs_to_the_new_year():
    from datetime import UTC, datetime

    assert f.letter(now=datetime(2026, 12, 31, 16, 30, tzinfo=UTC)).number.startswith("YL-2027-")


@pytest.mark.django_db
def test_contact_data_is_encrypted_and_found_by_its_hash_alone():
    f.receive(name="许清和", phone="138 1234 1234")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, email FROM mailbox_lettercontact")
        stored = str(cursor.fetchall())
    for plain in ("许清和", "13812341234", "138 1234 1234", "xuqinghe"):
        assert plain not in stored


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_fifty_posts_of_one_form_at_once_make_one_letter_and_show_one_receipt():
    f.bureau()
    writer = Writer()
    writer.to_check()
    fields = {**writer.fields, "go": "send", "answer": pages.answer_to(pages.form(writer.page, URL))}
    answers: list[tuple[int, bool]] = []
    start = threading.Barrier(50)

    def post() -> None:
        client = Client()
        start.wait()
        page = client.post(URL, fields)
        answers.append((page.status_code, 'id="receipt-code"' in page.content.decode()))
        connections.close_all()

    threads = [threading.Thread(target=post) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [(200, True)] * 50
    assert [model.objects.count() for model in MADE] == [1, 1, 3, 1, 1, 1]


RECEIVE_MANY = """
import django
django.setup()
from django.conf import settings
from django.db import OperationalError, connection
settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = {name!r}
from tests import factories
for count in range({count}):
    for attempt in range(10):  # on a crowded disk a writer may wait too long; a person presses again, and so does this
        try:
            factories.receive(token=f"{process}-{{count}}")
            break
        except OperationalError:
            continue
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_thousand_letters_from_eight_processes_have_two_thousand_numbers():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    name = connection.settings_dict["NAME"]
    scripts = [RECEIVE_MANY.format(name=name, count=250, process=process) for process in range(8)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", script], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
        )
        for script in scripts
    ]
    errors = [process.communicate(timeout=500)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 8, errors
    numbers = list(Letter.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 2000
    assert sorted(int(number.split("-")[2]) for number in numbers) == list(range(1, 2001))
