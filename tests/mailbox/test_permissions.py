"""The pure rules of who may: four eyes, consent, the accused."""

import pytest

from mailbox import permissions
from mailbox.enums import LetterClass, Visibility, Withheld
from mailbox.models import Letter, PublicAnswer
from mailbox.moves import TABLE, Party
from mailbox.permissions import CITIZEN, SYSTEM, Actor, may_move
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.organizations.models import Organization

ROOT = Organization(path="0001", depth=1, name="局", code="b")
UNIT = Organization(path="00010001", depth=2, name="科", code="u")
BELOW = Organization(path="000100010001", depth=3, name="组", code="g")
OTHER = Organization(path="00010002", depth=2, name="别的科", code="o")


def person(pk: int = 1, **held) -> Actor:
    return Actor(user=User(pk=pk), held={Role(role): [unit] for role, unit in held.items()})


@pytest.mark.parametrize("own", [ROOT, UNIT])
def test_a_unit_bound_role_holds_for_the_own_unit_and_below(own):
    row = next(move for move in TABLE.values() if move.unit_bound and Role.HANDLER in move.who)
    assert may_move(person(handler=own), row, BELOW)
    assert not may_move(person(handler=BELOW), row, UNIT)
    assert not may_move(person(handler=OTHER), row, UNIT)
    assert not may_move(person(handler=own), row, None)


@pytest.mark.parametrize("party", [CITIZEN, SYSTEM])
def test_a_party_moves_only_where_the_table_names_it(party):
    assert {m.action for m in TABLE.values() if may_move(party, m, UNIT)} == {
        m.action for m in TABLE.values() if party.party in m.who
    }


def test_nobody_reviews_the_own_draft_and_a_machine_reviews_nothing():
    assert permissions.may_review(person(1), User(pk=2))
    assert not permissions.may_review(person(1), User(pk=1))
    assert not permissions.may_review(SYSTEM, User(pk=2))


def test_the_releaser_is_neither_who_proposed_nor_who_edited():
    answer = PublicAnswer(proposed_by_id=1, edited_by_id=2)
    assert not permissions.may_release(person(1, releaser=ROOT), answer)
    assert not permissions.may_release(person(2, releaser=ROOT), answer)
    assert permissions.may_release(person(3, releaser=ROOT), answer)
    assert not permissions.may_release(person(3, publisher=ROOT), answer)


@pytest.mark.parametrize(
    ("consent", "letter_class", "visibility", "expected"),
    [
        (True, LetterClass.ENQUIRY, Visibility.PRIVATE, True),
        (False, LetterClass.ENQUIRY, Visibility.PRIVATE, False),
        (True, LetterClass.REPORT, Visibility.PRIVATE, False),
        (True, LetterClass.COMPLAINT, Visibility.RESTRICTED, False),
    ],
)
def test_public_only_with_consent_and_never_a_report(consent, letter_class, visibility, expected):
    letter = Letter(consent_to_publish=consent, letter_class=letter_class, visibility=visibility)
    assert permissions.letter_may_be_public(letter) is expected
    assert permissions.may_propose(person(publisher=ROOT), letter) is expected
    assert not permissions.may_propose(person(handler=ROOT), letter)


@pytest.mark.parametrize("cause", list(Withheld))
def test_a_withheld_matter_is_never_public_whatever_its_writer_agreed_to(cause):
    letter = Letter(consent_to_publish=True, letter_class=LetterClass.HELP, withheld=cause)
    assert not permissions.letter_may_be_public(letter)
    assert not permissions.may_propose(person(publisher=ROOT), letter)


def test_the_accused_are_all_with_a_role_inside_but_the_bureau_itself_has_no_outsider():
    assert permissions.is_accused({Role.AUDITOR: [BELOW]}, UNIT)
    assert permissions.is_accused({Role.REGISTRAR: [ROOT], Role.EDITOR: [UNIT]}, UNIT)
    assert not permissions.is_accused({Role.HANDLER: [ROOT, OTHER]}, UNIT)
    assert not permissions.is_accused({Role.HANDLER: [UNIT]}, None)
    assert not permissions.is_accused({Role.REGISTRAR: [ROOT]}, ROOT)


def test_only_the_registry_duty_and_party_office_take_letters_in():
    takes = {role for role in Role if permissions.may_take_in(person(**{role.value: ROOT}))}
    assert takes == {Role.REGISTRAR, Role.DUTY_OFFICER, Role.PARTY_OFFICE}


def test_the_menu_item_is_for_roles_that_have_to_do_with_letters():
    assert {*Role} - {*permissions.DESK_ROLES} == {
        Role.EDITOR,
        Role.PAGE_REVIEWER,
        Role.ADMINISTRATOR,
        Role.SECURITY_ADMINISTRATOR,
    }


def test_labels_name_the_person_or_the_party():
    assert [CITIZEN.label, SYSTEM.label] == ["写信人", "系统"]
    assert Actor(user=User(pk=1, display_name="登记员甲")).label == "登记员甲"
    assert Party.CITIZEN.value == "citizen"
