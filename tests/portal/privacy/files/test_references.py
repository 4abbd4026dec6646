"""A document or image is public with what refers to it, not by having been uploaded: two people released that."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction, ReferenceIndex
from wagtail.users.models import UserProfile

from home.models import SectionPage
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.privacy.files import holding
from portal.privacy.files.models import ClearedFile, HeldFile
from tests import factories as f
from tests.home.factories import article
from tests.portal.privacy.files.library import add, code, form, linked, photo, two_people, word

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # Wagtail's thumbnails leave a spool
]
Document, Picture = get_document_model(), get_image_model()


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "media"


@pytest.fixture
def people(client) -> tuple[User, User]:
    editor, reviewer = two_people()
    client.force_login(editor)
    return editor, reviewer


@pytest.fixture
def document(client, people):
    """Uploaded by one person; nothing was found in it."""
    add(client, word())
    return Document.objects.get()


@pytest.fixture
def stranger(client, document):
    client.logout()
    return client


def test_an_uploaded_document_is_not_public_by_its_address_alone(stranger, document):
    assert ClearedFile.objects.filter(file_hash=document.file_hash).exists()
    answer = stranger.get(document.url)
    assert answer.status_code == 404
    assert "no-store" in answer["Cache-Control"]


def test_a_draft_releases_nothing_and_its_publication_does(stranger, document):
    Document.objects.update(title="2027年招生公告")
    page = linked(document, live=False)
    assert code(stranger, document) == 404

    page.save_revision(user=f.person(Role.EDITOR, username="writer")).publish(user=f.person(Role.PAGE_REVIEWER))
    assert code(stranger, document) == 200


def test_a_newer_draft_of_a_live_page_releases_nothing(stranger, document):
    page = article()
    page.body = [("file", {"document": document, "note": ""})]
    page.save_revision()
    assert code(stranger, document) == 404


def test_a_link_in_running_text_counts(stranger, document):
    article(body=[("text", f'<p>见<a linktype="document" id="{document.pk}">通知</a>。</p>')])
    assert code(stranger, document) == 200


def test_what_is_taken_down_takes_its_documents_along(stranger, document):
    page = linked(document)
    page.unpublish()
    assert code(stranger, document) == 404


def test_a_page_behind_a_password_makes_nothing_public(stranger, document):
    PageViewRestriction.objects.create(page=linked(document), restriction_type="login")
    assert code(stranger, document) == 404


def test_a_file_that_waits_refers_to_its_document_without_making_it_public(client, people, document):
    client.post(reverse("held_files:take", args=["document", document.pk]))
    holding.propose_as_it_is(HeldFile.objects.get(), people[0])
    holding.release(HeldFile.objects.get(), people[1])
    client.logout()
    assert code(client, document) == 404


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PAGE_REVIEWER])
def test_who_may_use_it_on_a_page_sees_it_before_and_no_cache_keeps_it(client, document, role):
    client.force_login(f.person(role, username="another"))
    answer = client.get(document.url)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content)


def test_other_staff_are_strangers_here(client, document):
    client.force_login(f.person(Role.HANDLER, f.unit()))
    assert code(client, document) == 404


def test_a_document_costs_the_same_queries_however_many_pages_offer_it(stranger, document):
    linked(document)
    with CaptureQueriesContext(connection) as one:
        assert code(stranger, document) == 200
    for number in range(5):
        article(SectionPage.objects.get(), slug=f"more-{number}", body=[("file", {"document": document, "note": ""})])
    with CaptureQueriesContext(connection) as many:
        assert code(stranger, document) == 200
    assert len(many) == len(one)


def test_a_new_file_for_a_public_document_waits_for_another_person(client, people, document):
    """Nothing is found in it; the page was released with the old one."""
    linked(document)
    before = document.file_hash
    answer = client.post(reverse("wagtaildocs:edit", args=[document.pk]), form(word("报名从四月一日开始")))
    assert "这个文档已经在公开的页面里，换文件要另一位同事审定。" in answer.content.decode()
    document.refresh_from_db()
    assert document.file_hash == before
    one = HeldFile.objects.get()
    holding.propose_as_it_is(one, people[0])
    holding.release(one, people[1])
    document.refresh_from_db()
    assert document.file_hash != before
    client.logout()
    assert code(client, document) == 200


def test_the_title_of_a_public_document_stays(client, document):
    linked(document)
    data = {"title": "另一个标题", "collection": document.collection_id, "tags": ""}
    answer = client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)
    assert "要改标题，请作为新文档上传" in answer.content.decode()
    assert Document.objects.get().title == "通知"


def test_a_new_file_for_a_document_that_nothing_offers_takes_its_place_at_once(client, document):
    client.post(reverse("wagtaildocs:edit", args=[document.pk]), form(word("报名从四月一日开始")))
    assert not HeldFile.objects.exists()
    assert ClearedFile.objects.count() == 2


def address(name: str) -> str:
    return reverse("media", args=[name])


@pytest.fixture
def image(client, people):
    client.post(reverse("wagtailimages:add"), form(photo()))
    return Picture.objects.get()


def names(image) -> list[str]:
    return [image.file.name, image.get_rendition("width-60").file.name]


def seen(client, name: str) -> int:
    answer = client.get(address(name))
    if answer.streaming:
        assert answer["Content-Type"] == "image/jpeg"
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def refer(page, image) -> None:
    """As the index says it of a page with an image on it; no block of today's pages takes one."""
    ReferenceIndex.objects.create(
        base_content_type=ReferenceIndex._get_base_content_type(page),
        content_type=page.content_type,
        object_id=str(page.pk),
        to_content_type=ReferenceIndex._get_base_content_type(image),
        to_object_id=str(image.pk),
        model_path="body",
        content_path="body",
        content_path_hash=ReferenceIndex._get_content_path_hash("body"),
    )


def test_an_image_is_seen_by_staff_and_by_nobody_else_until_something_public_shows_it(client, image):
    assert {seen(client, name) for name in names(image)} == {200}
    client.logout()
    assert {seen(client, name) for name in names(image)} == {404}
    page = article()
    refer(page, image)
    assert {seen(client, name) for name in names(image)} == {200}


def test_the_picture_of_a_member_of_staff_is_for_staff(client, people):
    editor, _reviewer = people
    profile = UserProfile.get_for_user(editor)
    profile.avatar.save("me.jpg", photo())
    assert seen(client, profile.avatar.name) == 200
    client.logout()
    assert seen(client, profile.avatar.name) == 404


@pytest.mark.parametrize(
    "name", ["documents/通知.docx", "original_images/none.jpg", "../portal.sqlite3", "images/../../x"]
)
def test_no_other_file_is_served_from_there(client, document, name):
    assert client.get("/media/" + name).status_code == 404


def test_an_image_on_a_public_page_is_not_exchanged_by_one_person(client, image):
    refer(article(), image)
    before = image.file.name
    answer = client.post(reverse("wagtailimages:edit", args=[image.pk]), form(photo("another")))
    assert "请作为新图片上传" in answer.content.decode()
    image.refresh_from_db()
    assert image.file.name == before
