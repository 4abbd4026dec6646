"""What two people decide together, walked in a browser: a doubt that may stand, a role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site

PASSWORD = "yunling-demo-2026"


@pytest.fixture
def enter(browser: Browser, site: Site) -> Iterator[object]:
    opened = []

    def signed_in(user: str, *, script: bool = True, width: int = 1280) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=script)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{site.url}/admin/login/")
        page.locator("[name=username]").fill(user)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        return page

    yield signed_in
    for context in opened:
        context.close()


def doubt(site: Site, page: Page, words: str) -> None:
    """A rule of the administrator with words that stand in one public answer; the worker searches them all again."""
    page.goto(f"{site.url}/admin/mark-rules/new/")
    page.locator("[name=words]").fill(words)
    page.locator("[name=kind]").select_option("address")
    page.locator("[name=reason]").fill("试一试")
    page.locator("#w-editor-form button[type=submit]").click()
    page.wait_for_url("**/mark-rules/")


@pytest.mark.parametrize(("script", "words"), [(True, "饮水机"), (False, "走读")], ids=["script", "no script"])
def test_a_doubt_stands_when_two_people_say_so(enter, site: Site, script: bool, words: str) -> None:
    doubt(site, enter("administrator"), words)
    publisher = enter("publisher", script=script, width=390)
    row = publisher.locator("[data-desk-row]")
    for _wait in range(60):
        publisher.goto(f"{site.url}/admin/publication/?tab=again")
        if row.count():
            break
        publisher.wait_for_timeout(1000)
    publisher.locator("[data-desk-row] h2 a").first.click()
    address = publisher.url
    publisher.get_by_label("为什么可以留").fill("讲的是收费项目，不是住处")
    publisher.get_by_role("button", name="可以留，请另一位同事确认").click()
    expect(publisher.locator("#gate-bar")).to_contain_text("等另一位同事看过确认")
    expect(publisher.get_by_role("button", name="我也看过，可以留")).to_have_count(0)
    releaser = enter("releaser", script=script, width=390)
    releaser.goto(address)
    expect(releaser.locator(".gate-note").first).to_contain_text("讲的是收费项目，不是住处")
    releaser.get_by_role("button", name="我也看过，可以留").click()
    expect(releaser.locator(".gate-mark.open")).to_have_count(0)
    expect(releaser.locator(".desk-due").first).to_have_text("已公开")


def test_a_role_is_proposed_by_one_and_confirmed_by_another(enter, site: Site) -> None:
    administrator = enter("administrator")
    administrator.goto(f"{site.url}/admin/role-grants/new/")
    administrator.locator("[name=user]").select_option(label="乔编辑")
    administrator.locator("[name=role]").select_option("party_office")
    administrator.locator("[name=organization]").select_option(index=1)
    administrator.locator("[name=reason]").fill("任职文件")
    administrator.get_by_role("button", name="提出授予").click()
    waiting = administrator.locator(".grants li")
    expect(waiting).to_contain_text("乔编辑")
    expect(waiting.get_by_role("button")).to_have_text(["收回提议"])
    second = enter("security_administrator", width=390)
    second.get_by_role("link", name="去确认").click()
    second.locator(".grants").get_by_role("button", name="确认").click()
    expect(second.locator(".grants")).to_have_count(0)
    held = "SELECT count(*) FROM accounts_rolegrant WHERE role = 'party_office' AND confirmed_by_id IS NOT NULL"
    assert site.query(held) == [(1,)]
