"""A parent with a phone writes, sees that the answer exists, opens it, and need not send the letter."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site

SUBJECT = "孩子请假课后服务费能退吗"
BODY = "9月孩子分三次请假，每次4天，一共12天。老师说不满5天的不退。想问能不能合起来算？"
LIST = "[data-similar-list]"
PHONE = {"width": 390, "height": 844}


def until(met: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, "nothing came of it in time"
        time.sleep(0.3)


def deeds(site: Site) -> set[tuple[object, ...]]:
    return set(site.query("SELECT kind, rank FROM search_deflectionevent"))


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    until(lambda: site.query("SELECT 1 FROM search_searchdocument WHERE key LIKE 'answer:%'"))
    context = browser.new_context(base_url=site.url, viewport=PHONE, java_script_enabled=request.param)
    opened = context.new_page()
    opened.scripted = request.param  # type: ignore[attr-defined]
    yield opened
    context.close()


def write(page: Page) -> None:
    page.goto("/letters/new/")
    page.locator("[name=subject]").fill(SUBJECT)
    page.locator("[name=body]").fill(BODY)


def test_the_answer_is_found_opened_in_place_and_no_letter_is_sent(page: Page, site: Site) -> None:
    letters = site.query("SELECT count(*) FROM mailbox_letter")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(unquote(request.url)))
    write(page)
    page.get_by_role("button", name="下一步：看看已有答复").click()
    first = page.locator("details.answer").first
    expect(first).to_have_attribute("open", "")
    expect(first.locator("div mark")).to_be_visible()
    expect(page.locator("details.answer").filter(has_text="现行有效").first).to_be_visible()
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    if page.scripted:  # type: ignore[attr-defined]
        assert page.evaluate(width) == 0
    page.get_by_role("button", name="解决了，不用写了").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您写的没有留下")
    until(lambda: {("shown", 1), ("solved", 1)} <= deeds(site))
    assert site.query("SELECT count(*) FROM mailbox_letter") == letters
    assert not [url for url in asked if "请假" in url]


@pytest.mark.parametrize("page", [True], indirect=True, ids=["script"])
def test_answers_come_while_it_is_typed_and_stay_put_for_a_reader(page: Page, site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(unquote(request.url)))
    write(page)
    card = page.locator(f"{LIST} details").first
    expect(card).to_be_visible(timeout=15_000)
    expect(page.get_by_role("status").filter(has_text="条相近的内容")).to_be_visible()
    card.locator("summary").click()
    until(lambda: "opened" in {kind for kind, _rank in deeds(site)})
    page.locator("[name=body]").fill("别的什么事，和刚才写的没有关系，只是想看看会不会变。")
    page.wait_for_timeout(1_200)
    expect(card).to_have_attribute("open", "")
    page.locator(f"{LIST} button[value=solved]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您写的没有留下")
    page.get_by_role("button", name="又想写了，接着刚才的写").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("怎么找到您？")
    assert not [url for url in asked if "请假" in url]


@pytest.mark.parametrize("page", [True], indirect=True, ids=["script"])
def test_a_site_that_cannot_answer_while_typing_stops_nobody(page: Page) -> None:
    page.route("**/letters/new/similar/", lambda route: route.abort())
    write(page)
    page.wait_for_timeout(1_000)
    page.get_by_role("button", name="下一步：看看已有答复").click()
    expect(page.locator("details.answer").first).to_be_visible()
