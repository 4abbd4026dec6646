"""Public lists and boards: one school once, filters, honest counts, downloads of what is shown."""

import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from home.disclosures import queries
from tests.factories import school
from tests.home.factories import fee, plan, statement

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("<wbr>", "")


def rows(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    found: list[dict[str, str]] = json.loads(b"".join(response.streaming_content))
    return found


def test_school_stands_in_the_list_once_with_its_newest_term(client: Client) -> None:
    for year, term in ((2025, 2), (2026, 1), (2025, 1)):
        fee(year=year, term=term)
        fee(year=year, term=term, item="午餐费")
    html = page(client, "/disclosures/fees/")
    assert "一共1所" in html
    assert "2026—2027学年第一学期" in html
    assert "?year=2026&amp;term=1" in html


def test_filters_narrow_by_school_year_and_stage(client: Client) -> None:
    fee()
    other = school("wenshu", "云岭区文枢小学")
    fee(other, year=2025)
    assert "找到1所" in page(client, "/disclosures/fees/?q=文枢")
    assert "云岭区文枢小学" not in page(client, "/disclosures/fees/?year=2026")
    assert "没有符合的" in page(client, "/disclosures/fees/?stage=junior")


@pytest.mark.parametrize("query", ["?year=abc", "?year=99999999999", "?stage=nix", "?page=-1", "?page=x", "?q=%00"])
def test_mistyped_filters_never_break_the_page(client: Client, query: str) -> None:
    fee()
    plan()
    statement()
    for name in ("fees", "enrollment", "finances"):
        assert client.get(f"/disclosures/{name}/{query}").status_code == 200


def test_board_shows_the_newest_term_and_what_changed(client: Client) -> None:
    at = school()
    fee(at, item="午餐费", amount=11, year=2025, term=2)
    fee(at, item="午餐费", amount=12)
    html = page(client, f"/disclosures/fees/{at.pk}/")
    assert "2026—2027学年第一学期。没有必须交的费用。下面1项自愿选，不选不影响上学。" in html
    assert "上次11元，涨1元" in html
    assert "现行有效" in html
    assert "现行有效" not in page(client, f"/disclosures/fees/{at.pk}/?year=2025&term=2").split("公开信息要素")[0]


@pytest.mark.parametrize("query", ["?year=1999", "?year=²", "?year=&term=", "?year=2026&term=9"])
def test_unknown_term_shows_the_newest(client: Client, query: str) -> None:
    at = fee().school
    assert "2026—2027学年第一学期" in page(client, f"/disclosures/fees/{at.pk}/{query}")


def test_school_without_published_fees_has_no_board(client: Client) -> None:
    at = fee(live=False).school
    assert client.get(f"/disclosures/fees/{at.pk}/").status_code == 404


def test_drafts_stay_out_of_pages_and_downloads(client: Client) -> None:
    hidden = plan(live=False, area="还没公布的范围")
    assert client.get(f"/disclosures/enrollment/{hidden.pk}/").status_code == 404
    assert rows(client, "/disclosures/enrollment/?format=json") == []


def test_download_has_exactly_the_filtered_rows(client: Client) -> None:
    fee()
    fee(school("wenshu", "云岭区文枢小学"), item="午餐费")
    assert [row["item"] for row in rows(client, "/disclosures/fees/?q=文枢&format=json")] == ["午餐费"]


@pytest.mark.parametrize(("ending", "status"), [("csv", 200), ("xlsx", 200), ("json", 200), ("pdf", 404)])
def test_formats(client: Client, ending: str, status: int) -> None:
    statement()
    response = client.get(f"/disclosures/finances/?format={ending}")
    assert response.status_code == status


def test_plan_shows_numbers_and_never_asks_for_names(client: Client) -> None:
    shown = plan(admitted=266)
    html = page(client, f"/disclosures/enrollment/{shown.pk}/")
    assert "招6个班，270人" in html
    assert "实际录取266人，计划270人。只公布人数，不公布名单。" in html


def test_statement_says_whether_it_was_published_in_time(client: Client) -> None:
    late = statement()
    assert "晚于批复后20日" in page(client, f"/disclosures/finances/{late.pk}/")


@pytest.mark.parametrize("count", [1, 3])
def test_lists_need_the_same_queries_for_one_and_three(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        at = school(f"s{number}", f"云岭区第{number}小学")
        fee(at)
        plan(at)
    client.get("/disclosures/fees/")  # the site's root paths are read once a process
    for name in ("fees", "enrollment"):
        with django_assert_num_queries(5):
            client.get(f"/disclosures/{name}/")


def test_a_board_counts_as_one_disclosure_however_many_fees_it_has() -> None:
    fee()
    fee(item="午餐费")
    plan()
    assert queries.published_count() == 2


def test_latest_shows_each_kind_at_most_twice() -> None:
    for year in (2021, 2022, 2023, 2024):
        statement(year=year)
    fee()
    assert [item.subject for item in queries.latest(limit=5)].count("财务预决算") == 2
    assert "学校收费" in [item.subject for item in queries.latest(limit=5)]
