"""One letter through the whole house in a browser: written, received, handled, answered, published, found by the next.

Walked on a phone and on a desk screen, each with JavaScript and without it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.accounts.seeding import DEMO_PASSWORD
from tests.e2e.conftest import Site

NUMERALS = "零一二三四五六七八九十"
REPLY = (
    "您好！经向清溪小学核对点名册，现答复如下。一、连续请假满5个上课日的，退还课后服务费。"
    "二、分次请假的，伙食费按实际用餐天数退还，学校在学期结束后10个工作日内退到原付款账户。"
)


@dataclass(frozen=True)
class Visit:
    """How somebody looks at the site."""

    width: int
    height: int
    javascript: bool


VISITS = {
    "390px": Visit(390, 844, javascript=True),
    "390px-without-script": Visit(390, 844, javascript=False),
    "1280px": Visit(1280, 900, javascript=True),
    "1280px-without-script": Visit(1280, 900, javascript=False),
}


@pytest.fixture(params=VISITS.values(), ids=VISITS)
def visit(request: pytest.FixtureRequest) -> Visit:
    found: Visit = request.param
    return found


@pytest.fixture
def contexts(browser: Browser, site: Site, visit: Visit) -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


def visitor(browser: Browser, site: Site, visit: Visit, contexts: list[BrowserContext]) -> Page:
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": visit.width, "height": visit.height},
        java_script_enabled=visit.javascript,
        locale="zh-CN",
    )
    contexts.append(context)
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def answer_to(question: str) -> str:
    """What a person answers to 三加四等于几？"""
    match = re.search(rf"([{NUMERALS}]+)(加|减)([{NUMERALS}]+)等于几", question)
    assert match is not None
    first, sign, second = match.groups()
    left, right = NUMERALS.index(first), NUMERALS.index(second)
    return str(left + right if sign == "加" else left - right)


def start_letter(page: Page, *, subject: str, body: str) -> None:
    """The first step of the form; ends on the similar answers."""
    page.goto("/letters/new/")
    page.get_by_label("咨询", exact=False).first.check(force=True)
    page.fill("[name=subject]", subject)
    page.fill("[name=body]", body)
    page.get_by_role("button", name="下一步：看看已有答复").click()


def write_letter(page: Page, *, subject: str, body: str) -> tuple[str, str]:
    """Write and send as a citizen; returns number and code from the receipt."""
    start_letter(page, subject=subject, body=body)
    page.locator("button[name=go][value=next]:visible").first.click()
    page.fill("[name=name]", "许清和")
    page.fill("[name=phone]", "13812341234")
    page.locator("[name=consent]").check(force=True)
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.locator("main")).to_contain_text(body[:20])
    page.get_by_role("button", name="看不到图，换成文字题").click()
    page.fill("[name=answer]", "0" if answer_to(page.inner_text("main")) != "0" else "1")
    with page.expect_navigation():  # the same words stand on the page that is left
        page.get_by_role("button", name="寄出这封信").click()
    expect(page.locator("main")).to_contain_text(body[:20])  # a wrong answer loses nothing
    page.fill("[name=answer]", answer_to(page.inner_text("main")))
    page.wait_for_timeout(5_000)  # nobody writes four steps faster; the form refuses who does
    with page.expect_navigation():
        page.get_by_role("button", name="寄出这封信").click()
    number, code = page.locator(".key").all_inner_texts()[:2]
    return number.strip(), code.strip()


def track(page: Page, number: str, code: str) -> None:
    page.goto("/letters/track/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.locator("main").get_by_role("button", name="查进度").click()


def sign_in(page: Page, username: str) -> None:
    page.goto("/admin/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.locator("form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/admin/(?!login)"))


def press(page: Page, label: str) -> None:
    """Press the button of a move, opening its small form or the menu it lies in when there is one."""
    button = page.locator(".desk-bar").get_by_role("button", name=label, exact=True)
    if not button.first.is_visible():
        page.locator("label[for=desk-more]").click()
    button.first.click()


def test_a_letter_goes_the_whole_way_and_saves_the_next_citizen(
    browser: Browser, site: Site, visit: Visit, contexts: list[BrowserContext]
) -> None:
    tag = "一二三四"[list(VISITS.values()).index(visit)]
    subject = f"请事假期间课后服务费怎么退{tag}"
    body = (
        "孩子九月分三次请假，每次四天，一共十二天。老师说不满五天不退。想问能不能合起来算？"
        f"我叫许清和，另一个电话是13987654321，{tag}。"
    )
    citizen = visitor(browser, site, visit, contexts)
    number, code = write_letter(citizen, subject=subject, body=body)
    assert re.fullmatch(r"YL-2026-\d{5}-\w", number)
    ((pk,),) = site.query("select id from mailbox_letter where number = ?", number)

    def staff(username: str) -> Page:
        page = visitor(browser, site, visit, contexts)
        sign_in(page, username)
        page.goto(f"/admin/letters/{pk}/")
        return page

    registrar = staff("registrar")
    expect(registrar.locator("body")).not_to_contain_text("13812341234")
    registrar.locator("select[name$=topic]").first.select_option(label="收费")
    press(registrar, "登记")
    registrar.locator("select[name$=unit]").first.select_option(label="基础教育科")
    press(registrar, "转办")

    handler = staff("handler")
    press(handler, "签收")
    handler.fill("textarea[name=text]", REPLY)
    handler.locator("select[name=outcome]").select_option(label="解释说明")
    press(handler, "提交审核")

    reviewer = staff("reviewer")
    press(reviewer, "审核通过")
    signer = staff("signer")
    press(signer, "签发并寄出")

    track(citizen, number, code)
    expect(citizen.locator("main")).to_contain_text("分次请假的，伙食费按实际用餐天数退还")

    publish(staff("publisher"), staff("releaser"), subject)
    ((answer,),) = site.query("select id from mailbox_publicanswer where letter_id = ?", pk)
    next_citizen = visitor(browser, site, visit, contexts)
    next_citizen.goto(f"/letters/{answer}/")
    expect(next_citizen.locator("main")).to_contain_text("伙食费按实际用餐天数退还")
    expect(next_citizen.locator("body")).not_to_contain_text("许清和")
    expect(next_citizen.locator("body")).not_to_contain_text("13987654321")
    expect(next_citizen.locator("body")).not_to_contain_text(number)

    assert becomes(lambda: found_by_search(next_citizen, subject, answer), seconds=60)
    start_letter(
        next_citizen,
        subject="孩子请了事假，课后服务费退不退",
        body="这个月孩子请了三次事假，课后服务费和伙食费能不能退，怎么退？",
    )
    expect(next_citizen.locator("main")).to_contain_text(subject)
    next_citizen.get_by_role("button", name="解决了，不用写了").click()
    expect(next_citizen.locator("main")).not_to_contain_text("信件编号")

    take_down(staff("publisher"), answer)
    assert next_citizen.goto(f"/letters/{answer}/").status == 404
    assert becomes(lambda: not found_by_search(next_citizen, subject, answer), seconds=60)


def publish(publisher: Page, releaser: Page, subject: str) -> None:
    """Propose, decide every mark, confirm; a second person releases."""
    publisher.goto("/admin/publication/")
    publisher.get_by_role("button", name=f"拟公开：{subject}").click()
    gate = publisher.url
    releaser.goto(gate)
    expect(releaser.get_by_role("button", name="公开", exact=True)).to_be_disabled()
    waiting = publisher.locator('[data-gate-mark="open"]')
    while left := waiting.count():
        mark = waiting.first
        mark.locator("summary").click()
        mark.locator("[data-accept]").click()
        expect(waiting).not_to_have_count(left)
    for box in publisher.locator("[name=considered]").all():
        box.check()
    publisher.get_by_role("button", name="确认，交审定").click()
    releaser.goto(gate)
    releaser.get_by_role("button", name="公开", exact=True).click()
    expect(releaser.get_by_role("link", name="看公开的页面")).to_be_visible()


def take_down(publisher: Page, answer: object) -> None:
    publisher.goto(f"/admin/publication/{answer}/")
    publisher.get_by_text("撤下", exact=True).first.click()
    publisher.locator("[name=reason]").last.fill("家长要求撤下，先停公开")
    publisher.get_by_role("button", name="现在撤下").click()
    publisher.wait_for_load_state()


def found_by_search(page: Page, words: str, answer: object) -> bool:
    page.goto(f"/search/?q={words}")
    return page.locator(f"main a[href$='/letters/{answer}/']").count() > 0


def becomes(condition: Callable[[], bool], *, seconds: float) -> bool:
    """True as soon as ``condition`` holds; False after ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.5)
    return False
