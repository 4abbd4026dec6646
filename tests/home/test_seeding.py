"""The demo site: nothing empty, nothing twice."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from home.models import ArticlePage, DisclosurePage, EnrollmentPlan, FeeItem, FinanceStatement, SiteSettings
from home.publishing.acting import internal_release
from home.publishing.looking_again import everything_public
from home.seeding import seed
from home.seeding.school_year import stage_of, terms
from tests.factories import bureau, school, unit

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
