"""Documents of the portal: what would show a person is held back, with the place where it stands."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Collection

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.privacy.files import sandbox
from tests.portal.privacy.files.documents import phone

pytestmark = pytest.mark.django_db
Document = get_document_model()


@pytest.fixture
def editor(client):
    user = User.objects.create_superuser("editor", password="correct-horse-battery")
    client.force_login(user)
    return user


def upload(text: str, *, author: str = "") -> SimpleUploadedFile:
    made = docx.Document()
    made.add_paragraph(text)
    made.core_properties.author = author
    data = io.BytesIO()
    made.save(data)
    return SimpleUploadedFile("通知.docx", data.getvalue())


def form(file: SimpleUploadedFile, **more: str) -> dict[str, object]:
    return {"title": "通知", "file": file, "collection": Collection.get_first_root_node().pk, "tags": "", **more}


def add_many(client, file):
    return client.post(reverse("wagtaildocs:add_multiple"), {"title": "通知", "files[]": file}).json()


def test_a_document_without_findings_is_stored(client, editor):
    assert add_many(client, upload("报名从三月一日开始"))["success"] is True
    assert Document.objects.get().title == "通知"


def test_a_document_with_a_number_in_its_properties_is_held_back_with_the_place(client, editor):
    answer = add_many(client, upload("报名从三月一日开始", author=phone(1)))
    assert answer["success"] is False
    assert f"文件里有疑似个人信息：文档属性“{phone(1)}”。" in answer["error_message"]
    assert not Document.objects.exists()


def test_a_document_that_cannot_be_read_is_held_back(client, editor):
    answer = add_many(client, SimpleUploadedFile("a.pdf", b"%PDF-1.7 broken"))
    assert answer["error_message"].startswith("文件已损坏或不完整")
    assert not Document.objects.exists()


def test_a_person_who_checked_the_file_can_let_it_through_and_that_is_kept(client, editor):
    held = client.post(reverse("wagtaildocs:add"), form(upload("咨询电话" + phone(1))))
    assert "已打开文件逐处核对" in held.content.decode()
    assert not Document.objects.exists()
    client.post(reverse("wagtaildocs:add"), form(upload("咨询电话" + phone(1)), confirmed="on"))
    assert Document.objects.get().title == "通知"
    entry = AuditEntry.objects.get(action="document.confirmed")
    assert (entry.actor, phone(1) in str(entry.detail)) == (editor, False)


def test_a_confirmation_that_was_not_needed_is_not_kept(client, editor):
    client.post(reverse("wagtaildocs:add"), form(upload("报名从三月一日开始"), confirmed="on"))
    assert Document.objects.count() == 1
    assert not AuditEntry.objects.filter(action="document.confirmed").exists()


def test_a_new_title_does_not_read_the_file_again(client, editor, monkeypatch):
    add_many(client, upload("报名从三月一日开始"))
    monkeypatch.setattr(sandbox, "run", lambda order: pytest.fail("the file was read"))
    document = Document.objects.get()
    data = {"title": "新的标题", "collection": document.collection_id, "tags": ""}
    client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)
    assert Document.objects.get().title == "新的标题"
