"""A file that waits, by two people in a browser: one covers what must go, the other releases it; then a citizen takes
it home. Boxes by mouse, by keys on a phone, and by numbers without JavaScript."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.accounts.seeding import DEMO_PASSWORD
from tests.e2e.conftest import ROOT, Site
from tests.portal.privacy.files.documents import inflated, line, pdf, phone

SECRET = "secret plan"
TOUCH = 44  # CSS pixels
PATIENCE = 60_000  # milliseconds: a step may start three processes, and browser tests share the machine
OFFER = """
from home.models import ArticlePage, SectionPage
from home.publishing.acting import internal_release
from wagtail.documents import get_document_model
document = get_document_model().objects.get(title={title!r})
body = [("file", {{"document": document, "note": ""}})]
with internal_release("tests", is_invented=True):
    page = SectionPage.objects.first().add_child(instance=ArticlePage(slug="download", title="下载", body=body))
print(page.url)
"""


@dataclass(frozen=True)
class Visit:
    width: int
    height: int
    draw: Callable[[Page], None]
    javascript: bool = True


def by_mouse(page: Page) -> None:
    expect(page.locator(".held-canvas img")).not_to_have_js_property("naturalWidth", 0)
    area = page.locator(".held-canvas svg").bounding_box()
    assert area is not None
    for step, (x, y) in (("down", (0.3, 0.46)), ("up", (0.6, 0.53))):
        page.mouse.move(area["x"] + x * area["width"], area["y"] + y * area["height"], steps=4)
        getattr(page.mouse, step)()


def by_keys(page: Page) -> None:
    """The button puts a box into the middle; it has the focus then."""
    page.locator("[data-add]").press("Enter")
    box = page.locator("rect.own")
    expect(box).to_be_focused()
    for _step in range(10):
        box.press("ArrowLeft")
    box.press("Shift+ArrowRight")
    box.press("Shift+ArrowDown")


def by_numbers(page: Page) -> None:
    for side, value in (("page", "1"), ("left", "30"), ("top", "46"), ("right", "60"), ("bottom", "53")):
        page.locator(f"[name=box-0-{side}]").fill(value)


VISITS = {
    "1280px": Visit(1280, 900, by_mouse),
    "390px": Visit(390, 844, by_keys),
    "without-script": Visit(1280, 900, by_numbers, javascript=False),
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
            locale="zh-CN",
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto("/admin/login/")
        page.locator("[name=username]").fill(name)
        page.locator("[name=password]").fill(DEMO_PASSWORD)
        page.locator("form button[type=submit]").first.click()
        expect(page).not_to_have_url("**/login/**")
        return page

    yield enter
    for context in opened:
        context.close()


def upload(page: Page, path: Path, title: str) -> None:
    page.goto("/admin/documents/add/")
    page.locator("[name=file]").set_input_files(path)
    page.locator("[name=title]").fill(title)
    page.locator("form[action*='/documents/add/'] button[type=submit]").click()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def assert_nothing_under_the_boxes(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    unpacked = inflated(path)
    assert phone(1).encode() not in unpacked
    assert SECRET.encode() not in unpacked
    document = pdfium.PdfDocument(path)
    try:
        assert document[0].get_textpage().get_text_bounded() == ""
        shown = document[0].render(scale=1).to_pil().convert("L")
        width, height = shown.size
        under = shown.crop(tuple(int(side) for side in (0.38 * width, 0.485 * height, 0.5 * width, 0.503 * height)))
        assert under.getextrema()[1] < 40  # type: ignore[operator]  # one band
        assert shown.getpixel((10, 10)) > 200  # type: ignore[operator]
    finally:
        document.close()


def offered(site: Site, title: str) -> str:
    """The address of a public page with the document on it; that two people release pages is walked elsewhere."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "VAR_DIR": str(site.folder)}
    command = [sys.executable, str(ROOT / "manage.py"), "shell", "-c", OFFER.format(title=title)]
    done = subprocess.run(command, check=True, env=environment, cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1]


def address(site: Site, title: str) -> str:
    ((number, file),) = site.query("select id, file from wagtaildocs_document where title = ?", title)
    return f"/documents/{number}/{Path(str(file)).name}"


def test_from_the_upload_to_a_copy_that_shows_nothing_under_the_boxes(
    site: Site, browser: Browser, staff: Callable[[str], Page], visit: Visit, tmp_path: Path, request
) -> None:
    title = f"2027年招生公告（{request.node.callspec.id}）"
    page = staff("editor")
    text = line(f"call {phone(1)}") + line(SECRET, x=220, y=421) + line(request.node.callspec.id, y=300)
    upload(page, pdf(tmp_path / "a.pdf", [text]), title)
    expect(page.get_by_text(f"文件里有疑似个人信息：第1页“{phone(1)}”").first).to_be_visible(timeout=PATIENCE)
    expect(page.locator("[name=title]")).to_have_value(title)
    page.get_by_role("link", name="打开逐处处理").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    assert fits(page)
    expect(page.locator("rect.found")).to_have_count(1)
    visit.draw(page)
    save = page.get_by_role("button", name="保存副本")
    height = (save.bounding_box() or {})["height"]
    assert height >= TOUCH
    save.click()
    expect(page.get_by_text("副本已做好，并且重新读过一遍。")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("button", name="公开", exact=True)).to_be_disabled()

    second = staff("page_reviewer")
    second.goto("/admin/files/")
    second.get_by_role("link", name=title).click()
    expect(second.get_by_text("重新读过一遍，没有发现个人信息。")).to_be_visible()
    assert fits(second)
    second.get_by_role("button", name="公开", exact=True).click()
    expect(second.get_by_text("已公开，可以在页面里选用。收下的原件已删除。")).to_be_visible(timeout=PATIENCE)

    url = address(site, title)
    assert_nothing_under_the_boxes(second.request.get(url).body(), tmp_path / "staff.pdf")
    citizen = browser.new_context(base_url=site.url)
    try:
        assert citizen.request.get(url).status == 404  # no page offers it yet
        if visit.draw is by_mouse:
            reader = citizen.new_page()
            reader.goto(offered(site, title))
            link = reader.get_by_role("link", name=title).get_attribute("href") or ""
            answer = citizen.request.get(link)
            assert answer.status == 200
            assert_nothing_under_the_boxes(answer.body(), tmp_path / "public.pdf")
    finally:
        citizen.close()
