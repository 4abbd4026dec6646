"""The first page: true figures with their denominators, nothing that nobody can read."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from home.front import Share, as_month, last_month
from home.publishing.acting import internal_release
from mailbox.queries import MonthlyFigures
from tests.home.factories import fee, home_page
from tests.search.answers import published, take_off


def figures(**more: int) -> MonthlyFigures:
    counts = {"received": 231, "due": 218, "in_time": 215, "rated": 164, "satisfied": 151} | more
    return MonthlyFigures(year=2026, month=9, as_of=datetime(2026, 10, 9, tzinfo=UTC), **counts)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(215, 218, "98.6%"), (9999, 10000, "99.9%"), (3, 3, "100%"), (0, 7, "0%"), (1, 3, "33.3%")],
)
def test_rates_are_rounded_down_so_that_nearly_all_never_reads_as_all(part: int, whole: int, percent: str) -> None:
    assert Share(part, whole).percent == percent


def test_rate_without_denominator_is_not_shown() -> None:
    month = as_month(figures(due=0, in_time=0, rated=0, satisfied=0))
    assert (month.in_time, month.satisfied) == (None, None)


@pytest.mark.parametrize(
    ("today", "month"),
    [(date(2026, 11, 26), (2026, 10)), (date(2026, 1, 1), (2025, 12)), (date(2026, 3, 31), (2026, 2))],
)
def test_last_month(today: date, month: tuple[int, int]) -> None:
    assert last_month(today) == month


@pytest.mark.django_db
def test_home_page_has_one_search_box_and_three_doors(client: Client) -> None:
    html = client.get("/").content.decode()
    assert html.count('role="search"') == 1
    assert 'action="/search/"' in html
    doors = html[html.index('aria-label="三个入口"') :].split("</nav>")[0]
    assert [doors.count(f'href="{address}"') for address in ("/disclosures/", "/letters/new/", "/letters/track/")] == [
        1,
        1,
        1,
    ]


@pytest.mark.django_db
def test_figures_are_counted_from_what_is_published(client: Client) -> None:
    fee()
    fee(item="草稿", year=2020, live=False)
    html = client.get("/").content.decode()
    assert "1所学校和幼儿园的收费、招生、财务，都能查。" in html
    assert "<dt>公开事项</dt><dd><b>1</b>" in html
    assert "统计截至" in html


@pytest.mark.django_db
def test_often_searched_words_lead_to_results(client: Client) -> None:
    home = home_page()
    home.often_searched = "转学、A&B"
    with internal_release("tests", is_invented=True):
        home.save()
    html = client.get("/").content.decode()
    assert 'href="/search/?q=A%26B"' in html


@pytest.mark.django_db
def test_home_page_costs_the_same_whatever_is_published(client: Client, django_assert_max_num_queries: object) -> None:
    client.get("/")
    for number in range(3):
        fee(item=f"项目{number}", year=2020 + number)
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        client.get("/")


@pytest.mark.django_db
def test_newest_answer_stands_on_the_board_and_replaced_ones_nowhere(client: Client) -> None:
    new = published("现在怎么退费", brief="按天退。")
    old = published("从前怎么退费")
    old.superseded_by = new
    old.save()
    html = client.get("/").content.decode().replace("<wbr>", "")
    board = html[html.index('class="latest"') :].split("</a>")[0]
    assert "现在怎么退费" in board
    assert "答：按天退。" in board
    assert "从前怎么退费" not in html
    assert "查看全部1条公开答复" in html


@pytest.mark.django_db
def test_answer_taken_off_leaves_the_home_page_at_once(client: Client) -> None:
    take_off(published("现在怎么退费"))
    assert "现在怎么退费" not in client.get("/").content.decode().replace("<wbr>", "")
