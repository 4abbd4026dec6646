"""What a document is called and holds was released with the page that offers it: one person changes neither."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import PageViewRestriction, Revision

from home.models import ArticlePage, Release
from home.publishing.adopting import adopt_files
from home.publishing.authors import file_authors
from home.publishing.files import states_of
from home.publishing.refusals import PublicationRefused
from portal.accounts.models import User
from portal.privacy.files.models import HeldFile
from tests.portal.privacy.files.library import add, form, word
from tests.publishing import colleague, draft, editor, public, released, reviewer, said

pytestmark = pytest.mark.django_db
UNSEEN = "都兰的补考成绩"  # a name that the detectors are documented to miss
Document = get_document_model()


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "media"


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def uploaded(by: User | None = None) -> Any:
    add(signed_in(by or editor()), word(), title="通知")
    return Document.objects.latest("pk")


def offering(document: Any, page: ArticlePage | None = None, **fields: Any) -> Revision:
    """A draft of a page with ``document`` to download, by the editor."""
    latest = (page or released()).get_latest_revision_as_object()
    latest.body = [("file", {"document": document, "note": ""})]
    for name, value in fields.items():
        setattr(latest, name, value)
    revision: Revision = latest.save_revision(user=editor())
    return revision


@pytest.fixture
def document() -> Any:
    return uploaded()


@pytest.fixture
def page(document: Any) -> ArticlePage:
    """A public page that offers ``document``."""
    revision = offering(document)
    revision.publish(user=reviewer())
    return ArticlePage.objects.get(pk=revision.object_id)


def swap(client: Client, document: Any, title: str = UNSEEN) -> Any:
    return client.post(reverse("wagtaildocs:edit", args=[document.pk]), form(word("都兰补考不及格。"), title=title))


def is_as_it_was(document: Any) -> bool:
    document.refresh_from_db()
    with document.file.open("rb") as content:
        return document.title == "通知" and "都兰" not in "".join(
            each.text for each in docx.Document(content).paragraphs
        )


def publish(client: Client, page: ArticlePage) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return said(client, client.post(f"{address}?id={page.pk}&next=/admin/", {}))


def test_while_a_page_is_for_a_few_its_document_stays_as_it_is(page: ArticlePage, document: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="abc")
    assert swap(signed_in(reviewer()), document).status_code == 200  # the form again, with the reason
    assert is_as_it_was(document)


def test_the_file_alone_waits_for_two_people(page: ArticlePage, document: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="abc")
    swap(signed_in(reviewer()), document, title="通知")
    assert is_as_it_was(document)
    assert HeldFile.objects.get().document == document


def test_between_approval_and_its_day_the_document_stays_as_it_is(document: Any) -> None:
    offering(document, go_live_at=timezone.now() + timedelta(days=1)).publish(user=reviewer())
    swap(signed_in(editor()), document)
    assert is_as_it_was(document)


def test_a_draft_alone_holds_no_document(document: Any) -> None:
    offering(document)
    swap(signed_in(editor()), document)
    assert not is_as_it_was(document)


def test_a_schedule_is_cancelled_when_the_document_is_another_on_the_day(document: Any) -> None:
    revision = offering(document, go_live_at=timezone.now() + timedelta(days=1))
    revision.publish(user=reviewer())
    Document.objects.filter(pk=document.pk).update(title=UNSEEN)
    revision.refresh_from_db()
    revision.content["go_live_at"] = None
    Revision.objects.filter(pk=revision.pk).update(content=revision.content, approved_go_live_at=timezone.now())
    call_command("publish_scheduled")
    assert UNSEEN not in public(ArticlePage.objects.get(pk=revision.object_id))
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_page_that_was_taken_down_comes_back_with_the_documents_it_had(page: ArticlePage, document: Any) -> None:
    me = signed_in(reviewer())
    page.unpublish(user=reviewer())
    publish(me, page)
    assert "通知" in public(page)


def test_who_changed_a_document_meanwhile_does_not_bring_the_page_back(page: ArticlePage, document: Any) -> None:
    me, other = signed_in(reviewer()), signed_in(colleague())
    page.unpublish(user=reviewer())
    swap(me, document)
    assert "您自己上传或改过的文件" in publish(me, page)
    assert public(page) == ""
    publish(other, page)
    assert UNSEEN in public(page)  # two people have seen it


def test_who_changed_a_document_after_the_draft_was_written_does_not_release_it(document: Any) -> None:
    revision = offering(document)
    swap(signed_in(reviewer()), document)
    with pytest.raises(PublicationRefused, match="您自己上传或改过的文件"):
        revision.publish(user=reviewer())
    revision.publish(user=colleague())
    assert UNSEEN in public(ArticlePage.objects.get(pk=revision.object_id))


def test_who_uploaded_a_document_does_not_release_it() -> None:
    revision = offering(uploaded(reviewer()))
    with pytest.raises(PublicationRefused, match="您自己上传或改过的文件"):
        revision.publish(user=reviewer())


def test_the_record_of_a_release_lists_what_it_offers(page: ArticlePage, document: Any) -> None:
    assert file_authors(page) == set()
    assert [each[:3] for each in Release.objects.last().files] == [["wagtaildocs.document", str(document.pk), "通知"]]


def check() -> str:
    out = StringIO()
    try:
        call_command("check_published", stdout=out)
    except CommandError:
        return out.getvalue()
    return ""


def test_the_check_finds_a_document_changed_past_its_form(page: ArticlePage, document: Any) -> None:
    assert check() == ""
    Document.objects.filter(pk=document.pk).update(file_hash="0" * 40)
    assert "没有对应的发布记录" in check()


def test_a_file_that_two_people_put_in_the_place_of_a_public_one_is_known_to_the_check(
    page: ArticlePage, document: Any, django_capture_on_commit_callbacks: Any
) -> None:
    swap(signed_in(editor()), document, title="通知")
    held = HeldFile.objects.get()
    signed_in(editor()).post(reverse("held_files:deed", args=[held.key, "as_it_is"]))
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(reviewer()).post(reverse("held_files:deed", args=[held.key, "release"]))
    assert not is_as_it_was(document)
    assert check() == ""


def test_an_upgrade_puts_nothing_into_doubt(page: ArticlePage, document: Any) -> None:
    planned = offering(document, page, go_live_at=timezone.now() + timedelta(days=1), intro="到时再说。")
    planned.publish(user=reviewer())
    Release.objects.update(files=None)
    assert check() == ""  # as the records of an older version stand
    assert adopt_files() == 2
    assert not Release.objects.filter(files__isnull=True).exists()
    assert check() == ""
    assert Release.objects.get(how=Release.How.SCHEDULED).files == states_of(page)
    assert adopt_files() == 0


def test_saving_the_public_content_once_more_vouches_for_no_changed_document(page: ArticlePage, document: Any) -> None:
    Document.objects.filter(pk=document.pk).update(title=UNSEEN)
    same = ArticlePage.objects.get(pk=page.pk)
    same.save_revision(user=editor()).publish(user=reviewer())
    assert "没有对应的发布记录" in check()


def test_pages_without_files_know_of_none() -> None:
    page = released(slug="plain")
    draft(page, "办完来取。").publish(user=reviewer())
    assert [each.files for each in Release.objects.filter(object_id=page.pk)] == [[], []]
