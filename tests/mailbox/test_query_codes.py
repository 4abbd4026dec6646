"""A lost query code: a new one at the counter, the old one dead at once, the deed in the ledger."""

from datetime import timedelta

import pytest

from mailbox import query_codes, receiving
from mailbox.enums import EventKind
from mailbox.exceptions import Incomplete, NotAllowed
from mailbox.models import Letter
from mailbox.numbering import code_digest
from portal.accounts.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def pepper(settings):
    return settings.CODE_PEPPER


def reissue(letter, token="counter-1", identity="核对了居民身份证", by=None):
    by = by or f.actor(Role.REGISTRAR)
    return query_codes.reissue(letter.pk, identity=identity, token=token, by=by, now=f.MONDAY)


def opens(letter: Letter, code: str, pepper: str) -> bool:
    letter.refresh_from_db()
    return letter.code_digest == code_digest(code, pepper)


def test_the_new_code_opens_and_the_old_one_is_dead(pepper):
    received = f.receive()
    new = reissue(received.letter).code
    assert opens(received.letter, new, pepper)
    assert not opens(received.letter, received.code, pepper)


def test_the_deed_is_logged_with_what_was_checked_and_without_the_code():
    letter = f.letter()
    new = reissue(letter).code
    event = letter.events.last()
    assert (event.kind, event.words.text, event.facts) == (EventKind.CODE_REISSUED, "核对了居民身份证", {})
    assert new not in event.words.text


def test_the_same_form_posted_twice_gives_one_code_and_one_entry():
    letter = f.letter()
    assert reissue(letter).code == reissue(letter).code
    assert letter.events.filter(kind=EventKind.CODE_REISSUED).count() == 1


def test_the_first_receipt_does_not_show_the_dead_code_again():
    received = f.receive(token="form")
    reissue(received.letter)
    assert receiving.already_received("form", now=f.MONDAY + timedelta(minutes=1)).code is None


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REGISTRAR}))
def test_only_the_registry_reissues(role):
    with pytest.raises(NotAllowed):
        reissue(f.letter(), by=f.actor(role))


def test_without_a_word_on_the_identity_nothing_happens(pepper):
    received = f.receive()
    with pytest.raises(Incomplete, match="证件"):
        reissue(received.letter, identity=" ")
    assert opens(received.letter, received.code, pepper)


def test_an_imported_letter_has_no_code_and_gets_none():
    letter = f.letter()
    Letter.objects.filter(pk=letter.pk).update(code_digest="")
    with pytest.raises(NotAllowed):
        reissue(letter)
