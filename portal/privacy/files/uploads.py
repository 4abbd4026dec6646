"""Uploads of the admin: documents are read in every layer, pictures are made anew, titles and names are looked at.

A document in which nothing was found, and of which everything was read, is public at once. Every other one is kept in
private and waits for two people (``holding``). Errors are HTML that is safe: one of Wagtail's pages inserts them as it
gets them, and a file's text must never become a part of that page.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.models import Collection
from wagtail.utils.file import hash_filelike

from portal.privacy import marks
from portal.privacy.files import official, references
from portal.privacy.files.cleaning import clean
from portal.privacy.files.findings import Report, report
from portal.privacy.files.holding import hold, is_barred, neutral
from portal.privacy.files.image_field import OpenedImageField
from portal.privacy.files.inspection import inspect
from portal.privacy.files.models import ClearedFile, HeldFile
from portal.privacy.files.refusals import FileRefused
from portal.privacy.spans import Span

SHOWN = 5  # places named in one sentence
TITLE_STAYS = _lazy(
    "这个文档已经在公开的页面里，读者看得见它的标题。要改标题，请作为新文档上传，再在页面里换上，由另一位同事审定。"
)
IMAGE_STAYS = _lazy("这张图片已经在公开的页面里。请作为新图片上传，再在页面里换上，由另一位同事审定。")


if TYPE_CHECKING:
    Base = forms.ModelForm[Any]
else:
    Base = forms.ModelForm


class _NamedForm(Base):
    """Looks at the title and the file's name; ``new_file`` decides about the file itself.

    What something public, or approved for a day, refers to was released by two people as it is: one alone changes
    neither file nor title.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.person = kwargs.get("user")  # the base takes it out to ask for permissions
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        upload = cleaned.get("file") if "file" in self.changed_data else None
        said = found_in_words(str(cleaned.get("title", ""))) if "title" in self.changed_data or upload else []
        if said:
            told = _("标题里有疑似个人信息：%(words)s。请改写标题。") % {"words": _listed(said)}
            self.add_error("title", format_html("{}", told))
            if upload:  # Wagtail would keep the file aside, to be made public without this form
                self.add_error("file", format_html("{}", told))
        elif upload:
            upload.name = neutral(str(upload.name), found_in_words(PurePath(str(upload.name)).stem))
            self.new_file(upload, cleaned)
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """The model finds the name of a refused file empty and says so; one sentence on the file is enough."""
        said = dict(getattr(error, "error_dict", {}))
        if field is None and said and self.has_error("file"):
            said.pop("file", None)
            error = ValidationError(said)
            if not said:
                return
        super().add_error(field, error)

    def new_file(self, upload: File[bytes], cleaned: dict[str, Any]) -> None:
        raise NotImplementedError

    def _is_released(self) -> bool:
        return bool(self.instance.pk) and references.is_released(self.instance)


class CheckedDocumentForm(_NamedForm, BaseDocumentForm):
    """Keeps back what a person has to look at, and says where that person goes on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "document")

    def clean_title(self) -> str:
        """Raises ValidationError for a new title of what is public: the second person released it under the old one."""
        title: str = self.cleaned_data["title"]
        if "title" in self.changed_data and self._is_released():
            raise ValidationError(TITLE_STAYS)
        return title

    def new_file(self, upload: File[bytes], cleaned: dict[str, Any]) -> None:
        try:
            found = inspected(upload)
        except FileRefused as error:
            self.add_error("file", format_html("{}", str(error)))
            return
        upload.seek(0)
        hash_ = hash_filelike(upload)
        upload.seek(0)
        if found.needs_a_person or is_barred(hash_) or self._is_released():
            self.add_error("file", told(self._held(upload, cleaned, found), found, is_public=self._is_released()))
        else:
            ClearedFile.objects.get_or_create(file_hash=hash_, defaults={"how": ClearedFile.How.READ})

    def _held(self, upload: File[bytes], cleaned: dict[str, Any], found: Report) -> HeldFile:
        held = HeldFile(
            title=cleaned.get("title") or PurePath(str(upload.name)).stem,
            name=str(upload.name)[-120:],
            collection=cleaned.get("collection") or Collection.get_first_root_node(),
            document=self.instance if self.instance.pk else None,
            uploaded_by=self.person,
        )
        return hold(upload, held, found)


class CheckedImageForm(_NamedForm, BaseImageForm):
    """An image is made anew from its upright pixels before anything is stored: no place, no thumbnail, no author."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:  # the page for several leaves it out once the file is there
            self.fields["file"] = OpenedImageField.like(self.fields["file"])
        _offer(self, "image")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        about = str(cleaned.get("description", "") or "")
        if said := found_in_words(about):
            told_ = _("图片说明里有疑似个人信息：%(words)s。请改写。") % {"words": _listed(said)}
            self.add_error("description", format_html("{}", told_))
        return cleaned

    def new_file(self, upload: File[bytes], cleaned: dict[str, Any]) -> None:
        if self._is_released():
            self.add_error("file", format_html("{}", IMAGE_STAYS))
            return
        try:
            fresh = made_anew(upload)
        except FileRefused as error:
            self.add_error("file", format_html("{}", str(error)))
            return
        cleaned["file"] = self.files[self.add_prefix("file")] = fresh


class CheckedAvatarForm(AvatarPreferencesForm):
    """The picture of a member of staff lies among the public media: pixels alone, under a name that says nothing."""

    def clean_avatar(self) -> Any:
        upload = self.cleaned_data.get("avatar")
        if upload and self.add_prefix("avatar") in self.files:
            try:
                fresh = made_anew(upload)
            except FileRefused as error:
                raise ValidationError(str(error)) from error
            fresh.name = f"picture{PurePath(str(upload.name)).suffix.lower()}"
            self.cleaned_data["avatar"] = fresh
        return super().clean_avatar()


def _offer(form: Any, kind: str) -> None:
    """On the form of what is in the library: the way to cover something in it."""
    if "file" in form.fields and form.instance.pk:
        address = reverse("held_files:take", args=[kind, form.instance.pk])
        form.fields["file"].help_text = format_html(
            '{} <a href="{}">{}</a>', form.fields["file"].help_text, address, _("遮盖其中一部分内容")
        )


def found_in_words(text: str) -> list[Span]:
    """Marks in a title or a name; longer texts than the detectors take are no title."""
    people = official.people()
    return marks.find(text[: marks.LONGEST], official_phones=people.official_phones, rules=people.rules)


def _listed(spans: Iterable[Span]) -> str:
    return "、".join(dict.fromkeys(f"“{span.text}”" for span in spans))


def _spooled(upload: File[bytes], folder: str) -> Path:
    path = Path(folder) / f"upload{PurePath(str(upload.name)).suffix.lower()}"
    upload.seek(0)
    with path.open("wb") as target:
        for block in upload.chunks():
            target.write(block)
    upload.seek(0)
    return path


def inspected(upload: File[bytes]) -> Report:
    """What is in the file. Raises FileRefused."""
    with tempfile.TemporaryDirectory() as folder:
        path = _spooled(upload, folder)
        return report(inspect(path, people=official.people()), path, with_boxes=True)


def made_anew(upload: File[bytes]) -> SimpleUploadedFile:
    """The picture from its pixels, under the same name. Raises FileRefused."""
    with tempfile.TemporaryDirectory() as folder:
        path = _spooled(upload, folder)
        target = path.with_name(f"copy{path.suffix}")
        clean(path, target, people=official.people())
        kind = "image/png" if path.suffix == ".png" else "image/jpeg"
        return SimpleUploadedFile(str(upload.name), target.read_bytes(), kind)


def told(held: HeldFile, found: Report, *, is_public: bool = False) -> SafeString:
    """Why the file is not public yet, and the way on. ``is_public``: it would take the place of a public one."""
    return format_html(
        '{} <a href="{}">{}</a>',
        reasons(found, is_public=is_public),
        reverse("held_files:held", args=[held.key]),
        _("打开逐处处理"),
    )


def reasons(found: Report, *, is_public: bool) -> str:
    """In one sentence: the places of what was found, or what a person must look at."""
    if not found.needs_a_person and is_public:
        return _("这个文档已经在公开的页面里，换文件要另一位同事审定。文件已经收下，还没有公开。")
    if not found.needs_a_person:
        return _("内容相同的文件收回过，要有人再看一遍。文件已经收下，还没有公开。")
    places = [f"{place}“{group.text.strip()}”" for group in found.groups for place in group.places]
    if places:
        more = _("等%(count)d处") % {"count": len(places)} if len(places) > SHOWN else ""
        said = _("文件里有疑似个人信息：%(places)s%(more)s。文件已经收下，还没有公开。")
        return said % {"places": "、".join(places[:SHOWN]), "more": more}
    if found.concealed:
        hidden = "、".join(dict.fromkeys(found.concealed[:SHOWN]))
        return _("文件里有读者看不见的内容：%(places)s。文件已经收下，还没有公开。") % {"places": hidden}
    return _("%(unread)s文件已经收下，还没有公开。") % {"unread": "".join(found.unread[:2])}
