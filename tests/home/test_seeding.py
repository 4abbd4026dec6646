"""The demo site: nothing empty, nothing twice."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from home.models import ArticlePage, DisclosurePage, EnrollmentPlan, FeeItem, FinanceStatement, KeptWords, SiteSettings
from home.publishing.acting import internal_release
from home.publishing.looking_again import everything_public
from home.seeding import seed
from home.seeding.decided import WHY
from home.seeding.school_year import stage_of, terms
from portal.accounts import seeding as people
from portal.accounts.roles import Role
from portal.organizations import seeding as tree
from tests.factories import bureau, person, school, unit

pytestmark = pytest.mark.django_db


def world() -> None:
    bureau()
    school()
    unit("kg", "云岭区清溪路幼儿园", "kindergarten")
    unit("senior", "云岭区高级中学", "school")
    unit("private", "云岭区启明外国语学校", "school", is_private=True)


def counts() -> list[int]:
    return [model.objects.count() for model in (Page, FeeItem, EnrollmentPlan, FinanceStatement)]


def test_seeding_fills_every_list_and_a_second_run_adds_nothing() -> None:
    world()
    seed(1)
    first = counts()
    assert ArticlePage.objects.count() >= 12
    assert DisclosurePage.objects.count() >= 5
    assert all(first)
    assert seed(1) == "0个页面，0个收费项目，0份招生计划，0份预算和决算"
    assert counts() == first


def test_seeded_disclosures_pass_their_own_rules() -> None:
    world()
    seed(1)
    for model in (FeeItem, EnrollmentPlan, FinanceStatement):
        for item in model.objects.all():
            item.full_clean()
            assert item.made_on <= item.published_on <= timezone.localdate()
            assert item.index_number


@pytest.mark.slow
def test_after_the_seeding_of_a_demo_nothing_is_open_at_the_gate(capsys: pytest.CaptureFixture[str]) -> None:
    """Every word the machine marks in the invented texts is one that somebody decided on (``home.seeding.decided``)."""
    for make in (tree.seed, people.seed, seed):
        make(1)
    opened = {
        (found.words, found.spots[0].leaf.label, str(each.subject))
        for each in everything_public()
        for found in each.open
    }
    assert opened == set()
    call_command("check_published")
    assert "没有发现问题" in capsys.readouterr().out


def test_words_are_kept_by_the_demos_editor_and_only_those_with_a_reason() -> None:
    world()
    person(Role.EDITOR)
    seed(1)
    kept = KeptWords.objects.all()
    assert {each.words for each in kept} <= set(WHY)
    assert {each.decided_by.username for each in kept} == {"editor"}
    before = kept.count()
    seed(1)
    assert KeptWords.objects.count() == before > 0


def test_what_was_seeded_is_recorded_as_released() -> None:
    world()
    seed(1)
    assert [str(each.subject) for each in everything_public() if not each.was_released] == []


def test_every_seeded_page_answers(client: Client) -> None:
    world()
    seed(1)
    for page in Page.objects.live().filter(depth__gt=1):
        assert client.get(page.url).status_code == 200, page.url
    for item in (*EnrollmentPlan.objects.all(), *FinanceStatement.objects.all(), *FeeItem.objects.all()):
        assert client.get(item.get_absolute_url()).status_code == 200


def test_seeding_overwrites_no_setting_that_somebody_made() -> None:
    world()
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.name = "别的教育局"
    with internal_release("tests"):
        settings.save()
    seed(1)
    settings.refresh_from_db()
    assert settings.name == "别的教育局"
    assert settings.privacy_page is not None


def test_stages_are_told_from_names() -> None:
    world()
    assert stage_of(unit("senior", "")).value == "senior"
    assert stage_of(unit("kg", "")).value == "kindergarten"
    assert stage_of(school()).value == "primary"


def test_terms_are_this_one_and_the_one_before() -> None:
    today = timezone.localdate().replace(month=11, day=26)
    assert [(year, term) for year, term, _start in terms(today)] == [(today.year, 1), (today.year - 1, 2)]
    assert [(year, term) for year, term, _start in terms(today.replace(month=2))] == [
        (today.year - 1, 1),
        (today.year - 2, 2),
    ]
