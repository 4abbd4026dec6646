"""Who wrote it does not release it, however it came into the draft."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.models import ArticlePage, FeeItem
from home.publishing.authors import authors
from home.publishing.refusals import PublicationRefused
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from tests.factories import person
from tests.home.factories import article, fee
from tests.publishing import (
    CLEAN,
    OWN,
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

pytestmark = pytest.mark.django_db
UNSEEN = "都兰补考不及格。"  # a name that the detectors are documented to miss


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def press_publish(who: User, page: ArticlePage) -> str:
    client = signed_in(who)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return said(client, client.post(address, page_form(client, page, **{"action-publish": "1"})))


def copied(page: ArticlePage, by: User, slug: str = "copied", **more: str) -> ArticlePage:
    given = {"new_title": "副本", "new_slug": slug, "new_parent_page": page.get_parent().pk, **more}
    client = signed_in(by)
    said(client, client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), given))
    return ArticlePage.objects.get(slug=slug)


def test_who_wrote_the_original_does_not_release_a_copy_by_a_colleague() -> None:
    mine = article(slug="own", live=False)
    draft(mine, UNSEEN, by=reviewer())
    copy = copied(mine, editor())
    assert OWN in press_publish(reviewer(), copy)
    assert public(copy) == ""
    press_publish(colleague(), copy)
    assert "都兰" in public(copy)


def test_nor_a_copy_of_the_copy_nor_once_the_original_is_deleted() -> None:
    mine = article(slug="own", live=False)
    draft(mine, UNSEEN, by=reviewer())
    again = copied(copied(mine, editor()), editor(), slug="again")
    mine.delete()
    assert OWN in press_publish(reviewer(), again)


def test_nor_a_page_that_was_copied_with_the_section_above_it() -> None:
    mine = article(slug="own", live=False)
    draft(mine, UNSEEN, by=reviewer())
    above = mine.get_parent()
    client = signed_in(editor())
    given = {"new_title": "副本", "new_slug": "twice", "new_parent_page": above.get_parent().pk, "copy_subpages": "on"}
    said(client, client.post(reverse("wagtailadmin_pages:copy", args=[above.pk]), given))
    copy = ArticlePage.objects.exclude(pk=mine.pk).get(slug="own")
    assert authors(copy) == {editor().pk, reviewer().pk}


def test_who_wrote_what_is_public_may_release_a_copy_of_it() -> None:
    """Two people released it already."""
    page = released()
    draft(page, CLEAN + "再交材料。", by=reviewer()).publish(user=colleague())
    copy = copied(ArticlePage.objects.get(pk=page.pk), editor())
    press_publish(reviewer(), copy)
    assert "再交材料" in public(copy)


def test_once_a_copy_was_released_it_has_authors_of_its_own() -> None:
    mine = article(slug="own", live=False)
    draft(mine, UNSEEN, by=reviewer())
    copy = copied(mine, editor())
    press_publish(colleague(), copy)
    draft(copy, "办完来取。")
    press_publish(reviewer(), copy)
    assert "办完来取" in public(copy)


def test_the_same_of_a_disclosure() -> None:
    original = fee()
    fee_draft(original, "每天两课时", by=reviewer())
    names, client = FeeItem.snippet_viewset.get_url_name, signed_in(editor())
    form = fee_form(client, original, item="新收费", scope="每天两课时")
    said(client, client.post(reverse(names("copy"), args=[original.pk]), form))
    copy, me = FeeItem.objects.get(item="新收费"), signed_in(reviewer())
    answer = me.post(reverse(names("edit"), args=[copy.pk]), fee_form(me, copy, **{"action-publish": "1"}))
    assert OWN in said(me, answer)
    assert not FeeItem.objects.get(pk=copy.pk).live


def restored(page: ArticlePage, old: Any, text: str) -> None:
    """By the editor, in the admin."""
    client = signed_in(editor())
    given: dict[str, Any] = page_form(client, page, revision=str(old.pk))
    given["body-0-value"] = new_page_form(text)["body-0-value"]
    said(client, client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), given))


def test_who_wrote_an_older_draft_does_not_release_it_when_a_colleague_brings_it_back() -> None:
    page = released()
    old = draft(page, UNSEEN, by=reviewer())
    draft(page, "办完来取。").publish(user=colleague())
    page.refresh_from_db()
    restored(page, old, UNSEEN)
    assert OWN in press_publish(reviewer(), page)
    assert "都兰" not in public(page)
    press_publish(colleague(), page)
    assert "都兰" in public(page)


def test_who_only_pressed_publish_on_it_back_then_may_release_it_again() -> None:
    page = released()
    old = draft(page, "先来取号。")
    press_publish(reviewer(), page)  # the button saves the draft once more
    draft(page, "办完来取。").publish(user=colleague())
    page.refresh_from_db()
    restored(page, old, "先来取号。")
    assert authors(page) == {editor().pk}


def test_a_reviewer_whose_grant_ended_while_the_session_is_open_releases_nothing() -> None:
    page, me = released(), signed_in(reviewer())
    draft(page, CLEAN + "再交材料。")
    form = page_form(me, page, **{"action-publish": "1"})
    RoleGrant.objects.filter(user=reviewer()).update(ends_on=timezone.localdate() - timedelta(days=1))  # midnight
    me.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert "再交材料" not in public(page)
    gone = User.objects.get(username=Role.PAGE_REVIEWER)
    with pytest.raises(PublicationRefused, match="您今天没有网页审核的角色"):
        page.get_latest_revision().publish(user=gone)


def test_who_has_another_role_releases_nothing_whatever_group_he_is_in() -> None:
    page, somebody = released(), person(Role.EDITOR, username="somebody")
    somebody.groups.add(Group.objects.get(name="网页审核"))
    revision = draft(page, CLEAN + "再交材料。")
    with pytest.raises(PublicationRefused, match="您今天没有网页审核的角色"):
        revision.publish(user=somebody)
