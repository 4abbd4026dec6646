"""What people decided about marks is shown to the administrator alone, and makes no rule by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mailbox import gate
from mailbox.enums import Visibility
from mailbox.models import Letter, Mark
from portal.accounts.roles import Role
from portal.privacy.models import MarkRule
from tests import factories as f
from tests.mailbox.copies import draft_of, proposed, publisher

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(f.person(Role.ADMINISTRATOR))
    return client


def decide(answer, words, *, accept, now=None):
    draft = draft_of(answer)
    mark = next(each for each in draft.marks.all() if getattr(draft, each.field)[each.start : each.end] == words)
    return gate.decide(mark.pk, accept=accept, by=publisher(), now=now or timezone.now())


def page(client, **query):
    return client.get(reverse("publication:decisions"), query)


def test_refused_marks_are_counted_beside_how_often_they_were_accepted(administrator):
    for accept in (False, False, True):
        decide(proposed(), "许清和", accept=accept)
    (row,) = page(administrator).context["rejected"]
    assert (row.words, row.kind, row.rejected, row.accepted) == ("许清和", "person", 2, 1)


def test_marks_made_by_hand_are_listed_as_what_the_machine_did_not_know(administrator):
    answer = proposed()
    gate.add_marks(answer.pk, "12天", kind="other", mask="几天", by=publisher(), now=timezone.now())
    response = page(administrator)
    assert [(row.words, row.accepted) for row in response.context["added"]] == [("12天", 1)]
    assert response.context["rejected"] == []


def test_the_page_holds_the_words_alone_and_no_cache_keeps_it(administrator):
    answer = proposed()
    decide(answer, "许清和", accept=False)
    response = page(administrator)
    html = response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "课后服务费" not in html  # the words around them
    assert answer.letter.number not in html


def test_old_decisions_fall_out_and_more_months_bring_them_back(administrator):
    decide(proposed(), "许清和", accept=False, now=timezone.now() - timedelta(days=120))
    assert page(administrator).context["rejected"] == []
    assert len(page(administrator, months="6").context["rejected"]) == 1
    assert page(administrator, months="999").context["months"] == 3


def test_words_of_a_letter_found_to_be_a_report_are_gone(administrator):
    answer = proposed()
    mark = decide(answer, "许清和", accept=False)
    Letter.objects.filter(pk=answer.letter_id).update(visibility=Visibility.RESTRICTED)
    assert page(administrator).context["rejected"] == []
    assert administrator.post(reverse("publication:rule", args=[mark.pk])).status_code == 404


def test_a_rule_is_proposed_in_its_form_and_only_a_person_with_a_reason_makes_it(administrator):
    mark = decide(proposed(), "许清和", accept=False)
    response = administrator.post(reverse("publication:rule", args=[mark.pk]))
    assert response.url == reverse("mark_rules:add")  # no word in the address
    form = administrator.get(response.url).context["form"]
    assert (form["words"].value(), form["kind"].value()) == ("许清和", "")
    assert not MarkRule.objects.exists()
    assert administrator.get(response.url).context["form"]["words"].value() is None  # read once
    administrator.post(response.url, {"words": "许清和", "kind": "", "reason": "", "is_active": "on"})
    assert not MarkRule.objects.exists()


def test_a_mark_by_hand_proposes_to_hide_its_kind(administrator):
    answer = proposed()
    (mark,) = gate.add_marks(answer.pk, "孩子请假", kind="health", mask="", by=publisher(), now=timezone.now())
    response = administrator.post(reverse("publication:rule", args=[mark.pk]))
    assert administrator.get(response.url).context["form"]["kind"].value() == "health"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_for_everybody_else_the_list_does_not_exist(client, role):
    mark = Mark.objects.get(pk=decide(proposed(), "许清和", accept=False).pk)
    client.force_login(f.person(role))
    assert page(client).status_code == 404
    assert client.post(reverse("publication:rule", args=[mark.pk])).status_code == 404
