"""A file that waits: one person makes the copy, another releases it; nobody alone, and nothing reaches a stranger."""

from __future__ import annotations

import io

import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.privacy.files import holding
from portal.privacy.files.folder import Folder
from portal.privacy.files.holding import HoldingRefused, Wish
from portal.privacy.files.models import HeldFile
from tests.portal.privacy.files.documents import inflated, line, pdf, phone
from tests.portal.privacy.files.library import add, code, form, held, linked, photo, two_people, word

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


def as_(client, user: User):
    client.force_login(user)
    return client


def screen(one: HeldFile) -> str:
    return reverse("held_files:held", args=[one.key])


def deed(client, one: HeldFile, name: str):
    return client.post(reverse("held_files:deed", args=[one.key, name]), follow=True)


def upload_pdf(tmp_path, *contents: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("名单.pdf", pdf(tmp_path / "a.pdf", contents).read_bytes(), "application/pdf")


def stored(document) -> bytes:
    with document.file.open("rb") as handle:
        return handle.read()


def test_from_the_refusal_to_a_public_copy_in_the_browser_by_two_people(
    client, people, tmp_path, django_capture_on_commit_callbacks
):
    """The whole way, as a person clicks it."""
    editor, reviewer = people
    one = held(client, upload_pdf(tmp_path, line("call " + phone(1))))
    page = client.get(screen(one))
    assert f"<title>{phone(1)}</title>" in page.content.decode()  # the box is drawn already
    client.post(screen(one), {"choice-0": "hide"})
    client.logout()
    assert client.get(screen(one)).status_code == 302
    second = as_(client, reviewer).get(screen(one)).content.decode()
    assert "重新读过一遍，没有发现个人信息" in second
    with django_capture_on_commit_callbacks(execute=True):
        deed(client, one, "release")
    document = Document.objects.get()
    assert (document.title, document.uploaded_by_user) == ("通知", editor)
    linked(document)
    client.logout()
    assert code(client, document) == 200
    (tmp_path / "public.pdf").write_bytes(stored(document))
    assert phone(1).encode() not in inflated(tmp_path / "public.pdf")
    assert not Folder(one).original.exists()
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", "actor__username"))
    assert actions == [
        ("file.held", editor.username), ("file.cleaned", editor.username), ("file.released", reviewer.username),
    ]  # fmt: skip


def test_who_uploaded_or_cleaned_a_file_does_not_release_it_not_even_as_superuser(client, people):
    editor, reviewer = people
    one = held(client, word("电话" + phone(1)))
    chief = User.objects.create_superuser("chief", password="correct-horse-battery")
    as_(client, chief).post(screen(one), {"choice-0": "hide"})
    for user in (editor, chief):
        answer = deed(as_(client, user), one, "release")
        assert "请另一位网页审核的同事审定" in answer.content.decode()
    assert not Document.objects.exists()
    deed(as_(client, reviewer), one, "release")
    assert Document.objects.count() == 1


def test_a_second_editor_does_not_release(client, people):
    one = held(client, word("电话" + phone(1)))
    holding.prepare(one, people[0], Wish())
    other = User.objects.create_user("other", password="correct-horse-battery")
    with pytest.raises(HoldingRefused):
        holding.release(one, other)


def test_nothing_is_released_before_a_copy_was_made_or_the_original_proposed(client, people):
    one = held(client, word("电话" + phone(1)))
    with pytest.raises(HoldingRefused):
        holding.release(one, people[1])


def test_a_file_goes_out_as_it_is_when_one_person_answers_for_it_and_another_releases_it(client, people):
    """The phone of a shop in a public contract, say."""
    one = held(client, word("电话" + phone(1)))
    deed(client, one, "as_it_is")
    second = as_(client, people[1]).get(screen(one)).content.decode()
    assert "里面还有1处疑似个人信息" in second
    assert phone(1) in second
    deed(client, one, "release")
    assert code(client, Document.objects.get()) == 200
    entry = AuditEntry.objects.get(action="file.released")
    assert entry.detail == {"way": "as_it_is", "findings": 1}


def test_what_a_person_keeps_stays_and_the_second_person_is_told(client, people):
    one = held(client, word(f"热线{phone(1)}，手机{phone(2)}"))
    numbers = {group.text: index for index, group in enumerate(holding.report_of(one).groups)}
    client.post(screen(one), {f"choice-{numbers[phone(1)]}": "keep", f"choice-{numbers[phone(2)]}": "hide"})
    second = as_(client, people[1]).get(screen(one)).content.decode()
    assert "里面还有1处疑似个人信息" in second
    deed(client, one, "release")
    import docx

    told = "".join(p.text for p in docx.Document(io.BytesIO(stored(Document.objects.get()))).paragraphs)
    assert phone(1) in told
    assert phone(2) not in told


def test_a_box_that_a_person_draws_removes_what_is_under_it(client, people, tmp_path):
    one = held(client, upload_pdf(tmp_path, line("call " + phone(1)), line("secret plan", y=421)))
    box = {"box-0-page": "2", "box-0-left": "0", "box-0-top": "45", "box-0-right": "100", "box-0-bottom": "55"}
    client.post(screen(one), {"choice-0": "hide", **box})
    data = inflated(Folder(one).copy)
    assert b"secret" not in data
    assert phone(1).encode() not in data
    with pikepdf.open(Folder(one).copy) as copy:
        assert len(copy.pages) == 2


def test_nothing_typed_is_lost_when_a_box_is_wrong(client, people, tmp_path):
    one = held(client, upload_pdf(tmp_path, line("call " + phone(1))))
    sent = {"choice-0": "keep", "box-0-page": "1", "box-0-left": "90", "box-0-top": "1", "box-0-right": "12,5"}
    answer = client.post(screen(one), sent)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "第1个框的数不对" in said
    assert 'value="12,5"' in said
    assert 'name="choice-0" value="keep" checked' in said
    assert not Folder(one).copy.exists()


def test_a_box_on_a_page_that_is_not_there_is_told_in_a_sentence(client, people, tmp_path):
    one = held(client, upload_pdf(tmp_path, line("call " + phone(1))))
    box = {"box-0-page": "9", "box-0-left": "0", "box-0-top": "0", "box-0-right": "10", "box-0-bottom": "10"}
    assert "遮盖框不在页面上" in client.post(screen(one), box).content.decode()


def test_whole_columns_of_a_table_are_masked_with_one_choice(client, people):
    book = openpyxl.Workbook()
    for row in (["姓名", "电话"], ["王小明", phone(1)], ["无名", phone(2)]):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    one = held(client, SimpleUploadedFile("名单.xlsx", data.getvalue()))
    assert "整列逐格打星号" in client.get(screen(one)).content.decode()
    client.post(screen(one), {"columns": "mask"})
    rows = list(openpyxl.load_workbook(Folder(one).copy).active.iter_rows(values_only=True))
    assert rows == [("姓名", "电话"), ("王**", "139****0001"), ("无**", "139****0002")]


def test_a_file_that_is_not_published_is_deleted(client, people, django_capture_on_commit_callbacks):
    one = held(client, word("电话" + phone(1)))
    with django_capture_on_commit_callbacks(execute=True):
        deed(client, one, "drop")
    one.refresh_from_db()
    assert (one.state, one.decided_by) == ("dropped", people[0])
    assert not Folder(one).original.exists()
    assert "已经处理完" in client.get(screen(one)).content.decode()


def test_a_public_document_is_out_of_reach_while_something_in_it_is_covered(client, people):
    add(client, word())
    document = Document.objects.get()
    linked(document)
    client.post(reverse("held_files:take", args=["document", document.pk]))
    one = HeldFile.objects.get()
    assert code(client, document) == 404
    holding.prepare(one, people[0], Wish())
    assert code(client, document) == 404
    holding.release(one, people[1])
    document.refresh_from_db()
    assert code(client, document) == 200
    assert Document.objects.count() == 1


def test_a_public_document_that_was_taken_back_and_dropped_stays_out_of_reach(client, people):
    add(client, word())
    document = Document.objects.get()
    linked(document)
    client.post(reverse("held_files:take", args=["document", document.pk]))
    holding.drop(HeldFile.objects.get(), people[0])
    assert code(client, document) == 404


def test_a_box_on_an_image_of_the_library_removes_the_pixels_in_every_size(client, people):
    client.post(reverse("wagtailimages:add"), form(photo()))
    image = Picture.objects.get()
    before = image.get_rendition("width-60").file.name
    client.post(reverse("held_files:take", args=["image", image.pk]))
    one = HeldFile.objects.get()
    box = {"box-0-page": "1", "box-0-left": "50", "box-0-top": "0", "box-0-right": "100", "box-0-bottom": "100"}
    client.post(screen(one), box)
    image.refresh_from_db()
    with image.file.open("rb") as handle:
        shown = Image.open(handle).convert("L")
        assert shown.crop((66, 6, 114, 74)).getextrema()[1] < 20
        assert shown.crop((0, 0, 54, 80)).getextrema()[0] > 30
    assert (
        image.get_rendition("width-60").file.name != before
        or Image.open(image.get_rendition("width-60").file.path).convert("L").getpixel((50, 20)) < 20
    )
    assert HeldFile.objects.get().state == "released"


def test_pages_and_files_that_wait_are_for_those_who_handle_files_and_never_kept(client, people, tmp_path):
    one = held(client, upload_pdf(tmp_path, line("call " + phone(1))))
    picture = client.get(reverse("held_files:page", args=[one.key, "original", 1]))
    assert picture["Content-Type"] == "image/jpeg"
    assert "no-store" in picture["Cache-Control"]
    assert client.get(reverse("held_files:page", args=[one.key, "original", 2])).status_code == 404
    assert client.get(reverse("held_files:page", args=[one.key, "copy", 1])).status_code == 404
    assert client.get(reverse("held_files:file", args=[one.key, "../original"[3:]])).status_code == 200
    client.logout()
    assert client.get(reverse("held_files:page", args=[one.key, "original", 1])).status_code == 302


def test_a_file_whose_folder_is_gone_says_so(client, people):
    one = held(client, word("电话" + phone(1)))
    Folder(one).remove()
    answer = client.get(screen(one), follow=True)
    assert "原文件已经不在了，请重新上传。" in answer.content.decode()
