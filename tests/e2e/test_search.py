"""Finding an answer in a browser: on the first page by keyboard, on the result page by filters, and on to a letter.

Walked on a phone and on a desk screen, each with JavaScript and without it where script makes a difference.
"""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.resources import files
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
SERIOUS = """
async () => {
  const result = await axe.run(document, {resultTypes: ["violations"]});
  return result.violations.filter((v) => ["serious", "critical"].includes(v.impact))
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join("; ")}`);
}
"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SIZES = {"390px": (390, 844), "1280px": (1280, 900)}


def opened(browser: Browser, site: Site, size: tuple[int, int], *, javascript: bool) -> Page:
    width, height = size
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": width, "height": height},
        java_script_enabled=javascript,
        locale="zh-CN",
    )
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


@pytest.fixture(params=SIZES.values(), ids=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """With JavaScript."""
    made = opened(browser, site, request.param, javascript=True)
    yield made
    made.context.close()


@pytest.fixture(params=SIZES.values(), ids=SIZES)
def plain_page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    """Without JavaScript."""
    made = opened(browser, site, request.param, javascript=False)
    yield made
    made.context.close()


@pytest.fixture(scope="module", autouse=True)
def title(site: Site) -> str:
    """Of a public answer of the demo bureau about transfers; the worker has indexed it."""
    rows = site.query(
        "select title from mailbox_publicanswer where published_at is not null and unpublished_at is null"
        " and title like '%转学%' order by id"
    )
    wanted = str(rows[0][0])
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with urllib.request.urlopen(f"{site.url}/search/?q={quote(wanted)}", timeout=20) as answer:
            if 'class="row"' in answer.read().decode():
                return wanted
        time.sleep(0.5)
    raise RuntimeError("the demo's answers were not indexed")


def accessible(page: Page) -> None:
    page.evaluate(AXE)
    assert page.evaluate(SERIOUS) == []
    assert page.evaluate(SIDEWAYS) == 0


def test_a_suggestion_on_the_first_page_is_chosen_by_keyboard(page: Page, title: str) -> None:
    page.goto("/")
    box = page.get_by_role("combobox", name="想问什么")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially(title[:12], delay=20)
    options = page.get_by_role("option")
    expect(options.filter(has_text=title)).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("form.search [role=status]")).to_have_text(re.compile(r"有\d+条相近的内容"))
    accessible(page)

    texts = options.all_inner_texts()
    wanted = next(at for at, text in enumerate(texts) if title in text)
    for _ in range(wanted + 1):
        box.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    expect(page.locator(f"[id='{active}']")).to_have_attribute("aria-selected", "true")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    box.press("Enter")
    page.wait_for_url(re.compile(r"/letters/\d+/"))
    expect(page.locator("h1")).to_have_text(title)


def test_escape_closes_the_list_and_keeps_what_was_typed(page: Page) -> None:
    page.goto("/search/")
    box = page.get_by_role("combobox", name="想问什么")
    box.press_sequentially("转学材料", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("转学材料")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    box.press("ArrowUp")
    box.press("Escape")
    box.press("Enter")  # nothing chosen: the question itself is sent
    page.wait_for_url(re.compile(r"/search/\?q="))
    expect(page.locator("h1")).to_contain_text("找到")


def test_only_the_last_letters_are_answered(page: Page) -> None:
    """Each key ends the question before; a slow early answer never covers a later one."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/search/similar/" in request.url else None)
    page.goto("/")
    box = page.get_by_role("combobox", name="想问什么")
    box.press_sequentially("转学到本区要什么材料", delay=15)
    expect(page.get_by_role("option").first).to_be_visible()
    assert len(asked) < 4
    assert asked[-1].endswith(quote("转学到本区要什么材料"))


def test_pinyin_while_typing_leads_to_what_was_meant(page: Page) -> None:
    page.goto("/")
    page.get_by_role("combobox", name="想问什么").press_sequentially("zhuanxue", delay=20)
    first = page.get_by_role("option").first
    expect(first).to_contain_text("您是不是要找：转学")
    first.click()
    expect(page.locator("h1")).to_contain_text("找到")
    expect(page.get_by_role("searchbox").or_(page.get_by_role("combobox"))).to_have_value("转学")


def narrowed_then_written(page: Page) -> None:
    """Search → filter → other order → back → nothing found → the letter begins with the words."""
    page.goto("/")
    page.locator("#q").fill("转学")
    page.locator("form.search button").click()
    page.wait_for_url(re.compile(r"/search/\?"))
    every = int(re.findall(r"\d+", page.locator("h1").inner_text())[0])

    year = page.locator("aside .facet").last.get_by_role("link").last
    left = int(re.findall(r"\d+", year.locator(".n").inner_text())[0])
    year.click()
    expect(page.locator("h1")).to_have_text(f"找到{left}条")
    expect(page.locator(".chips a").first).to_be_visible()
    page.get_by_role("link", name="最新的在前").click()
    expect(page.locator(".order b")).to_have_text("最新的在前")
    days = page.locator(".rows time").evaluate_all("times => times.map(time => time.dateTime)")
    assert days == sorted(days, reverse=True)
    page.locator(".chips a").first.click()
    expect(page.locator("h1")).to_have_text(f"找到{every}条")

    page.locator("#q").fill("量子纠缠 黑洞")
    page.locator("form.search button").click()
    expect(page.locator("main")).to_contain_text("没有和“量子纠缠 黑洞”相近的内容")
    page.locator("main").get_by_role("link", name="写信", exact=True).click()
    page.wait_for_url(re.compile(r"/letters/new/"))
    expect(page.locator("[name=subject]")).to_have_value("量子纠缠 黑洞")


def test_results_are_narrowed_and_what_is_not_found_becomes_a_letter(page: Page) -> None:
    narrowed_then_written(page)


def test_the_same_without_javascript(plain_page: Page) -> None:
    narrowed_then_written(plain_page)


def test_what_was_meant_without_javascript(plain_page: Page) -> None:
    plain_page.goto("/search/?q=zhuanxue")
    expect(plain_page.locator("h1")).to_have_text("没有找到“zhuanxue”")
    expect(plain_page.locator("main")).to_contain_text("以下是“转学”的结果")
    plain_page.get_by_role("link", name="仍按“zhuanxue”查").click()
    expect(plain_page.locator("main")).to_contain_text("没有和“zhuanxue”相近的内容")


@pytest.mark.parametrize("path", ["/search/", "/search/similar/"])
@pytest.mark.parametrize("letter", ["孩子想转学到本区，请问要什么材料。" * 600, "🏫" * 5_000], ids=["letter", "emoji"])
def test_a_whole_letter_fits_into_the_address(site: Site, path: str, letter: str) -> None:
    with urllib.request.urlopen(f"{site.url}{path}?q={quote(letter)}", timeout=20) as answer:
        assert answer.status == 200


def test_an_endless_address_is_refused(site: Site) -> None:
    with pytest.raises(urllib.error.HTTPError, match="414"):
        urllib.request.urlopen(f"{site.url}/search/?q={'x' * 140_000}", timeout=20)


@pytest.mark.parametrize("view", ["", "large"])
@pytest.mark.parametrize(
    "asked", ["q=转学", "q=转学&year=2026&sort=newest", "q=zhuanxue", "q=量子纠缠 黑洞", "q=转学&year=1999", "q=？", ""]
)
def test_every_state_of_the_result_page_is_accessible(page: Page, asked: str, view: str) -> None:
    page.goto(f"/search/?{asked}&view={view}" if view else f"/search/?{asked}")
    accessible(page)


def test_an_answers_page_leads_to_related_answers(page: Page, title: str) -> None:
    page.goto(f"/search/?q={title}")
    page.locator(".rows a.row", has_text=title).first.click()
    related = page.get_by_role("region", name="相关答复")
    expect(related.get_by_role("link").first).to_be_visible()
    accessible(page)
    related.get_by_role("link").first.click()
    expect(page.locator("h1")).not_to_have_text(title)
