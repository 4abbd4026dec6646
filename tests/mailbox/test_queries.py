"""Who sees which letter. The queryset and the predicate are twins: one rule, said twice, compared everywhere."""

from itertools import product

import pytest

from mailbox import queries, queues
from mailbox.enums import LetterClass, Status, Visibility
from mailbox.models import Assignment, Letter
from portal.accounts.grants import grants_of
from portal.accounts.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters():
    """One letter for each visibility × status, of changing urgency, consent, accused unit and handling unit."""
    registrar = f.person(Role.REGISTRAR)
    accused = (None, f.school(), f.unit(), f.bureau())
    handling = (None, f.unit(), f.school("beishan", "云岭区北山小学"))
    made = []
    for place, (visibility, status) in enumerate(product(Visibility, Status)):
        letter = Letter.objects.create(
            number=f"T{place}",
            subject="主题",
            body="内容",
            status=status,
            visibility=visibility,
            is_urgent=place % 2 == 0,
            consent_to_publish=place % 3 != 0,
            concerned=accused[place % 4],
        )
        unit = handling[place % 3]
        if unit is not None:
            Assignment.objects.create(letter=letter, unit=unit, assigned_by=registrar, assigned_at=f.MONDAY)
        made.append(letter)
    return made


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("place", ["bureau", "basic", "qingxi", "beishan"])
def test_visible_to_and_can_see_agree_for_each_role_place_visibility_and_status(letters, role, place):
    unit = {"bureau": f.bureau, "basic": f.unit, "qingxi": f.school}.get(place, lambda: f.school("beishan", "北山"))()
    person = f.person(role, unit, "somebody")
    held = grants_of(person)
    by_rule = {letter.pk for letter in letters if queries.can_see(held, letter)}
    assert set(queries.visible_to(person).values_list("pk", flat=True)) == by_rule


@pytest.mark.parametrize("second", [Role.REGISTRAR, Role.SIGNER, Role.DUTY_OFFICER, Role.PUBLISHER])
def test_the_twins_agree_for_a_person_of_two_roles_in_two_places(letters, second):
    person = f.person(Role.HANDLER, f.school(), "both")
    f.person(second, f.bureau(), "both")
    held = grants_of(person)
    by_rule = {letter.pk for letter in letters if queries.can_see(held, letter)}
    assert set(queries.visible_to(person).values_list("pk", flat=True)) == by_rule
    assert 0 < len(by_rule) < len(letters)


def test_who_reads_what_in_words(letters):
    def seen(role, place=None):
        return queries.visible_to(f.person(role, place, f"{role}-{place}")).count()

    everything = len(letters)
    assert seen(Role.REGISTRAR) == seen(Role.SIGNER) == seen(Role.SUPERVISOR) == seen(Role.AUDITOR) == everything
    assert seen(Role.EDITOR) == seen(Role.ADMINISTRATOR) == seen(Role.SECURITY_ADMINISTRATOR) == 0
    assert 0 < seen(Role.HANDLER, f.school("beishan", "北山")) < everything


def test_a_grant_that_has_ended_shows_nothing():
    f.letter()
    person = f.person(Role.REGISTRAR)
    person.grants.update(ends_on=f.MONDAY.date().replace(year=2020))
    assert not queries.visible_to(person).exists()


def test_a_disabled_account_sees_nothing():
    f.letter()
    person = f.person(Role.REGISTRAR)
    person.is_active = False
    person.save()
    assert not queries.visible_to(person).exists()


def test_a_unit_still_reads_the_letter_it_returned_but_another_unit_never_does():
    letter = f.assigned()
    assert queries.visible_to(f.person(Role.HANDLER, f.unit())).get() == letter
    assert not queries.visible_to(f.person(Role.HANDLER, f.unit("finance", "财务科"), "stranger")).exists()


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.SIGNER, Role.SUPERVISOR, Role.AUDITOR, Role.HANDLER])
def test_who_holds_a_role_in_the_accused_school_never_sees_the_report_whatever_else_is_held(role):
    school = f.school()
    report = f.registered(letter_class=LetterClass.REPORT, concerned=school)
    f.person(role, username="insider")
    insider = f.person(Role.HANDLER, school, "insider")
    assert not queries.visible_to(insider).exists()
    assert not queries.can_see(grants_of(insider), report)


def test_the_accused_unit_is_offered_neither_itself_nor_anything_below_it():
    department = f.unit()
    office = department.add_child(name="基教科东区组", code="east", kind="department")
    report = f.registered(letter_class=LetterClass.REPORT, concerned=department)
    offered = set(queries.units_that_may_handle(report))
    assert offered.isdisjoint({department, office})
    assert f.bureau() in offered


def test_the_supervising_unit_is_not_offered_as_handling_unit():
    centre = f.unit("petition", "信访咨询服务中心")
    letter = f.registered(classified={"supervising_unit": centre})
    assert centre not in queries.units_that_may_handle(letter)


def test_an_enquiry_about_a_school_may_go_to_that_school():
    school = f.school()
    assert school in queries.units_that_may_handle(f.registered(concerned=school))


def test_queues_hold_what_waits_for_each_person():
    received, assigned, drafted, approved = f.letter(), f.assigned(), f.drafted(), f.approved()
    everything = Letter.objects.all()

    def waiting(role, unit=None):
        return set(everything.filter(queues.waiting_for(f.actor(role, unit))))

    assert waiting(Role.REGISTRAR) == {received}
    assert waiting(Role.HANDLER, f.unit()) == {assigned}
    assert waiting(Role.REVIEWER, f.unit()) == {drafted}
    assert waiting(Role.SIGNER) == {approved}
    assert waiting(Role.SUPERVISOR) == set()


def test_the_own_draft_does_not_wait_for_its_author_to_review():
    letter = f.drafted()
    author = f.person(Role.HANDLER, f.unit())
    both = f.actor(Role.REVIEWER, f.unit(), author.username)
    assert letter not in Letter.objects.filter(queues.waiting_for(both))
