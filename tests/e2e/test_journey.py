"""One letter through the whole house in a browser: written, received, handled, answered, published, found by the next.

Walked twice: on a phone with JavaScript, on a desk screen without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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


PHONE = Visit(390, 844, javascript=True)
DESK_WITHOUT_SCRIPT = Visit(1280, 900, javascript=False)


@pytest.fixture(params=[PHONE, DESK_WITHOUT_SCRIPT], ids=["390px", "1280px-without-script"])
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


def write_letter(page: Page, *, subject: str, body: str) -> tuple[str, str]:
    """Write and send as a citizen; returns number and code from the receipt."""
    page.goto("/letters/new/")
    page.get_by_label("咨询", exact=False).first.check(force=True)
    page.fill("[name=subject]", subject)
    page.fill("[name=body]", body)
    page.get_by_role("button", name="下一步：看看已有答复").click()
    page.locator("button[name=go][value=next]:visible").first.click()
    page.fill("[name=name]", "许清和")
    page.fill("[name=phone]", "13812341234")
    page.locator("[name=consent]").check(force=True)
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.locator("main")).to_contain_text(body[:20])
    page.get_by_role("button", name="看不到图，换成文字题").click()
    page.fill("[name=answer]", "0" if answer_to(page.inner_text("main")) != "0" else "1")
    page.get_by_role("button", name="寄出这封信").click()
    expect(page.locator("main")).to_contain_text(body[:20])  # a wrong answer loses nothing
    page.fill("[name=answer]", answer_to(page.inner_text("main")))
    page.wait_for_timeout(5_000)  # nobody writes four steps faster; the form refuses who does
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
    tag = "甲" if visit.javascript else "乙"
    subject = f"请事假期间课后服务费怎么退{tag}"
    body = f"孩子九月分三次请假，每次四天，一共十二天。老师说不满五天不退。想问能不能合起来算？学校是清溪小学{tag}。"
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
    ((status,),) = site.query("select status from mailbox_letter where id = ?", pk)
    assert status == "answered"
