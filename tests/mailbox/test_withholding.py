"""What is kept from the public for good: found by its words, decided by a person, held by the database."""

import pytest
from django.db import IntegrityError, transaction

from mailbox import assignment, publishing, queries, withholding
from mailbox.enums import EventKind, Visibility, Withheld
from mailbox.exceptions import Incomplete, NotAllowed
from mailbox.forms.desk import RegisterForm
from mailbox.models import Letter, PublicAnswer
from portal.accounts.roles import Role
from tests import factories as f
from tests.mailbox.copies import confirmed, proposed, publisher, releaser

pytestmark = pytest.mark.django_db
WHY = "核实中，涉及学生隐私"


def published() -> PublicAnswer:
    answer = proposed()
    return publishing.release(answer.pk, revision=confirmed(answer).revision, by=releaser(), now=f.MONDAY)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("孩子说体育老师猥亵女生", Withheld.ABUSE),
        ("女儿被继父家暴，说不想活了", Withheld.ABUSE),
        ("孩子在班群里说想跳楼", Withheld.CRISIS),
        ("已经报警，派出所立案了", Withheld.INQUIRY),
        ("课后服务费怎么退", None),
        ("请问校门口的派克大街什么时候修好", None),
    ],
)
def test_words_point_at_a_cause_and_harm_to_a_child_comes_first(text, cause):
    assert withholding.suspected("请领导看看", text) == cause


def test_the_registrar_finds_the_cause_proposed_and_may_say_there_is_none():
    letter = f.letter(body="孩子在家里说不想活，请学校心理老师帮忙。")
    registrar = f.actor(Role.REGISTRAR)
    form = RegisterForm(letter=letter, actor=registrar)
    assert form["withheld"].initial == Withheld.CRISIS
    assert "已替您选上" in str(form["withheld"].help_text)
    assignment.register(letter.pk, f.classification(withheld=""), by=registrar, now=f.MONDAY)
    assert Letter.objects.get(pk=letter.pk).withheld == ""


def test_what_was_withheld_at_registration_cannot_be_proposed():
    letter = f.answered(consent=True, classified={"withheld": Withheld.INQUIRY})
    with pytest.raises(NotAllowed):
        publishing.propose(letter.pk, by=publisher(), now=f.MONDAY)
    assert letter.events.get(kind=EventKind.REGISTER).facts["withheld"] == "inquiry"


def test_a_public_answer_is_off_the_pages_at_once_and_its_reason_stays_inside():
    answer = published()
    letter = withholding.withhold(answer.letter_id, Withheld.ABUSE, reason=WHY, by=publisher(), now=f.MONDAY)
    assert list(queries.published_answers()) == []
    assert letter.visibility == Visibility.UNPUBLISHED
    kinds = list(letter.events.order_by("sequence").values_list("kind", flat=True))[-2:]
    assert kinds == [EventKind.UNPUBLISHED, EventKind.WITHHELD]


def test_a_proposal_falls_back_and_cannot_be_released_any_more():
    answer = proposed()
    draft = confirmed(answer)
    withholding.withhold(answer.letter_id, Withheld.CRISIS, reason=WHY, by=releaser(), now=f.MONDAY)
    with pytest.raises(NotAllowed):
        publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
    assert Letter.objects.get(pk=answer.letter_id).visibility == Visibility.PRIVATE


def test_only_the_registry_lifts_it_and_then_the_way_is_open_again():
    letter = f.answered(consent=True, classified={"withheld": Withheld.INQUIRY})
    with pytest.raises(NotAllowed):
        withholding.withhold(letter.pk, "", reason="调查已经结束", by=publisher(), now=f.MONDAY)
    withholding.withhold(letter.pk, "", reason="调查已经结束", by=f.actor(Role.REGISTRAR), now=f.MONDAY)
    assert publishing.propose(letter.pk, by=publisher(), now=f.MONDAY).pk


@pytest.mark.parametrize("role", [Role.HANDLER, Role.SIGNER, Role.AUDITOR, Role.EDITOR])
def test_who_neither_registers_nor_publishes_decides_nothing(role):
    letter = f.answered()
    with pytest.raises(NotAllowed):
        withholding.withhold(letter.pk, Withheld.ABUSE, reason=WHY, by=f.actor(role, f.unit()), now=f.MONDAY)


@pytest.mark.parametrize(("cause", "reason", "said"), [("abuse", "嗯", "写明原因"), ("", WHY, "没有变")])
def test_a_change_needs_a_reason_and_has_to_change_something(cause, reason, said):
    letter = f.answered()
    with pytest.raises(Incomplete, match=said):
        withholding.withhold(letter.pk, cause, reason=reason, by=f.actor(Role.REGISTRAR), now=f.MONDAY)


def test_the_database_keeps_a_withheld_letter_private_whoever_writes_to_it():
    answer = published()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=answer.letter_id).update(withheld=Withheld.ABUSE)


def test_at_the_desk_it_is_one_small_form_and_a_refusal_keeps_what_was_typed(client):
    letter = f.answered()
    client.force_login(f.person(Role.REGISTRAR))
    url = f"/admin/letters/{letter.pk}/withhold/"
    refused = client.post(url, {"withhold-cause": "abuse", "withhold-reason": "查"})
    assert refused.status_code == 422
    assert "请写明原因，4到200个字" in refused.content.decode()
    assert refused.context["withhold"]["cause"].value() == "abuse"
    done = client.post(url, {"withhold-cause": "abuse", "withhold-reason": WHY}, follow=True)
    assert "涉及未成年人受侵害，不会公开。" in done.content.decode()
