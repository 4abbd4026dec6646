"""The ledger: only grows, shows every change, survives the erasure of words."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from mailbox import chain
from mailbox.models import Event, EventWords
from mailbox.models.event import AppendOnly
from portal.accounts.roles import Role
from tests import factories as f
from tests.mailbox.states import at

pytestmark = pytest.mark.django_db


def rewrite(event: Event, column: str, value: object) -> None:
    """Change a row behind the models' back, as someone with the database's password would."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE mailbox_event SET {column} = %s WHERE id = %s", [value, event.pk])


def place(letter, sequence: int) -> Event:
    return letter.events.get(sequence=sequence)


def test_an_event_is_neither_saved_again_nor_deleted():
    event = f.letter().events.get()
    for change in (event.save, event.delete):
        with pytest.raises(AppendOnly):
            change()
    for change in (Event.objects.all().delete, lambda: Event.objects.update(kind="sign")):
        with pytest.raises(AppendOnly):
            change()


@pytest.mark.parametrize("status", ["answered", "archived", "awaiting_citizen", "merged"])
def test_the_chain_of_every_way_holds(status):
    assert chain.broken_at(at(status)) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "reject"),
        ("to_status", "closed"),
        ("party", "system"),
        ("facts", '{"unit": 999}'),
        ("at", "2026-01-01 00:00:00"),
        ("digest", "0" * 64),
        ("previous_hash", "1" * 64),
        ("hash", "2" * 64),
    ],
)
def test_any_changed_column_is_found_at_its_place(column, value):
    letter = f.accepted()
    rewrite(place(letter, 2), column, value)
    assert chain.broken_at(letter) == 2


def test_another_person_or_unit_in_an_entry_is_found():
    letter = f.accepted()
    rewrite(place(letter, 3), "user_id", f.person(Role.AUDITOR).pk)
    assert chain.broken_at(letter) == 3


def test_a_removed_entry_is_found():
    letter = f.accepted()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM mailbox_event WHERE id = %s", [place(letter, 2).pk])
    assert chain.broken_at(letter) == 2


def test_changed_words_are_found_and_erased_words_are_not_missed():
    letter = at("returned")
    words = EventWords.objects.get(event__letter=letter)
    EventWords.objects.filter(pk=words.pk).update(text="别的原因")
    assert chain.broken_at(letter) == words.event.sequence
    words.delete()
    assert chain.broken_at(letter) is None


def test_letters_have_chains_of_their_own():
    first, second = f.accepted(), f.accepted()
    rewrite(place(first, 1), "kind", "sign")
    assert (chain.broken_at(first), chain.broken_at(second)) == (1, None)


def verify(*args: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("verify_ledger", *args, stdout=out)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_command_checks_all_and_says_where_a_chain_breaks():
    sound, broken = f.accepted(), f.accepted()
    rewrite(place(broken, 2), "kind", "sign")
    code, said = verify("--json")
    assert (code, json.loads(said)) == (1, {"checked": 2, "broken": [{"number": broken.number, "at": 2}]})
    assert verify(sound.number.lower()) == (0, "核对了1封信，0封对不上。\n")
    assert verify(broken.number)[0] == 1


def test_the_command_says_so_when_there_is_no_such_letter():
    with pytest.raises(CommandError, match="没有编号为YL-2026-99999-X的信件") as error:
        call_command("verify_ledger", "YL-2026-99999-X")
    assert error.value.returncode == 2
