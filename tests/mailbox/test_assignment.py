"""Registering, classifying, assigning: conflicts of interest are refused, whatever page or request asks."""

from datetime import date, timedelta

import pytest

from mailbox import assignment, queries
from mailbox.enums import Action, EventKind, LetterClass, Outcome, Status, Visibility
from mailbox.exceptions import Incomplete, NotAllowed, WrongState
from mailbox.models.assignment import AssignmentEnd
from portal.accounts.roles import Role
from tests import factories as f
from tests.mailbox.states import LATER, at

pytestmark = pytest.mark.django_db


def registrar():
    return f.actor(Role.REGISTRAR)


@pytest.mark.parametrize("letter_class", [LetterClass.COMPLAINT, LetterClass.REPORT])
def test_the_unit_complained_about_and_what_lies_below_it_never_leads(letter_class):
    department = f.unit()
    below = department.add_child(name="基教科东区组", code="east", kind="department")
    letter = f.registered(letter_class=letter_class, concerned=department)
    for accused in (department, below):
        with pytest.raises(Incomplete, match="不能由它自己主办"):
            assignment.assign(letter.pk, accused, by=registrar(), now=LATER)
    letter.refresh_from_db()
    assert (letter.status, letter.assignments.count()) == (Status.REGISTERED, 0)


def test_the_supervising_unit_does_not_lead():
    centre = f.unit("petition", "信访咨询服务中心")
    letter = f.registered(classified={"supervising_unit": centre})
    with pytest.raises(Incomplete, match="督办单位"):
        assignment.assign(letter.pk, centre, by=registrar(), now=LATER)


def test_the_registrar_becomes_the_case_owner_once():
    letter = f.registered()
    assert letter.owner == registrar().user


def test_calling_it_a_report_restricts_the_letter_and_calling_it_back_frees_it():
    letter = f.registered()
    given = f.classification(letter_class=LetterClass.REPORT, concerned=f.school())
    letter = assignment.reclassify(letter.pk, given, by=registrar(), now=LATER, note="信里说的是收钱")
    assert letter.visibility == Visibility.RESTRICTED
    letter = assignment.reclassify(letter.pk, f.classification(), by=registrar(), now=LATER, note="核实不是举报")
    assert letter.visibility == Visibility.PRIVATE


def test_reclassifying_keeps_the_receipt_time_and_starts_the_other_clock_from_it():
    letter = f.registered()
    later = f.MONDAY + timedelta(days=2)
    given = f.classification(letter_class=LetterClass.COMPLAINT, is_complex=True)
    assignment.reclassify(letter.pk, given, by=registrar(), now=later, note="要到学校调查")
    clocks = {clock.rule: clock for clock in letter.clocks.all()}
    assert (clocks["M02"].stopped_on, clocks["M02"].met) == (date(2026, 11, 25), None)
    assert (clocks["M04"].started_on, clocks["M04"].due_on) == (date(2026, 11, 23), date(2026, 12, 7))
    event = letter.events.last()
    assert (event.kind, event.words.text) == (EventKind.RECLASSIFIED, "要到学校调查")


def test_reclassifying_asks_a_reason_a_right_and_an_open_registered_letter():
    given = f.classification()
    with pytest.raises(Incomplete):
        assignment.reclassify(f.registered().pk, given, by=registrar(), now=LATER, note=" ")
    with pytest.raises(NotAllowed):
        assignment.reclassify(f.registered().pk, given, by=f.actor(Role.SUPERVISOR), now=LATER, note="原因原因")
    for status in (Status.RECEIVED, Status.ANSWERED, Status.ARCHIVED, Status.WITHDRAWN):
        with pytest.raises(WrongState):
            assignment.reclassify(at(status).pk, given, by=registrar(), now=LATER, note="原因原因")


def test_a_letter_at_a_unit_is_not_reclassified_into_a_report_about_that_unit():
    letter = f.accepted()
    given = f.classification(letter_class=LetterClass.REPORT, concerned=f.unit())
    with pytest.raises(Incomplete, match="不能由它自己主办"):
        assignment.reclassify(letter.pk, given, by=registrar(), now=LATER, note="信里说的是收钱")
    letter.refresh_from_db()
    assert (letter.letter_class, letter.visibility) == (LetterClass.ENQUIRY, Visibility.PRIVATE)


def test_a_recalled_letter_is_back_at_the_registry_and_goes_to_another_unit():
    letter = f.assigned()
    assignment.recall(letter.pk, by=registrar(), now=LATER)
    assert letter.assignments.get().end == AssignmentEnd.RECALLED
    other = f.unit("finance", "财务科")
    assignment.assign(letter.pk, other, by=registrar(), now=LATER)
    assert queries.lead_unit(letter) == other


def test_once_accepted_an_assignment_cannot_be_recalled():
    letter = f.accepted()
    with pytest.raises(WrongState):
        assignment.recall(letter.pk, by=registrar(), now=LATER)


def test_accepting_names_the_person_and_the_time():
    letter = f.accepted()
    current = letter.assignments.get()
    assert (current.accepted_by.username, current.accepted_at) == ("handler", f.MONDAY)


def test_merging_points_to_the_main_letter_and_ends_as_a_duplicate():
    main = f.registered()
    letter = assignment.merge(f.registered().pk, main, by=registrar(), now=LATER)
    assert (letter.merged_into, letter.outcome) == (main, Outcome.DUPLICATE)
    assert letter.events.last().facts == {"into": main.pk}


def test_a_letter_is_merged_neither_into_itself_nor_into_a_merged_one_nor_into_one_out_of_sight():
    main, second = f.registered(), f.registered()
    assignment.merge(second.pk, main, by=registrar(), now=LATER)
    third = f.registered()
    for wrong in (third, second):
        second.refresh_from_db()
        with pytest.raises(Incomplete, match="主件"):
            assignment.merge(third.pk, wrong, by=registrar(), now=LATER)
    local = f.actor(Role.REGISTRAR, f.unit(), "local")
    with pytest.raises(NotAllowed):
        assignment.merge(third.pk, main, by=local, now=LATER)


@pytest.mark.parametrize(
    ("action", "outcome"), [(Action.REDIRECT, Outcome.REDIRECTED), (Action.REJECT, Outcome.INVALID)]
)
def test_an_end_without_a_reply_has_its_outcome_and_stops_the_clocks_without_a_verdict(action, outcome):
    end = {Action.REDIRECT: assignment.redirect, Action.REJECT: assignment.reject}[action]
    letter = end(f.registered().pk, by=registrar(), now=LATER, note="请到人社局办理")
    assert letter.outcome == outcome
    assert set(letter.clocks.values_list("met", flat=True)) == {None}
    assert not letter.clocks.filter(stopped_on__isnull=True).exists()
