"""Ways around publishing that a careless or malicious editor, reviewer or uploader would try, with real requests."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction

from home.models import ArticlePage, FeeItem
from home.publishing.refusals import PublicationRefused
from mailbox import gate, withholding
from mailbox.enums import Withheld
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from portal.privacy.files.models import HeldFile
from tests import factories as f
from tests.home.factories import article, fee, home_page
from tests.mailbox.copies import draft_of, proposed, publisher
from tests.portal.privacy.files.library import add, add_many, code, form, linked, word
from tests.publishing import (
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
    page_form,
    public,
    released,
    reviewer,
    said,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(editor())
    return client


HREFS = [
    f"https://example.cn/?tel={''.join(f'%{ord(digit):x}' for digit in PHONE)}",
    f"https://example.cn/{quote('云岭区清溪小学三（2）班许小禾')}.html",
    f"https://example.cn/?a={quote(quote('电话' + PHONE))}",
]


@pytest.mark.parametrize("href", HREFS)
def test_an_address_that_spells_it_in_percents(href: str) -> None:
    """As browsers copy an address with Chinese in it."""
    page = released()
    with pytest.raises(PublicationRefused, match=OPEN):
        draft(page, f'见<a href="{href}">这里</a>。').publish(user=reviewer())


def test_rich_text_that_brings_a_picture_or_an_embed_along() -> None:
    page = released()
    for tag in (
        f'<embed embedtype="image" id="1" format="left" alt="家长{PHONE}"/>',
        f'<img src="x.png" alt="家长{PHONE}" title="家长{PHONE}">',
        f'<span title="家长{PHONE}">字</span>',
    ):
        with pytest.raises(PublicationRefused, match=OPEN):
            draft(page, f"字{tag}").publish(user=reviewer())
    assert PHONE not in public(page)


def upload_in_chooser(client: Client, file: Any) -> Any:
    given = {f"document-chooser-upload-{name}": value for name, value in form(file).items()}
    return client.post(reverse("wagtaildocs_chooser:create"), given)


def test_documents_from_the_chooser_and_from_the_page_for_several_wait_as_well(client: Client) -> None:
    upload_in_chooser(client, word(f"家长电话{PHONE}"))
    add_many(client, word(f"家长电话{PHONE}。", name="b.docx"))
    assert get_document_model().objects.count() == 0
    assert HeldFile.objects.count() == 2


def test_title_of_a_cleared_document_changed_on_the_page_for_several(client: Client) -> None:
    told = add_many(client, word())
    pk = told["doc_id"]
    given = {f"doc-{pk}-title": f"许小禾家长{PHONE}", f"doc-{pk}-collection": "1", f"doc-{pk}-tags": ""}
    client.post(reverse("wagtaildocs:edit_multiple", args=[pk]), given)
    assert PHONE not in get_document_model().objects.get(pk=pk).title


def same(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("通知.docx", data)


def shown(document: Any) -> Any:
    """With a public page that refers to it."""
    linked(document)
    return document


def test_the_same_bytes_under_another_title_go_with_the_document_that_was_taken_back(client: Client) -> None:
    """What a person saw and no machine did must not stay public under a second address, nor come back by one."""
    data = word().read()
    add(client, same(data), title="通知一")
    add(client, same(data), title="通知二")
    first, second = map(shown, get_document_model().objects.order_by("pk"))
    assert (code(Client(), first), code(Client(), second)) == (200, 200)
    client.post(reverse("held_files:take", args=["document", first.pk]))
    assert (code(Client(), first), code(Client(), second)) == (404, 404)
    assert "收回过" in add(client, same(data), title="通知三").content.decode()
    assert not get_document_model().objects.filter(title="通知三").exists()


def test_a_reviewer_releases_what_was_taken_back_and_all_copies_are_served_again(client: Client) -> None:
    data = word().read()
    add(client, same(data), title="通知一")
    add(client, same(data), title="通知二")
    first, second = map(shown, get_document_model().objects.order_by("pk"))
    assert code(Client(), second) == 200
    client.post(reverse("held_files:take", args=["document", first.pk]))
    held = HeldFile.objects.get()
    assert (code(Client(), first), code(Client(), second)) == (404, 404)
    client.post(reverse("held_files:deed", args=[held.key, "as_it_is"]))
    client.force_login(reviewer())
    client.post(reverse("held_files:deed", args=[held.key, "release"]))
    first.refresh_from_db()
    assert (code(Client(), first), code(Client(), second)) == (200, 200)


def account_form(**more: Any) -> dict[str, Any]:
    """What the page of the own account posts."""
    return {
        "name_email-first_name": "甲",
        "name_email-last_name": "编",
        "name_email-email": "editor@example.cn",
        "locale-current_time_zone": "Asia/Shanghai",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
        **more,
    }


def portrait(size: tuple[int, int]) -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[0x010E] = f"家长{PHONE}"
    data = io.BytesIO()
    Image.new("RGB", size, "green").save(data, "JPEG", exif=exif)
    return SimpleUploadedFile(f"许小禾{PHONE}.jpg", data.getvalue(), "image/jpeg")


@pytest.mark.parametrize("size", [(120, 80), (900, 600)])
def test_the_picture_of_a_person_is_stored_as_its_pixels(client: Client, size: tuple[int, int]) -> None:
    """The admin's own form for it is none of the library's."""
    answer = client.post(reverse("wagtailadmin_account"), account_form(**{"avatar-avatar": portrait(size)}))
    assert answer.status_code == 302
    avatar = User.objects.get(username=editor().username).wagtail_userprofile.avatar
    assert PHONE not in avatar.name
    with avatar.open("rb") as stored:
        assert PHONE.encode() not in stored.read()


def test_a_picture_of_a_person_that_cannot_be_made_anew_is_not_stored(client: Client) -> None:
    data = io.BytesIO()
    Image.new("RGB", (20, 20), "green").save(data, "GIF")
    upload = SimpleUploadedFile("a.jpg", data.getvalue(), "image/gif")
    answer = client.post(reverse("wagtailadmin_account"), account_form(**{"avatar-avatar": upload}))
    assert answer.status_code == 200
    assert not User.objects.get(username=editor().username).wagtail_userprofile.avatar


def test_words_of_a_withheld_letter_are_not_listed_for_the_administrator(client: Client) -> None:
    answer = proposed()
    for mark in draft_of(answer).marks.all():
        gate.decide(mark.pk, accept=False, by=publisher(), now=timezone.now())
    client.force_login(f.person(Role.ADMINISTRATOR))
    assert "13812341234" in client.get(reverse("publication:decisions")).content.decode()
    given = {"reason": "孩子受到伤害", "by": f.actor(Role.REGISTRAR), "now": timezone.now()}
    withholding.withhold(answer.letter_id, Withheld.ABUSE, **given)
    assert "13812341234" not in client.get(reverse("publication:decisions")).content.decode()


def test_an_alias_made_a_page_of_its_own_is_gated_like_any(client: Client) -> None:
    alias = released().create_alias(update_slug="again", user=colleague())
    client.force_login(reviewer())
    client.post(reverse("site_gate", args=["page", alias.pk]), {"release-alias": "1"})
    client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    page = ArticlePage.objects.get(pk=alias.pk)
    assert page.alias_of is None
    assert CLEAN in public(page)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert OWN in said(
        client, client.post(edit, page_form(client, page, intro="再说一句。", **{"action-publish": "1"}))
    )
    draft(page, LEAK)
    assert OPEN in said(client, client.post(edit, page_form(client, page, **{"action-publish": "1"})))
    assert PHONE not in public(page)


def test_moving_bulk_moving_and_deleting_publish_nothing(client: Client) -> None:
    page = released()
    draft(page)
    hidden = article(slug="hidden", parent=page.get_parent().specific, live=False)
    draft(hidden)
    client.force_login(reviewer())
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home_page().pk]))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    client.post(f"{bulk}?id={hidden.pk}&next=/admin/", {"chooser": home_page().pk, "move_applicable": "on"})
    for each in (page, hidden):
        assert PHONE not in public(Page.objects.get(pk=each.pk))


def test_cancelling_a_review_or_locking_a_page_opens_no_way(client: Client) -> None:
    page = released()
    draft(page, CLEAN + "再交材料。", by=reviewer())
    page.get_workflow().start(page, reviewer())
    client.force_login(reviewer())
    client.post(reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[page.pk]), {})
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(edit, page_form(client, page, **{"action-cancel-workflow": "1", "action-publish": "1"}))
    client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    client.post(edit, page_form(client, page, **{"action-publish": "1"}))
    assert "再交材料" not in public(page)


def test_a_page_that_was_for_a_few_becomes_open_with_nothing_new(client: Client) -> None:
    page = released()
    draft(page)
    client.force_login(reviewer())
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    client.post(address, {"restriction_type": PageViewRestriction.PASSWORD, "password": "abc"})
    client.post(address, {"restriction_type": PageViewRestriction.NONE, "password": ""})
    assert PHONE not in public(page)


def test_history_copy_and_bulk_actions_of_a_disclosure(client: Client) -> None:
    item = fee()
    old = fee_draft(item)
    fee_draft(item, "每天两课时")
    client.force_login(reviewer())
    name = FeeItem.snippet_viewset.get_url_name
    edit = reverse(name("edit"), args=[item.pk])
    client.get(reverse(name("revisions_revert"), args=[item.pk, old.pk]))
    answer = client.post(edit, fee_form(client, item, scope=PHONE, revision=old.pk, **{"action-publish": "1"}))
    assert OPEN in said(client, answer)
    copy = fee_form(client, item, item="新收费", scope=PHONE, **{"action-publish": "1"})
    said(client, client.post(reverse(name("copy"), args=[item.pk]), copy))
    assert PHONE not in Client().get(item.get_absolute_url()).content.decode()
    assert not FeeItem.objects.filter(live=True, scope=PHONE).exists()


def test_a_role_given_up_for_a_moment_makes_nobody_a_second_person(client: Client) -> None:
    """Written as an editor, published as a reviewer."""
    page = released()
    who = colleague()
    grants = list(RoleGrant.objects.filter(user=who))
    assert grants
    draft(page, CLEAN + "再交材料。", by=who)
    for grant in grants:
        grant.delete()
        grant.pk = None
        grant.save()
    client.force_login(who)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert OWN in said(client, client.post(edit, page_form(client, page, **{"action-publish": "1"})))
    assert "再交材料" not in public(page)


def test_autosave_over_the_draft_of_somebody_else_takes_no_author_away(client: Client) -> None:
    page = released()
    theirs = draft(page, "办完来取。", by=editor())
    client.force_login(reviewer())
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    given = page_form(client, page, intro="我写的。", overwrite_revision_id=str(theirs.pk))
    client.post(edit, given, headers={"accept": "application/json"})
    given = page_form(client, page, **{"action-publish": "1", "overwrite_revision_id": str(theirs.pk)})
    client.post(edit, given)
    client.post(edit, page_form(client, page, intro="我写的。", **{"action-publish": "1"}))
    assert "我写的" not in public(page)


def test_a_refusal_shows_no_draft_to_who_may_not_read_it(client: Client) -> None:
    page = released()
    draft(page)
    client.force_login(f.person("handler"))
    for address in (
        reverse("site_gate", args=["page", page.pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[page.pk, page.latest_revision_id]),
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
        reverse("wagtailadmin_api:pages:detail", args=[page.pk]),
    ):
        answer = client.get(address, follow=True)
        assert PHONE not in answer.content.decode(), address
        assert "许小禾" not in answer.content.decode(), address
    api = reverse("wagtailadmin_api:pages:action", args=[page.pk, "publish"])
    answer = client.post(api, json.dumps({}), content_type="application/json")
    assert answer.status_code in (302, 403, 404)


def test_what_is_for_administrators_is_closed_to_editors_and_reviewers(client: Client) -> None:
    for who in (editor(), reviewer()):
        client.force_login(who)
        for name in (
            "wagtailredirects:add",
            "wagtailredirects:index",
            "wagtailsites:index",
            "wagtailusers_users:index",
        ):
            answer = client.get(reverse(name))
            assert answer.status_code == 302, (who, name)
            assert answer["Location"] == reverse("wagtailadmin_home")
