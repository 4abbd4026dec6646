"""The demo bureau: no queue is empty, no ledger is broken, nothing bypasses the rules."""

import pytest

from mailbox import chain, queries, rescanning, seeding
from mailbox.enums import Status, Visibility
from mailbox.models import Letter, PublicAnswer, Rating, ReplyTemplate
from mailbox.seeding.demo import WAYS
from mailbox.seeding.matters import load
from portal.accounts import seeding as people
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.organizations import seeding as tree
from portal.organizations.models import Organization, OrganizationKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    tree.seed(1)
    people.seed(1)


def test_the_tree_has_departments_offices_schools_and_kindergartens_and_seeding_again_adds_nothing():
    tree.seed(1)
    first = Organization.objects.count()
    tree.seed(1)
    kinds = {kind: Organization.objects.filter(kind=kind).count() for kind in OrganizationKind}
    assert Organization.objects.count() == first
    assert kinds[OrganizationKind.BUREAU] == 1
    assert kinds[OrganizationKind.DEPARTMENT] >= 8
    assert kinds[OrganizationKind.STREET_OFFICE] == 4
    assert kinds[OrganizationKind.SCHOOL] >= 12
    assert kinds[OrganizationKind.KINDERGARTEN] >= 6
    qingxi = Organization.objects.get(code="qingxi")
    assert Organization.objects.get(code="qingxi_office").covers(qingxi)


def test_there_is_an_account_for_every_role_named_by_its_code(bureau):
    people.seed(1)
    for role in Role:
        assert RoleGrant.objects.filter(user__username=role.value, role=role).exists()
    assert User.objects.get(username="registrar").check_password(people.DEMO_PASSWORD)
    assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.slow
def test_letters_in_every_status_with_true_ledgers_and_public_answers_by_two_people(bureau):
    sentence = seeding.seed(1)
    assert Letter.objects.count() >= 60
    assert set(Letter.objects.values_list("status", flat=True)) == set(Status)
    assert Letter.objects.filter(visibility=Visibility.RESTRICTED).count() == 3
    assert [letter.pk for letter in Letter.objects.all() if chain.broken_at(letter)] == []
    public = list(queries.published_answers())
    assert len(public) >= 25
    assert all(answer.released_by != answer.proposed_by and answer.brief for answer in public)
    assert [answer.title for answer in public if rescanning.scan(answer.pk)] == []  # nothing to look at again
    assert PublicAnswer.objects.filter(draft__marks__decision="open").exists()
    assert PublicAnswer.objects.filter(draft__is_confirmed=True, published_at=None).exists()
    assert Rating.objects.exists()
    assert ReplyTemplate.objects.count() == 5
    assert "查询码" in sentence
    again = seeding.seed(1)
    assert "没有再加" in again
    assert queries.published_answers().count() == len(public)


def test_no_private_word_of_the_demo_is_public(bureau):
    seeding.seed(1)
    private = [words for matter in load("answered") for words in matter.private]
    assert private
    for answer in queries.published_answers():
        assert not [words for words in private if words in answer.question or words in answer.title]


def test_every_matter_has_a_way_and_what_its_way_needs():
    for matter in load("open"):
        steps = {step.__name__ for step in WAYS[matter.state]}
        assert "draft" not in steps or len(matter.reply) >= 20
        assert "ask" not in steps or matter.question
        assert not steps & {"give_back", "redirect", "reject", "reopen", "withdraw"} or matter.note
    for matter in load("answered"):
        assert len(matter.reply) >= 20
        assert 0 < len(matter.brief) <= 200
