"""Every way around the site's gate that we know of, tried with the real views and commands: each ends in a sentence,
what is public stays as it was, and the draft is kept."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision, Site
from wagtail.snippets.models import get_snippet_models

from home.models import ArticlePage, FeeItem, Release, SiteSettings
from home.publishing.gate import Gated
from home.publishing.refusals import PublicationRefused
from mailbox.models import Topic
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.privacy.models import MarkRule
from tests.factories import person
from tests.home.factories import article, fee, home_page
from tests.publishing import (
    CHILD,
    CLEAN,
    LEAK,
    OPEN,
    OWN,
    PHONE,
    colleague,
    draft,
    editor,
    fee_draft,
    fee_form,
    new_page_form,
    page_form,
    public,
    released,
    reviewer,
    said,
)

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> ArticlePage:
    """A page that is public, with a draft behind it that must not become so."""
    made = released()
    draft(made)
    return made


@pytest.fixture
def admin(client: Client) -> Client:
    """The second person at the desk: a reviewer who wrote nothing."""
    client.force_login(reviewer())
    return client


def body_of(page: Page) -> str:
    """The text of the newest draft."""
    latest = ArticlePage.objects.get(pk=page.pk).get_latest_revision().as_object()
    return "".join(block.value.source for block in latest.body)


def still_clean(page: Page) -> bool:
    """The public text is the old one, and the draft is not lost."""
    text = public(page)
    return CLEAN in text and PHONE not in text and CHILD not in text and LEAK in body_of(page)


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_publish_button(admin: Client, page: ArticlePage) -> None:
    answer = admin.post(edit(page), page_form(admin, page, **{"action-publish": "1"}))
    assert answer["Location"] == reverse("site_gate", args=["page", page.pk])
    assert f"还有3{OPEN}" in said(admin, answer)
    assert still_clean(page)


def test_publish_button_of_who_wrote_the_draft(client: Client, page: ArticlePage) -> None:
    draft(page, CLEAN + "再交材料。", by=reviewer())
    client.force_login(reviewer())
    assert OWN in said(client, client.post(edit(page), page_form(client, page, **{"action-publish": "1"})))
    assert "再交材料" not in public(page)


def test_publish_button_on_a_new_page_makes_a_draft(admin: Client) -> None:
    address = reverse("wagtailadmin_pages:add", args=["home", "articlepage", home_page().pk])
    answer = admin.post(address, new_page_form(LEAK, **{"action-publish": "1"}))
    assert OPEN in said(admin, answer)
    made = ArticlePage.objects.get(slug="new")
    assert (made.live, made.first_published_at, public(made)) == (False, None, "")
    assert LEAK in body_of(made)
    clean = admin.post(address, new_page_form(CLEAN, slug="clean", **{"action-publish": "1"}))
    assert OWN in said(admin, clean)
    assert not ArticlePage.objects.get(slug="clean").live


def test_bulk_action(admin: Client, page: ArticlePage) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = admin.post(f"{address}?id={page.pk}&next=/admin/", {"include_descendants": "on"})
    assert OPEN in said(admin, answer)
    assert still_clean(page)


def test_bulk_action_on_the_section_above(admin: Client) -> None:
    hidden = article(live=False)
    draft(hidden)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = admin.post(f"{address}?id={hidden.get_parent().pk}&next=/admin/", {"include_descendants": "on"})
    assert OPEN in said(admin, answer)
    assert public(hidden) == ""


def in_review(page: ArticlePage) -> int:
    """Sent to review by the editor; the id of the step."""
    state = page.get_workflow().start(page, editor())
    return int(state.current_task_state.pk)


def test_approval(admin: Client, page: ArticlePage) -> None:
    step = in_review(page)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", step])
    assert OPEN in said(admin, admin.post(address, {"comment": ""}))
    assert still_clean(page)
    page.refresh_from_db()
    assert page.current_workflow_state.status == "in_progress"


def test_approval_in_the_editor(admin: Client, page: ArticlePage) -> None:
    in_review(page)
    form = page_form(admin, page, **{"action-workflow-action": "1", "workflow-action-name": "approve"})
    assert OPEN in said(admin, admin.post(edit(page), form))
    assert still_clean(page)


def test_publishing_past_the_review(admin: Client, page: ArticlePage) -> None:
    in_review(page)
    assert OPEN in said(admin, admin.post(edit(page), page_form(admin, page, **{"action-publish": "1"})))
    assert still_clean(page)


def tomorrow() -> str:
    return timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")


def test_schedule(admin: Client, page: ArticlePage) -> None:
    form = page_form(admin, page, **{"action-publish": "1", "go_live_at": tomorrow()})
    assert OPEN in said(admin, admin.post(edit(page), form))
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_schedule_of_the_own_text(client: Client, page: ArticlePage) -> None:
    draft(page, CLEAN + "再交材料。", by=reviewer())
    client.force_login(reviewer())
    form = page_form(client, page, **{"action-publish": "1", "go_live_at": tomorrow()})
    assert OWN in said(client, client.post(edit(page), form))
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_date_written_onto_a_draft(page: ArticlePage) -> None:
    revision = page.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    with pytest.raises(PublicationRefused, match="没有写明由谁发布"):
        revision.save()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=revision.approved_go_live_at)
    call_command("publish_scheduled")
    assert still_clean(page)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_schedule_goes_live_unless_a_rule_was_made_since(admin: Client) -> None:
    for slug, words in (("one", "带户口簿。"), ("two", "找云岭幸福里驿站。")):
        made = article(slug=slug, parent=home_page(), live=False)
        draft(made, words)
        answer = admin.post(edit(made), page_form(admin, made, **{"action-publish": "1", "go_live_at": tomorrow()}))
        assert "没有公开" not in said(admin, answer)
    MarkRule.objects.create(words="幸福里驿站", kind="address", reason="有人住在那里", author=editor())
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=timezone.now())
    for each in Revision.objects.filter(approved_go_live_at__isnull=False):
        each.content["go_live_at"] = None
        Revision.objects.filter(pk=each.pk).update(content=each.content)
    call_command("publish_scheduled")
    assert [ArticlePage.objects.get(slug=slug).live for slug in ("one", "two")] == [True, False]
    history = admin.get(reverse("wagtailadmin_pages:history", args=[ArticlePage.objects.get(slug="two").pk]))
    assert "定时发布的时间" in history.content.decode()


def test_restoring_a_draft_and_publishing_it(admin: Client, page: ArticlePage) -> None:
    leak = page.get_latest_revision()
    draft(page, CLEAN)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, leak.pk])
    form = page_form(admin, page, **{"action-publish": "1", "revision": str(leak.pk)})
    form["body-0-value"] = new_page_form(LEAK)["body-0-value"]
    assert OPEN in said(admin, admin.post(edit(page), form))
    assert admin.get(address).status_code == 200
    assert PHONE not in public(page)


def test_old_revision_published_by_code(page: ArticlePage) -> None:
    leak = page.get_latest_revision()
    draft(page, CLEAN)
    with pytest.raises(PublicationRefused, match=OPEN):
        leak.publish(user=reviewer())
    with pytest.raises(PublicationRefused, match="没有写明由谁发布"):
        leak.publish()
    assert PHONE not in public(page)


@pytest.mark.parametrize("tick", ["publish_copies", "alias"])
def test_copy(admin: Client, tick: str) -> None:
    original = released()
    address = reverse("wagtailadmin_pages:copy", args=[original.pk])
    given = {"new_title": f"电话{PHONE}", "new_slug": "copy", "new_parent_page": original.get_parent().pk, tick: "on"}
    said(admin, admin.post(address, given))
    copy = ArticlePage.objects.get(slug="copy")
    assert (copy.live, public(copy)) == (False, "")
    assert (PHONE in copy.title) is (tick != "alias")  # an alias takes no title of its own


def test_alias_with_a_telling_address(admin: Client) -> None:
    original = released()
    address = reverse("wagtailadmin_pages:copy", args=[original.pk])
    given = {
        "new_title": "副本",
        "new_slug": f"tel-{PHONE}",
        "new_parent_page": original.get_parent().pk,
        "alias": "on",
    }
    assert OPEN in said(admin, admin.post(address, given))
    assert not ArticlePage.objects.filter(slug__contains=PHONE).exists()
    assert Page.find_problems() == ([], [], [], [], [])


def test_aliases_follow_what_was_released_and_nothing_else(admin: Client, page: ArticlePage) -> None:
    alias = page.create_alias(update_slug="again", user=colleague())
    admin.post(reverse("site_gate", args=["page", alias.pk]), {"release-alias": "1"})
    assert CLEAN in public(alias)
    admin.post(edit(page), page_form(admin, page, **{"action-publish": "1"}))
    assert PHONE not in public(alias)
    draft(page, "办完来取。")
    page.get_latest_revision().publish(user=reviewer())
    assert "办完来取" in public(alias)


@pytest.mark.parametrize("action", ["publish", "copy", "create_alias", "revert_to_page_revision"])
def test_admin_api(admin: Client, page: ArticlePage, action: str) -> None:
    given = {
        "slug": "second",
        "update_slug": "second",
        "recursive": False,
        "keep_live": True,
        "revision_id": page.get_latest_revision().pk,
    }
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    answer = admin.post(address, json.dumps(given), content_type="application/json")
    if action in ("publish", "copy"):
        assert answer.status_code == 409
        assert "没有" in answer.json()["detail"]
    else:
        assert answer.status_code in (200, 201)
    assert all(PHONE not in public(each) for each in ArticlePage.objects.all())


def by_save(page: ArticlePage) -> None:
    page.body = [("text", f"<p>{LEAK}</p>")]
    page.save()


def by_bare_page(page: ArticlePage) -> None:
    bare = Page.objects.get(pk=page.pk)
    bare.title = f"电话{PHONE}"
    bare.save()


def by_update_fields(page: ArticlePage) -> None:
    page.title = f"电话{PHONE}"
    page.save(update_fields=["title"])


def by_copy(page: ArticlePage) -> None:
    page.copy(update_attrs={"slug": "copy", "title": f"电话{PHONE}"}, keep_live=True)


def by_creation(page: ArticlePage) -> None:
    page.get_parent().add_child(instance=ArticlePage(title=f"电话{PHONE}", slug="made", live=True))


def by_revision_as_object(page: ArticlePage) -> None:
    page.get_latest_revision_as_object().save()


CODE = [by_save, by_bare_page, by_update_fields, by_copy, by_creation, by_revision_as_object]


@pytest.mark.parametrize("way", CODE)
def test_code_that_names_nobody(page: ArticlePage, way: Callable[[ArticlePage], None]) -> None:
    with pytest.raises(PublicationRefused, match=r"没有写明由谁发布|没有对应的草稿"):
        way(page)
    assert still_clean(page)
    assert not any(PHONE in public(each) for each in Page.objects.live())


def test_a_page_taken_off_comes_back_as_it_was_and_with_nothing_new(admin: Client, page: ArticlePage) -> None:
    page.unpublish(user=reviewer())
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert OPEN in said(admin, admin.post(f"{address}?id={page.pk}&next=/admin/", {}))
    assert public(page) == ""


def test_text_saved_over_the_released_draft(page: ArticlePage) -> None:
    """Autosave may write into the newest revision again, even after it was released."""
    author = reviewer()
    released = draft(page, "办完来取。", by=author)
    released.publish(user=colleague())
    latest = ArticlePage.objects.get(pk=page.pk)
    latest.intro = "再说一句。"
    again = latest.save_revision(user=author, overwrite_revision=latest.latest_revision)
    assert again.pk == released.pk
    with pytest.raises(PublicationRefused, match=OWN):
        again.publish(user=author)
    assert "再说一句" not in public(page)


@pytest.mark.parametrize("place", ["title", "slug", "seo_title", "search_description", "intro", "source"])
def test_every_field_is_read(page: ArticlePage, place: str) -> None:
    with pytest.raises(PublicationRefused, match=f"还有1{OPEN}"):
        draft(page, CLEAN, **{place: f"tel-{PHONE}"}).publish(user=reviewer())


def table(*rows: list[str], caption: str = "") -> tuple[str, dict[str, object]]:
    return "table", {"data": list(rows), "table_caption": caption, "first_row_is_table_header": True}


BLOCKS = {
    "heading": ("heading", f"电话{PHONE}"),
    "text": ("text", "<p>电话<b>138</b>1234<i>5678</i></p>"),
    "link": ("text", f'<p>问<a href="tel:{PHONE}">这里</a></p>'),
    "step": ("steps", [{"title": "一", "detail": ""}, {"title": "二", "detail": f"打{PHONE}"}]),
    "table": table(["姓名", "联系电话"], ["许小禾", PHONE]),
    "caption": table(["校名", "人数"], ["清溪小学", "3"], caption=f"问{PHONE}"),
    "notice": ("notice", {"text": f"打{PHONE}", "tone": ""}),
    "contact": ("contact", {"office": "基教科", "phone": PHONE, "address": "", "hours": ""}),
}


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_is_read(page: ArticlePage, block: str) -> None:
    latest = page.get_latest_revision_as_object()
    latest.body = [BLOCKS[block]]
    with pytest.raises(PublicationRefused, match=OPEN):
        latest.save_revision(user=editor()).publish(user=reviewer())


@pytest.fixture
def item() -> FeeItem:
    """A fee that is public, with a draft that must not become so."""
    made = fee()
    fee_draft(made)
    made.refresh_from_db()
    return made


def fee_edit(item: FeeItem) -> str:
    return reverse(FeeItem.snippet_viewset.get_url_name("edit"), args=[item.pk])


def on_the_board(item: FeeItem) -> str:
    return Client().get(item.get_absolute_url()).content.decode()


def test_disclosure_button(admin: Client, item: FeeItem) -> None:
    answer = admin.post(fee_edit(item), fee_form(admin, item, **{"action-publish": "1"}))
    assert answer["Location"] == reverse("site_gate", args=["feeitem", item.pk])
    assert OPEN in said(admin, answer)
    assert PHONE not in on_the_board(item)


def test_disclosure_written_and_published_by_one_person(admin: Client, item: FeeItem) -> None:
    form = fee_form(admin, item, scope="每天两课时", amount="3.00", **{"action-publish": "1"})
    assert OWN in said(admin, admin.post(fee_edit(item), form))
    assert "每天两课时" not in on_the_board(item)
    item.refresh_from_db()
    assert item.get_latest_revision_as_object().scope == "每天两课时"


def test_new_disclosure_written_and_published_by_one_person(admin: Client, item: FeeItem) -> None:
    form = fee_form(admin, item, item="新收费", scope="", **{"action-publish": "1"})
    address = reverse(FeeItem.snippet_viewset.get_url_name("add"))
    assert OWN in said(admin, admin.post(address, form))
    made = FeeItem.objects.get(item="新收费")
    assert (made.live, made.published_on) == (False, None)


def test_disclosure_saved_by_code(item: FeeItem) -> None:
    item.scope = PHONE
    with pytest.raises(PublicationRefused):
        item.save()
    facts = {name: getattr(item, name) for name in ("school", "publisher", "stage", "year", "made_on", "amount")}
    with pytest.raises(PublicationRefused, match="没有写明由谁发布"):
        FeeItem.objects.create(item=PHONE, necessity="required", nature="care", basis_document="一号", **facts)
    assert PHONE not in on_the_board(item)


def test_superuser(client: Client, page: ArticlePage, item: FeeItem) -> None:
    root = User.objects.create_superuser("root", password="correct-horse-battery")
    client.force_login(root)
    assert OPEN in said(client, client.post(edit(page), page_form(client, page, **{"action-publish": "1"})))
    draft(page, CLEAN + "再交材料。", by=root)
    assert OWN in said(client, client.post(edit(page), page_form(client, page, **{"action-publish": "1"})))
    assert OPEN in said(client, client.post(fee_edit(item), fee_form(client, item, **{"action-publish": "1"})))
    assert "再交材料" not in public(page)
    assert PHONE not in on_the_board(item)


def test_who_alone_kept_a_finding_does_not_release_it(admin: Client, page: ArticlePage) -> None:
    gate = reverse("site_gate", args=["page", page.pk])
    seen = admin.get(gate).context["seen"]
    admin.post(gate, {"seen": seen, "all": "keep"})
    answer = admin.post(edit(page), page_form(admin, page, **{"action-publish": "1"}))
    assert "您一个人决定保留" in said(admin, answer)
    assert PHONE not in public(page)


def test_two_people_publish_what_they_decided(client: Client, page: ArticlePage) -> None:
    gate = reverse("site_gate", args=["page", page.pk])
    client.force_login(editor())
    listed = client.get(gate)
    choices = {
        f"choice-{row.number}": "mask" if row.found.kind == "phone" else "keep" for row in listed.context["open_rows"]
    }
    said(client, client.post(gate, {"seen": listed.context["seen"], **choices}))
    assert "都已决定" in client.get(gate).content.decode()
    client.force_login(reviewer())
    step = in_review(page)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", step])
    said(client, client.post(address, {"comment": ""}))
    text = public(page)
    assert "家长电话（电话已隐去）" in text
    assert PHONE not in text
    release = Release.objects.filter(object_id=page.pk).last()
    assert (release.how, release.released_by) == ("published", reviewer())


def test_later_drafts_ask_only_about_what_is_new(client: Client, page: ArticlePage) -> None:
    gate = reverse("site_gate", args=["page", page.pk])
    client.force_login(editor())
    client.post(gate, {"seen": client.get(gate).context["seen"], "all": "keep"})
    draft(page, LEAK + "另一位家长电话13987654321。")
    assert [row.found.words for row in client.get(gate).context["open_rows"]] == ["13987654321"]


def test_two_people_publish_a_disclosure(client: Client, item: FeeItem) -> None:
    fee_draft(item, "每天两课时")
    client.force_login(reviewer())
    said(client, client.post(fee_edit(item), fee_form(client, item, **{"action-publish": "1"})))
    assert "每天两课时" in on_the_board(item)


OFFICE = "0199-8812 3400"


@pytest.fixture
def bureau() -> SiteSettings:
    """The settings as two people released them."""
    made = SiteSettings.to_edit(Site.objects.get(is_default_site=True))
    settings_draft(made, sponsor="云岭区教育局").publish(user=person(Role.PAGE_REVIEWER, username="first-reviewer"))
    made.refresh_from_db()
    return made


def settings_draft(bureau: SiteSettings, by: User | None = None, **fields: str) -> Revision:
    latest = SiteSettings.objects.get(pk=bureau.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(latest, name, value)
    revision: Revision = latest.save_revision(user=by or editor())
    return revision


def settings_edit(bureau: SiteSettings) -> str:
    return reverse(SiteSettings.snippet_viewset.get_url_name("edit"), args=[bureau.pk])


def settings_form(client: Client, bureau: SiteSettings, **changes: str) -> dict[str, object]:
    form = client.get(settings_edit(bureau)).context["form"]
    start = {name: "" if value is None else value for name, value in form.initial.items() if name in form.fields}
    return {**start, **changes}


def footer() -> str:
    """What anybody reads on every page."""
    return Client().get("/").content.decode()


@pytest.mark.parametrize("superuser", [False, True])
def test_settings_written_and_published_by_one_person(client: Client, bureau: SiteSettings, superuser: bool) -> None:
    User.objects.filter(pk=reviewer().pk).update(is_superuser=superuser)
    client.force_login(reviewer())
    form = settings_form(client, bureau, help_phone=OFFICE, **{"action-publish": "1"})
    assert OWN in said(client, client.post(settings_edit(bureau), form))
    assert OFFICE not in footer()
    bureau.refresh_from_db()
    assert bureau.get_latest_revision_as_object().help_phone == OFFICE  # nothing typed is lost


def test_settings_with_personal_data(admin: Client, bureau: SiteSettings) -> None:
    settings_draft(bureau, hours=f"节假日打{PHONE}")
    answer = admin.post(settings_edit(bureau), settings_form(admin, bureau, **{"action-publish": "1"}))
    assert answer["Location"] == reverse("site_gate", args=["sitesettings", bureau.pk])
    assert OPEN in said(admin, answer)
    assert PHONE not in footer()


def test_two_people_publish_the_settings_and_the_second_finds_them_waiting(
    client: Client, bureau: SiteSettings
) -> None:
    client.force_login(editor())
    said(client, client.post(settings_edit(bureau), settings_form(client, bureau, help_phone=OFFICE)))
    assert OFFICE not in footer()
    assert "action-publish" not in client.get(settings_edit(bureau)).content.decode()
    form = settings_form(client, bureau, **{"action-submit": "1"})
    said(client, client.post(settings_edit(bureau), form))
    client.force_login(reviewer())
    assert settings_edit(bureau) in client.get(reverse("wagtailadmin_home")).content.decode()
    bureau.refresh_from_db()
    step = bureau.current_workflow_task_state.pk
    address = reverse(SiteSettings.snippet_viewset.get_url_name("workflow_action"), args=[bureau.pk, "approve", step])
    said(client, client.post(address, {"comment": ""}))
    assert OFFICE in footer()
    release = Release.objects.filter(object_id=bureau.pk, content_type__model="sitesettings").last()
    assert (release.how, release.released_by) == ("published", reviewer())


def test_settings_by_code_unpublished_added_or_through_the_editor_of_settings(
    client: Client, bureau: SiteSettings
) -> None:
    bureau.hours = "随时"
    with pytest.raises(PublicationRefused, match="没有写明由谁发布"):
        bureau.save()
    with pytest.raises(PublicationRefused, match="没有写明由谁发布"):
        SiteSettings(site=Site.objects.create(hostname="second", root_page=home_page()), name="别的局").save()
    client.force_login(User.objects.create_superuser("root", password="correct-horse-battery"))
    address = SiteSettings.snippet_viewset.get_url_name
    assert "action-unpublish" not in client.get(settings_edit(bureau)).content.decode()
    assert "不能撤下" in said(client, client.post(reverse(address("unpublish"), args=[bureau.pk])))
    assert client.get(reverse(address("add"))).status_code == 302
    assert client.post(reverse(address("delete"), args=[bureau.pk])).status_code == 302
    assert client.get(f"/admin/settings/home/sitesettings/{bureau.site_id}/").status_code == 404
    assert "主办单位：云岭区教育局" in footer()
    assert "随时" not in footer()


def test_settings_written_past_the_gate_are_found_by_the_check(bureau: SiteSettings) -> None:
    call_command("check_published")
    SiteSettings.objects.filter(pk=bureau.pk).update(hours="随时")
    with pytest.raises(CommandError, match="1项要人看"):
        call_command("check_published", stdout=StringIO())


def test_written_past_the_gate_in_the_database_is_found_by_the_check(page: ArticlePage) -> None:
    call_command("check_published", "--json")
    ArticlePage.objects.filter(pk=page.pk).update(intro=f"打{PHONE}")
    out = StringIO()
    with pytest.raises(CommandError, match="1项要人看"):
        call_command("check_published", "--json", stdout=out)
    first, last = out.getvalue().splitlines()
    assert json.loads(first) == {
        "where": reverse("site_gate", args=["page", page.pk]),
        "open": [{"kind": "phone", "place": "简单说"}],
        "released": False,
        "below_a_draft": False,
    }
    assert json.loads(last)["to_look_at"] == 1
    assert PHONE not in out.getvalue()


def test_no_other_door_is_built() -> None:
    """Wagtail's own that would be further ways: its public APIs, embeds, forms and imports of pages."""
    assert not {name for name in settings.INSTALLED_APPS if name.startswith(("wagtail.api", "wagtail.contrib.forms"))}
    assert settings.WAGTAILEMBEDS_FINDERS == []
    routes = {str(each.pattern) for each in get_resolver().url_patterns}
    assert not {route for route in routes if route.startswith("api")}
    ungated = [
        model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Gated)
    ]
    assert ungated == [Page]
    assert [model for model in get_snippet_models() if not issubclass(model, Gated)] == []


def test_nothing_in_the_code_writes_live_past_save() -> None:
    """``update(live=True)`` and ``bulk_create`` know no gate: the one place that uses the latter scans by itself."""
    found = []
    for path in [*ROOT.glob("home/**/*.py"), *ROOT.glob("search/**/*.py"), *ROOT.glob("portal/**/*.py")]:
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "attr", "")
            keywords = {keyword.arg for keyword in getattr(node, "keywords", [])}
            if (name == "update" and "live" in keywords) or (name == "internal_release"):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def test_a_name_that_came_past_every_form_is_found_and_the_output_holds_no_word_of_it() -> None:
    Topic.objects.filter(code="fees").update(name="许小禾家长13812345678")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_published", "--json", stdout=out)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [each for each in told if {"kind": "phone"} in each.get("open", [])]
    assert "13812345678" not in out.getvalue()
    assert "许小禾" not in out.getvalue()
