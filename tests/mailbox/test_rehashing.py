"""A changed pepper: writers are found again after rehash_contacts, and doctor says so before."""

import io
import json

import pytest
from django.core.management import call_command

from mailbox import contacts, rehashing
from mailbox.enums import NotifyBy
from mailbox.models import Letter, LetterContact
from portal import registries
from tests import factories as f

pytestmark = pytest.mark.django_db
OTHER = "another-test-pepper-0123456789abcdef"


def run(*args: str) -> dict:
    out = io.StringIO()
    call_command("rehash_contacts", "--json", *args, stdout=out, stderr=io.StringIO())
    return json.loads(out.getvalue())


def found(typed: str) -> bool:
    return Letter.objects.filter(contacts.written_by_q(typed)).exists()


def test_writers_are_found_again_under_the_new_pepper(settings, monkeypatch):
    monkeypatch.setattr(rehashing, "BATCH", 2)
    for _ in range(3):
        f.letter()
    f.letter(name="", phone="", email="", notify_by=NotifyBy.NONE)
    settings.CODE_PEPPER = OTHER
    assert not found("许清和")
    assert not rehashing.finding().ok
    assert run()["changed"] == 3
    assert found("许清和")
    assert found("138 1234 1234")
    assert rehashing.finding().ok
    assert run() == {"dry_run": False, "looked_at": 3, "changed": 0, "unreadable": []}


def test_what_receiving_stores_is_what_rehashing_computes():
    f.letter()
    assert run("--dry-run")["changed"] == 0


def test_a_dry_run_counts_and_writes_nothing(settings):
    f.letter()
    settings.CODE_PEPPER = OTHER
    assert run("--dry-run")["changed"] == 1
    assert not found("许清和")


def test_what_no_key_opens_is_named_by_its_letter_and_ends_with_1(settings):
    letter = f.letter()
    before = LetterContact.objects.values_list("name_hash").get(letter=letter)
    settings.FIELD_KEYS = ["another-test-field-key-0123456789abcdef"]
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("rehash_contacts", "--json", stdout=out, stderr=io.StringIO())
    assert (ended.value.code, json.loads(out.getvalue())["unreadable"]) == (1, [letter.pk])
    assert LetterContact.objects.values_list("name_hash").get(letter=letter) == before


def test_doctor_asks():
    assert "查找写信人" in [entry.name for entry in registries.doctor]
