"""The tree: first pages after migration, reserved addresses, breadcrumbs, blocks, what the footer owes."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page, Site

from home.models import ArticlePage, DisclosureIndexPage, DisclosurePage, SectionPage, SiteSettings
from home.publishing.acting import internal_release
from home.slugs import RESERVED
from tests.home.factories import article, home_page, section

pytestmark = pytest.mark.django_db


def settings_of_site() -> SiteSettings:
    found: SiteSettings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    return found


def test_fresh_database_answers_at_home_and_disclosures(client: Client) -> None:
    assert [client.get(address).status_code for address in ("/", "/disclosures/")] == [200, 200]
    assert "Welcome" not in "".join(Page.objects.values_list("title", flat=True))


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_page_cannot_take_an_address_of_the_application(slug: str) -> None:
    home = home_page()
    home.get_children().exclude(slug="disclosures").delete()
    with pytest.raises(ValidationError) as refused, internal_release("tests", is_invented=True):
        home.add_child(instance=SectionPage(title="占用", slug=slug))
    assert "slug" in refused.value.message_dict


def test_refusal_of_a_slug_is_a_sentence_with_a_way_out() -> None:
    with pytest.raises(ValidationError, match="网址“letters”是系统功能用的，请换一个，例如“letters-info”"):
        section(slug="letters")


def test_deeper_pages_may_have_any_slug() -> None:
    assert article(slug="letters").url_path == "/home/guides/letters/"


def test_disclosure_index_keeps_its_address() -> None:
    index = DisclosureIndexPage.objects.get()
    index.slug = "elsewhere"
    with pytest.raises(ValidationError, match="固定为“disclosures”"):
        index.full_clean()


def test_there_is_one_disclosure_index() -> None:
    assert not DisclosureIndexPage.can_create_at(home_page())


def test_breadcrumbs_follow_the_tree(client: Client) -> None:
    page = article()
    html = client.get("/guides/transfer/").content.decode()
    assert '<a href="/guides/">办事指南</a>' in html
    assert f'<span aria-current="page">{page.title}</span>' in html


def test_section_lists_published_pages_only(client: Client) -> None:
    parent = section()
    article(parent, slug="shown", title="已发布的")
    article(parent, slug="hidden", title="没发布的", live=False)
    html = client.get("/guides/").content.decode().replace("<wbr>", "")
    assert "已发布的" in html
    assert "没发布的" not in html


def test_empty_section_offers_a_way_out(client: Client) -> None:
    section()
    assert "这个栏目还没有文章" in client.get("/guides/").content.decode()


def test_every_block_shows_what_was_entered_and_escapes_it(client: Client) -> None:
    cell = "<i>格</i>"
    article(
        body=[
            ("heading", "先做<b>什么</b>"),
            ("text", "<p>正文</p>"),
            ("steps", [{"title": "第一", "detail": "<u>细</u>"}, {"title": "第二", "detail": ""}]),
            ("table", {"data": [["项目", "标准"], ["午餐", cell]], "table_caption": "表题"}),
            ("notice", {"text": "别忘了", "tone": "warn"}),
            ("contact", {"office": "基础教育科", "phone": "0199-8812 3421", "address": "", "hours": ""}),
        ]
    )
    html = client.get("/guides/transfer/").content.decode().replace("<wbr>", "")
    assert "先做&lt;b&gt;什么&lt;/b&gt;" in html
    assert "&lt;u&gt;细&lt;/u&gt;" in html
    assert 'data-label="标准">&lt;i&gt;格&lt;/i&gt;</td>' in html
    assert '<th scope="row" role="rowheader">午餐</th>' in html
    assert 'class="alert warn"' in html
    assert 'href="tel:0199-88123421"' in html


def test_footer_carries_the_marks_and_the_help_phone(client: Client) -> None:
    settings = settings_of_site()
    settings.name, settings.sponsor = "云岭区教育局", "云岭区教育局"
    settings.icp_number, settings.police_number = "示例ICP备00000000号", "示例公网安备00000000000000号"
    settings.site_code, settings.help_phone = "9901060007", "0199-8812 3400"
    settings.privacy_page = article(slug="privacy", title="隐私说明")
    with internal_release("tests"):
        settings.save()
    html = client.get("/disclosures/").content.decode()
    for mark in (settings.icp_number, settings.police_number, "网站标识码：9901060007", "主办单位：云岭区教育局"):
        assert mark in html
    assert '<a class="call" href="tel:0199-88123400">0199-8812 3400</a>' in html
    assert '<a href="/guides/privacy/">隐私说明</a>' in html


def test_settings_nobody_released_show_nothing_and_reading_a_page_stores_none(client: Client) -> None:
    client.get("/disclosures/")
    assert not SiteSettings.objects.exists()
    draft = SiteSettings.to_edit(Site.objects.get(is_default_site=True))
    SiteSettings.objects.filter(pk=draft.pk).update(sponsor="没有审过的主办单位")
    assert "没有审过的主办单位" not in client.get("/disclosures/").content.decode()


def test_page_taken_off_leaves_the_footer(client: Client) -> None:
    settings = settings_of_site()
    settings.privacy_page = article(slug="privacy", title="隐私说明")
    with internal_release("tests"):
        settings.save()
    ArticlePage.objects.update(live=False)
    assert "隐私说明" not in client.get("/disclosures/").content.decode()


def test_replaced_document_links_to_what_replaced_it(client: Client) -> None:
    index = DisclosureIndexPage.objects.get()
    body = [("text", "<p>一</p>")]
    with internal_release("tests", is_invented=True):
        new = index.add_child(
            instance=DisclosurePage(title="新办法", slug="new", made_on="2026-01-01", subject="收费", body=body)
        )
        index.add_child(
            instance=DisclosurePage(
                title="旧办法",
                slug="old",
                made_on="2020-01-01",
                subject="收费",
                body=body,
                validity="superseded",
                successor=new,
            )
        )
    html = client.get("/disclosures/old/").content.decode()
    assert '<a href="/disclosures/new/">《新办法》</a>' in html
    assert "已被替代" in html


def test_site_files_name_public_pages_only(client: Client) -> None:
    article()
    article(SectionPage.objects.get(), slug="hidden", title="没发布", live=False)
    xml = client.get("/sitemap.xml").content.decode()
    assert "/guides/transfer/" in xml
    assert "/disclosures/fees/" in xml
    assert "hidden" not in xml
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /letters/track/" in robots
    assert "/sitemap.xml" in robots
    assert "转学怎么办" in client.get("/sitemap/").content.decode()


def test_public_pages_set_no_cookie(client: Client) -> None:
    article()
    for address in ("/", "/disclosures/", "/guides/transfer/", "/disclosures/fees/"):
        assert client.get(address).cookies == {}
