"""Uploads to the library: what nobody has to look at is public at once, the rest waits where no stranger gets."""

from __future__ import annotations

import io
import re
from gettext import GNUTranslations

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from portal.audit.models import AuditEntry
from portal.privacy import document_hooks
from portal.privacy.files import sandbox
from portal.privacy.files.folder import Folder
from portal.privacy.files.models import ClearedFile, HeldFile
from tests.portal.privacy.files.documents import line, pdf, phone
from tests.portal.privacy.files.library import OPEN, add, add_many, code, form, linked, photo, two_people, word

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # Wagtail's thumbnails leave a spool
]
Document, Picture = get_document_model(), get_image_model()


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "media"


@pytest.fixture
def editor(client):
    user, _reviewer = two_people()
    client.force_login(user)
    return user


def test_a_document_without_findings_waits_for_nobody_and_is_public_with_the_page_that_offers_it(client, editor):
    assert add_many(client, word())["success"] is True
    assert ClearedFile.objects.get().how == "read"
    document = Document.objects.get()
    linked(document)
    client.logout()
    assert code(client, document) == 200


def test_a_document_with_a_number_in_its_properties_is_kept_back_with_the_place_and_the_way_on(client, editor):
    answer = add_many(client, word(author=phone(1)))
    assert answer["success"] is False
    assert "允许的扩展" not in answer["error_message"]  # the model's own, about the name of a file that is not there
    assert f"文件里有疑似个人信息：文档属性“{phone(1)}”。" in answer["error_message"]
    assert not Document.objects.exists()
    one = HeldFile.objects.get()
    assert reverse("held_files:held", args=[one.key]) in answer["error_message"]
    assert (one.uploaded_by, one.title, one.name) == (editor, "通知", "通知.docx")
    entry = AuditEntry.objects.get(action="file.held")
    assert (entry.actor, entry.detail, phone(1) in str(entry.target)) == (editor, {"findings": 1}, False)


def test_what_is_kept_back_lies_outside_the_media_and_only_the_portal_reads_it(client, editor, settings):
    add(client, word("电话" + phone(1)))
    original = Folder(HeldFile.objects.get()).original
    assert original.is_relative_to(settings.VAR_DIR)
    assert original.parent.stat().st_mode & 0o077 == 0
    media = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] if settings.MEDIA_ROOT.exists() else []
    assert media == []


def test_the_same_file_uploaded_twice_waits_once(client, editor):
    file = word("电话" + phone(1))
    add(client, file)
    file.seek(0)
    add(client, file)
    assert HeldFile.objects.count() == 1


def test_a_document_with_a_page_no_machine_reads_waits_for_a_person(client, editor):
    """A photograph of a list of pupils holds no text at all."""
    answer = add_many(client, photo(name="名单.jpg"))
    assert "机器不读，请人看过" in answer["error_message"]
    assert HeldFile.objects.count() == 1


def test_a_document_with_hidden_text_in_which_nothing_is_found_waits_as_well(client, editor, tmp_path):
    source = pdf(tmp_path / "a.pdf", [line("open") + line("secret plan", before="1 1 1 rg", y=500)])
    with source.open("rb") as handle:
        answer = add_many(client, type(word())("计划.pdf", handle.read()))
    assert "读者看不见的内容：第1页上看不见的文字" in answer["error_message"]


def test_the_page_says_in_chinese_that_the_file_was_not_taken(client, editor):
    """Wagtail has no Chinese for it."""
    answer = add(client, word("电话" + phone(1))).content.decode()
    assert "文件还没有放进文件库，请看下面的说明。" in answer
    assert "due to errors" not in answer
    assert "Maximum filesize" not in client.get(reverse("wagtailimages:add")).content.decode()


@pytest.mark.parametrize(
    "data", [b"\xff\xd8\xff\xe0" + b"no picture " * 20, b"\x89PNG\r\n\x1a\n" + b"x" * 60, b"GIF89a"]
)
def test_a_damaged_picture_is_refused_with_a_sentence(client, editor, data):
    """Wagtail asks for its size outside its own net."""
    answer = client.post(reverse("wagtailimages:add"), form(SimpleUploadedFile("合影.jpg", data)))
    assert answer.status_code == 200
    assert re.search("[图文][片件像]", "".join(answer.context["form"].errors["file"]))
    assert not get_image_model().objects.exists()


def test_what_is_compiled_says_what_is_written():
    """The program reads the compiled file; people change the other one."""
    (folder,) = settings.LOCALE_PATHS
    written = (folder / "zh_Hans" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    pairs = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', written.replace('\\"', '"'), re.MULTILINE))
    with (folder / "zh_Hans" / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        catalog = GNUTranslations(compiled)
    assert len(pairs) > 10
    assert {original: catalog.gettext(original) for original in pairs} == pairs


def test_a_document_that_cannot_be_read_is_refused_and_not_kept(client, editor):
    answer = add_many(client, type(word())("a.pdf", b"%PDF-1.7 broken"))
    assert answer["error_message"].startswith("文件已损坏或不完整")
    assert not HeldFile.objects.exists()


def test_a_document_with_too_much_to_look_through_is_refused_with_what_to_do_and_its_title_stays(
    client, editor, monkeypatch
):
    """As when the process that looks through it has used up its time."""
    read = sandbox.run
    over = {"refused": "too_much_to_search", "detail": ""}
    monkeypatch.setattr(sandbox, "run", lambda order: over if order["task"] == "search" else read(order))
    answer = add(client, word("报名须知。" * 1300), title="2027年报名须知").content.decode()
    assert "请拆成几份（比如每份100页或3000行以内），分别上传。" in answer
    assert 'value="2027年报名须知"' in answer
    assert not HeldFile.objects.exists()


def test_the_text_of_a_file_cannot_become_a_part_of_the_page(client, editor):
    """Wagtail's page for several files inserts the error as it gets it."""
    answer = add_many(client, word(f"<img src=x onerror=alert(1)>@qq.com 邮箱 x@qq.com {phone(1)}"))
    assert "<img" not in answer["error_message"]


@pytest.mark.parametrize("what", ["wagtaildocs", "wagtailimages"])
def test_a_title_that_names_somebody_is_refused_and_the_file_is_kept_nowhere(client, editor, what, settings):
    """Not even aside, where Wagtail keeps files whose title has to be mended."""
    file = word() if what == "wagtaildocs" else photo()
    answer = add_many(client, file, title=f"王小明的电话{phone(1)}", what=what)
    assert answer["success"] is False
    assert "标题里有疑似个人信息" in answer["error_message"]
    assert not settings.MEDIA_ROOT.exists() or not any(path.is_file() for path in settings.MEDIA_ROOT.rglob("*"))


def test_a_title_cannot_be_changed_to_one_that_names_somebody(client, editor):
    add_many(client, word())
    document = Document.objects.get()
    data = {"title": f"电话{phone(1)}", "collection": document.collection_id, "tags": ""}
    answer = client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)
    assert "标题里有疑似个人信息" in answer.content.decode()
    assert Document.objects.get().title == "通知"


def test_a_file_name_that_names_somebody_is_replaced_by_one_that_says_nothing(client, editor):
    add(client, word(name=f"王小明{phone(1)}.docx"))
    assert phone(1) not in Document.objects.get().filename
    assert Document.objects.get().filename.endswith(".docx")
    add_image(client, photo(name=f"{phone(2)}.jpg"))
    assert phone(2) not in Picture.objects.get().filename


def test_a_new_title_does_not_read_the_file_again(client, editor, monkeypatch):
    add_many(client, word())
    monkeypatch.setattr(sandbox, "run", lambda order: pytest.fail("the file was read"))
    document = Document.objects.get()
    data = {"title": "新的标题", "collection": document.collection_id, "tags": ""}
    client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)
    assert Document.objects.get().title == "新的标题"


def test_a_new_file_with_findings_does_not_take_the_place_of_the_old_one(client, editor):
    add_many(client, word())
    document = Document.objects.get()
    before = document.file_hash
    client.post(reverse("wagtaildocs:edit", args=[document.pk]), form(word("电话" + phone(1))))
    assert Document.objects.get().file_hash == before
    assert HeldFile.objects.get().document == document
    linked(document)
    assert code(client, document) == 200


def add_image(client, file, **more):
    return client.post(reverse("wagtailimages:add"), form(file, **more))


def stored() -> bytes:
    with Picture.objects.get().file.open("rb") as handle:
        return handle.read()


def test_an_image_is_stored_as_its_pixels_upright_and_nothing_else(client, editor):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[0x010E] = phone(1)
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (26.0, 4.0, 30.5), 3: "E", 4: (119.0, 17.0, 45.0)}
    data = io.BytesIO()
    Image.new("RGB", (120, 80), "green").save(data, "JPEG", exif=exif)
    add_image(client, type(word())("操场.jpg", data.getvalue() + b"behind " + phone(2).encode(), "image/jpeg"))
    image = Picture.objects.get()
    assert (image.width, image.height) == (80, 120)
    assert phone(1).encode() not in stored()
    assert phone(2).encode() not in stored()
    assert dict(Image.open(io.BytesIO(stored())).getexif()) == {}


def test_images_from_the_page_for_several_and_from_the_chooser_are_stored_so_as_well(client, editor):
    assert add_many(client, photo(phone(1)), what="wagtailimages")["success"] is True
    assert phone(1).encode() not in stored()
    Picture.objects.all().delete()
    chosen = {f"image-chooser-upload-{name}": value for name, value in form(photo(phone(2))).items()}
    client.post(reverse("wagtailimages_chooser:create"), chosen)
    assert phone(2).encode() not in stored()


def test_a_new_file_for_an_image_is_made_anew(client, editor):
    add_image(client, photo())
    image = Picture.objects.get()
    client.post(reverse("wagtailimages:edit", args=[image.pk]), form(photo(phone(3))))
    assert phone(3).encode() not in stored()


def test_drawings_that_are_programs_are_no_images(client, editor):
    add_image(client, type(word())("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"))
    assert not Picture.objects.exists()


def test_a_description_that_names_somebody_is_refused(client, editor):
    answer = add_image(client, photo(), description=f"家长电话{phone(1)}")
    assert "图片说明里有疑似个人信息" in answer.content.decode()
    assert not Picture.objects.exists()


def test_a_document_that_came_in_past_the_forms_is_read_before_it_is_served(client, db):
    """An import, a script, a restored backup."""
    clean = Document.objects.create(title="通知", file=word(OPEN))
    leaking = Document.objects.create(title="名单", file=word("电话" + phone(1)))
    for document in (clean, leaking):
        linked(document)
    assert code(client, clean) == 200
    assert code(client, leaking) == 404


def test_what_a_person_has_to_look_at_is_not_read_again_for_everybody_who_asks(client, db, monkeypatch):
    leaking = Document.objects.create(title="名单", file=word("电话" + phone(1)))
    linked(leaking)
    assert code(client, leaking) == 404
    monkeypatch.setattr(sandbox, "run", lambda order: pytest.fail("the file was read again"))
    assert code(client, leaking) == 404


def test_who_asks_while_the_file_is_read_is_told_to_come_back(client, db):
    document = Document.objects.create(title="通知", file=word())
    linked(document)
    cache.set(f"file-read:{document.get_file_hash()}", document_hooks.BEING_READ)
    answer = client.get(document.url)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "请过半分钟再试" in answer.content.decode()


def test_bytes_that_were_exchanged_behind_a_document_are_not_served(client, editor):
    add_many(client, word())
    document = Document.objects.get()
    document.file.save("b.docx", word("电话" + phone(1)), save=False)
    document._set_document_file_metadata()
    document.file.close()
    document.save()
    linked(document)
    assert code(client, document) == 404
