"""Two people at the gate, in a browser: one decides every mark, the other one releases; on a desk and on a phone, each
with JavaScript and without it."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from portal.accounts.seeding import DEMO_PASSWORD
from tests.e2e.conftest import ROOT, Site

TITLE = "孩子李雪梅在校受伤，学校没有告诉家长"
BODY = (
    "我是云岭实验小学三年级（2）班李雪梅的妈妈，我叫许清和，家住云岭区青石街道松涛苑3栋502，电话13812341234。"
    "9月12日李雪梅在学校被同学推倒受伤，班主任张老师没有告诉我们。体育组的小满也在场。请问医药费由谁承担？"
)
ANSWER = (
    "您好！您反映李雪梅在校受伤的情况，我们向学校核实后答复如下。一、学校未及时告知家长，做法不妥，已当面致歉。"
    "二、医药费由责任方承担，学校投保了校方责任险，请携带票据到学校办理。"
)
SECRETS = ("李雪梅", "许清和", "松涛苑", "13812341234", "三年级", "9月12日", "小满")
TOUCH = 44  # CSS pixels


@dataclass(frozen=True)
class Visit:
    width: int
    height: int
    javascript: bool

    @property
    def by_touch(self) -> bool:
        return self.width < 500


VISITS = {
    "1280px": Visit(1280, 900, javascript=True),
    "1280px-without-script": Visit(1280, 900, javascript=False),
    "390px": Visit(390, 844, javascript=True),
    "390px-without-script": Visit(390, 844, javascript=False),
}


@pytest.fixture(params=VISITS.values(), ids=VISITS)
def visit(request: pytest.FixtureRequest) -> Visit:
    found: Visit = request.param
    return found


@pytest.fixture
def staff(browser: Browser, site: Site, visit: Visit) -> Iterator[Callable[[str], Page]]:
    """Signed in as a member of staff, each in a browser of their own."""
    opened: list[BrowserContext] = []

    def enter(name: str) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": visit.width, "height": visit.height},
            java_script_enabled=visit.javascript,
            has_touch=visit.by_touch,
            locale="zh-CN",
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto("/admin/login/")
        page.locator("[name=username]").fill(name)
        page.locator("[name=password]").fill(DEMO_PASSWORD)
        page.locator("form button[type=submit]").first.click()
        expect(page).not_to_have_url("**/login/**")
        return page

    yield enter
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def copies(site: Site) -> dict[str, int]:
    """Past letters, one a visit, that the import held for a person; the writer agreed, the source had shown them."""
    path = site.folder / "past.csv"
    names = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(names)
        for number, visit in VISITS.items():
            body = f"{BODY}（{visit.width}，{visit.javascript}）"
            rows.writerow((number, "许清和", TITLE, "2026-09-20 10:00", body, ANSWER, "2026-09-25 10:00"))
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "VAR_DIR": str(site.folder)}
    order = ["import_letters", str(path), "--answered", "--publish"]
    order += ["--marked-by", "publisher", "--released-by", "releaser"]
    subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *order], check=True, env=environment, cwd=ROOT, capture_output=True
    )
    found = site.query(
        "select l.source_number, a.id from mailbox_publicanswer a join mailbox_letter l on l.id = a.letter_id"
    )
    return {str(number): int(str(pk)) for number, pk in found if number in VISITS}


@pytest.fixture
def copy(copies: dict[str, int], request: pytest.FixtureRequest) -> int:
    return copies[request.node.callspec.id]


def mark(page: Page, words: str) -> Locator:
    return page.locator("[data-gate-mark]", has=page.locator("summary", has_text=words)).first


def open_marks(page: Page) -> Locator:
    return page.locator('[data-gate-mark="open"]')


def choose(page: Page, at: Locator, button: str) -> None:
    """Open the sheet of a mark and press one of its buttons."""
    at.locator("summary").click()
    sheet = at.locator(".gate-sheet")
    expect(sheet).to_be_visible()
    left = open_marks(page).count()
    sheet.get_by_role("button", name=button, exact=True).click()
    expect(open_marks(page)).not_to_have_count(left)


def test_two_people_bring_an_answer_through_the_gate(
    staff: Callable[[str], Page], copy: int, visit: Visit, site: Site
) -> None:
    page = staff("publisher")
    page.goto("/admin/publication/?tab=drafts")
    page.locator(f'a[href="/admin/publication/{copy}/"]').click()
    expect(open_marks(page).first).to_be_visible()
    expect(page.locator("#gate-bar")).to_contain_text("标记没有确认")
    expect(page.get_by_role("button", name="确认，交审定")).to_be_disabled()
    page.evaluate("window.here = true") if visit.javascript else None

    targets_are_large(page, visit)
    all_of_the_same_words(page)
    choose(page, mark(page, "云岭实验小学"), "某小学")
    if visit.javascript and not visit.by_touch:
        by_keyboard(page)
    rest(page)
    missed_words(page, visit)
    if visit.javascript:
        assert page.evaluate("window.here"), "the page was loaded anew and the reading place lost"
    what_a_reader_will_see(page, visit)

    for box in page.locator("[name=considered]").all():
        box.check()
    page.get_by_role("button", name="确认，交审定").click()
    expect(page.locator("#gate-head")).to_contain_text("待审定")

    second_person(staff("releaser"), copy, visit)
    text = public_text(staff("releaser"), copy)
    for words in SECRETS:
        assert words not in text, words
    assert "某小学" in text


def targets_are_large(page: Page, visit: Visit) -> None:
    first = open_marks(page).first
    first.locator("summary").click()
    expect(first.locator(".gate-sheet")).to_be_visible()
    if visit.by_touch:
        boxes = [button.bounding_box() for button in first.locator(".gate-sheet button").all()]
        assert boxes
        assert all(box and box["height"] >= TOUCH and box["width"] >= TOUCH for box in boxes), boxes
        width = page.evaluate("document.documentElement.scrollWidth") if visit.javascript else visit.width
        assert width <= visit.width
    first.locator("summary").click()


def all_of_the_same_words(page: Page) -> None:
    """李雪梅 stands in the title, the letter and the answer: one press hides all."""
    choose(page, mark(page, "李雪梅"), "全部遮去")
    expect(page.locator('[data-gate-mark="open"]', has_text="李雪梅")).to_have_count(0)


def by_keyboard(page: Page) -> None:
    page.locator("body").press("n")
    words = page.evaluate("document.activeElement.closest('[data-gate-mark]').id")
    page.keyboard.press("r")
    expect(page.locator(f"#{words}")).to_have_attribute("data-gate-mark", "rejected")
    page.keyboard.press("z")
    expect(page.locator(f"#{words}")).to_have_attribute("data-gate-mark", "open")
    page.keyboard.press("e")
    expect(page.locator(f"#{words} [data-gate-own]")).to_be_focused()
    page.keyboard.type("某位家长")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{words}")).to_have_attribute("data-gate-mark", "accepted")
    expect(page.locator(f"#{words} ins")).to_have_text("某位家长")
    page.keyboard.press("?")
    expect(page.locator("[data-gate-help]")).to_have_attribute("open", "")
    page.keyboard.press("?")
    left = open_marks(page).count()
    page.keyboard.press("n")
    page.keyboard.press("a")
    expect(open_marks(page)).to_have_count(left - 1)


def rest(page: Page) -> None:
    """Whatever is open takes the usual mask."""
    while left := open_marks(page).count():
        at = open_marks(page).first
        at.locator("summary").click()
        at.locator("[data-accept]").click()
        expect(open_marks(page)).to_have_count(left - 1)


def missed_words(page: Page, visit: Visit) -> None:
    """A name the machine did not see: selected in the text, or typed into the form where there is no script."""
    if page.locator("[data-gate-mark]", has_text="小满").count():
        return
    if visit.javascript:
        select(page, "小满")
        pick = page.locator("[data-gate-pick]")
        expect(pick).to_be_visible()
        pick.locator("select").select_option("person")
        pick.get_by_role("button").click()
    else:
        page.locator("summary", has_text="再遮去一处").click()
        box = page.locator("[data-gate-add]")
        box.locator("[name=words]").fill("小满")
        box.locator("[name=kind]").select_option("person")
        box.locator("[name=mask]").fill("某同事")
        box.get_by_role("button").click()
    expect(mark(page, "小满")).to_have_attribute("data-gate-mark", "accepted")


def select(page: Page, words: str) -> None:
    """Select words of the letter as a finger or a mouse would leave them."""
    page.evaluate(
        """words => {
            const field = document.querySelector('[data-gate-field=question]');
            const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0 || walker.currentNode.parentElement !== field) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                const selection = getSelection();
                selection.removeAllRanges();
                selection.addRange(range);
                return;
            }
            throw new Error('not in the text');
        }""",
        words,
    )


def what_a_reader_will_see(page: Page, visit: Visit) -> None:
    seen = page.locator(".gate-seen")
    if visit.by_touch:
        expect(seen).to_be_hidden()
        page.get_by_text("读者将看到", exact=True).first.click()
        expect(page.locator(".gate-marks")).to_be_hidden()
    expect(seen).to_be_visible()
    for words in SECRETS:
        expect(seen).not_to_contain_text(words)
    if visit.by_touch:
        page.locator("label[for=gate-view-marks]").click()


def second_person(page: Page, copy: int, visit: Visit) -> None:
    page.goto(f"/admin/publication/{copy}/")
    expect(page.get_by_role("button", name="全部遮去")).to_have_count(0)  # reads, does not decide
    page.get_by_role("button", name="公开", exact=True).click()
    expect(page.locator("#gate-head")).to_contain_text("已公开")


def public_text(page: Page, copy: int) -> str:
    page.goto(f"/letters/{copy}/")
    return page.locator("main").inner_text()
