"""Editors write, reviewers publish; the groups follow the role grants."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.editors import EDITORS, REVIEWERS, ensure_groups, sync_groups
from home.four_eyes import wrote
from home.models import ArticlePage, FeeItem
from home.publishing.refusals import PublicationRefused
from portal.accounts.models import RoleGrant, User
from portal.accounts.roles import Role
from tests.factories import person
from tests.home.factories import article, fee, home_page

pytestmark = pytest.mark.django_db


def names(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True)) & {EDITORS, REVIEWERS}


def test_editor_may_write_pages_but_not_publish_them() -> None:
    page = article()
    editor = page.permissions_for_user(person(Role.EDITOR))
    reviewer = page.permissions_for_user(person(Role.PAGE_REVIEWER))
    assert (editor.can_edit(), editor.can_publish()) == (True, False)
    assert (reviewer.can_edit(), reviewer.can_publish()) == (True, True)


def test_editor_may_draft_disclosures_but_not_publish_them() -> None:
    editor, reviewer = person(Role.EDITOR), person(Role.PAGE_REVIEWER)
    assert (editor.has_perm("home.add_feeitem"), editor.has_perm("home.publish_feeitem")) == (True, False)
    assert reviewer.has_perm("home.publish_feeitem")


def test_other_staff_edit_nothing() -> None:
    handler = person(Role.HANDLER)
    assert not article().permissions_for_user(handler).can_edit()
    assert not handler.has_perm("home.change_feeitem")


def test_groups_follow_grants() -> None:
    user = person(Role.EDITOR)
    assert names(user) == {EDITORS}
    RoleGrant.objects.get(user=user).delete()
    assert names(user) == set()


def test_delegation_that_ended_counts_no_more_after_the_next_login(client: Client) -> None:
    user = person(Role.PAGE_REVIEWER)
    yesterday = timezone.localdate() - timedelta(days=1)
    RoleGrant.objects.filter(user=user).update(ends_on=yesterday)
    client.login(username=user.username, password="correct-horse-battery")
    assert names(user) == set()


def test_deleting_a_person_deletes_the_grants_without_complaint() -> None:
    person(Role.EDITOR).delete()
    assert User.objects.count() == 0


def test_running_twice_changes_nothing_and_leaves_no_unreviewed_way_to_publish() -> None:
    before = Workflow.objects.count()
    ensure_groups()
    assert Workflow.objects.count() == before
    assert not Group.objects.filter(name__in=("Editors", "Moderators")).exists()
    assert home_page().get_workflow().name == "网页审核"


def test_somebody_without_grant_is_in_no_group() -> None:
    user = User.objects.create_user("nobody", password="correct-horse-battery")
    sync_groups(user)
    assert names(user) == set()


def test_admin_lists_and_edits_disclosures_without_a_field_for_the_publication_date(client: Client) -> None:
    item = fee()
    client.force_login(person(Role.EDITOR))
    listing = client.get(reverse(FeeItem.snippet_viewset.get_url_name("list")))
    assert item.item in listing.content.decode()
    form = client.get(reverse(FeeItem.snippet_viewset.get_url_name("edit"), args=[item.pk])).content.decode()
    assert 'name="made_on"' in form
    assert 'name="published_on"' not in form
    assert 'name="action-publish"' not in form


def test_login_page_carries_the_name_of_the_bureau(client: Client) -> None:
    html = client.get("/admin/login/").content.decode()
    assert "工作人员登录" in html
    assert "Wagtail</title>" not in html


def test_page_cannot_be_moved_onto_an_address_of_the_application(client: Client) -> None:
    page = article(slug="letters")
    client.force_login(User.objects.create_superuser("root", password="correct-horse-battery"))
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, home_page().pk]))
    page.refresh_from_db()
    assert page.url_path == "/home/guides/letters/"


def test_editor_finds_a_page_by_part_of_its_title(client: Client) -> None:
    article(title="转学到本区，分四步")
    client.force_login(person(Role.EDITOR))
    assert "转学到本区" in client.get("/admin/pages/search/?q=本区").content.decode()


def publish(client: Client, page: ArticlePage, title: str) -> str:
    """Post the edit form of ``page`` with another title and the publish button; the title that is public afterwards."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = client.get(address).context["form"]
    start = {
        name: value for name, value in form.initial.items() if isinstance(value, str | int) and name in form.fields
    }
    text = streamfield([("text", rich_text("<p>先问学位。</p>"))])
    comments = inline_formset([])
    given = {**start, "title": title, "body": text, "comments": comments, "action-publish": "1"}
    answer = client.post(address, nested_form_data(given))
    assert answer.status_code == 302, answer.context["form"].errors
    page.refresh_from_db()
    return page.title


def live(page: ArticlePage) -> ArticlePage:
    """``page`` as a colleague published it."""
    reviewer = person(Role.PAGE_REVIEWER, username="first-reviewer")
    page.save_revision(user=person(Role.EDITOR, username="writer")).publish(user=reviewer)
    page.refresh_from_db()
    return page


@pytest.mark.parametrize("superuser", [False, True])
def test_who_changes_a_page_does_not_publish_it_and_the_change_is_kept_as_a_draft(
    client: Client, superuser: bool
) -> None:
    page = live(article(title="旧标题"))
    user = person(Role.PAGE_REVIEWER)
    user.is_superuser = superuser
    user.save()
    client.force_login(user)
    assert publish(client, page, "新标题") == "旧标题"
    assert page.get_latest_revision_as_object().title == "新标题"


def test_who_restored_or_wrote_an_earlier_revision_is_an_author_until_the_page_is_published() -> None:
    page = live(article())
    writer, colleague = person(Role.EDITOR), person(Role.PAGE_REVIEWER)
    for user, title in ((writer, "转学三步"), (colleague, "转学四步")):
        page.title = title
        page.save_revision(user=user)
    assert (wrote(writer, page), wrote(colleague, page)) == (True, True)
    page.get_latest_revision().publish(user=person(Role.PAGE_REVIEWER, username="third"))
    page.refresh_from_db()
    assert (wrote(writer, page), wrote(colleague, page)) == (False, False)


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_approves_the_own_text_whatever_roles_are_held(superuser: bool) -> None:
    page = live(article())
    author, colleague = person(Role.PAGE_REVIEWER), person(Role.PAGE_REVIEWER, username="colleague")
    author.is_superuser = superuser
    page.title = "转学四步"
    page.save_revision(user=author)
    state = page.get_workflow().start(page, author)
    task = state.current_task_state.task.specific
    assert {name for name, _label, _modal in task.get_actions(page, author)} == {"reject"}
    assert {name for name, _label, _modal in task.get_actions(page, colleague)} == {"reject", "approve"}
    with pytest.raises(PublicationRefused, match="您自己写过或改过"):
        task.on_action(state.current_task_state, author, "approve")
    task.on_action(state.current_task_state.specific, colleague, "approve")
    page.refresh_from_db()
    assert not page.has_unpublished_changes


def test_several_pages_at_once_are_no_way_around(client: Client) -> None:
    page = article(live=False)
    reviewer = person(Role.PAGE_REVIEWER)
    page.save_revision(user=reviewer)
    client.force_login(reviewer)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{address}?id={page.pk}&next=/admin/", {"include_descendants": "on"})
    client.post(f"{address}?id={page.get_parent().pk}&next=/admin/", {"include_descendants": "on"})
    page.refresh_from_db()
    assert not page.live
    client.force_login(person(Role.PAGE_REVIEWER, username="colleague"))
    client.post(f"{address}?id={page.pk}&next=/admin/", {})
    page.refresh_from_db()
    assert page.live
