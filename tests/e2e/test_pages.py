"""Every public page: no serious accessibility finding (light, dark, large type), no sideways scroll, no CSP break."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.e2e.conftest import Site

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
PAGES = [
    "/",
    "/disclosures/",
    "/disclosures/fees/",
    "/disclosures/enrollment/",
    "/disclosures/finances/",
    "/letters/",
    "/letters/new/",
    "/letters/track/",
    "/search/?q=课后服务费",
    "/search/?q=没有这样的词汇组合",
    "/nothing-here/",
]
FINDINGS = """
async () => {
  const result = await axe.run(document, {resultTypes: ["violations"]});
  return result.violations.filter((v) => ["serious", "critical"].includes(v.impact))
    .map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join("; ")}`);
}
"""


@pytest.fixture(scope="module", params=["light", "dark", "large"])
def page(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": 390, "height": 844},
        color_scheme="dark" if request.param == "dark" else "light",
    )
    opened = context.new_page()
    opened.large = request.param == "large"  # type: ignore[attr-defined]
    yield opened
    context.close()


def open_page(page: Page, path: str) -> list[str]:
    """Open ``path``; returns what the browser complained about."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "404" not in message.text:
            said.append(message.text)

    page.on("console", hear)
    page.goto(f"{path}{'&' if '?' in path else '?'}view=large" if page.large else path)  # type: ignore[attr-defined]
    page.remove_listener("console", hear)
    return said


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_has_no_serious_accessibility_finding_and_breaks_no_policy(page: Page, path: str) -> None:
    assert open_page(page, path) == []
    page.evaluate(AXE)
    assert page.evaluate(FINDINGS) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_never_scrolls_sideways_on_the_narrowest_phone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_page(page, path)
    overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow == 0


def test_links_of_the_header_and_footer_lead_somewhere(page: Page, site: Site) -> None:
    page.goto("/")
    hrefs = page.eval_on_selector_all("header a, footer a", "links => [...new Set(links.map(a => a.href))]")
    broken = [href for href in hrefs if href.startswith(site.url) and page.request.get(href).status not in (200, 405)]
    assert broken == []
