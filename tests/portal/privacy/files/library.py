"""Uploads as the admin sends them, and the people who handle them."""

from __future__ import annotations

import io
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection

from home.models import SectionPage
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.privacy.files.models import HeldFile
from tests import factories as f
from tests.home.factories import article

OPEN = "报名从三月一日开始"


def two_people() -> tuple[User, User]:
    """An editor and a reviewer of pages."""
    return f.person(Role.EDITOR, f.bureau()), f.person(Role.PAGE_REVIEWER, f.bureau())


def word(text: str = OPEN, *, author: str = "", name: str = "通知.docx") -> SimpleUploadedFile:
    """A docx as Word writes it: without the thumbnail of the library's own template."""
    made = docx.Document()
    made.add_paragraph(text)
    made.core_properties.author = author
    for relation in list(made.part.package.rels.values()):
        if relation.reltype.endswith("/thumbnail"):
            del made.part.package.rels[relation.rId]
    data = io.BytesIO()
    made.save(data)
    return SimpleUploadedFile(name, data.getvalue())


def photo(text: str = "", *, name: str = "操场.jpg", kind: str = "JPEG") -> SimpleUploadedFile:
    exif = Image.Exif()
    if text:
        exif[0x010E] = text
    data = io.BytesIO()
    Image.new("RGB", (120, 80), "green").save(data, kind, exif=exif)
    return SimpleUploadedFile(name, data.getvalue(), f"image/{kind.lower()}")


def form(file: SimpleUploadedFile, **more: Any) -> dict[str, Any]:
    return {"title": "通知", "file": file, "collection": Collection.get_first_root_node().pk, "tags": "", **more}


def add(client: Any, file: SimpleUploadedFile, **more: Any) -> Any:
    return client.post(reverse("wagtaildocs:add"), form(file, **more))


def add_many(
    client: Any, file: SimpleUploadedFile, *, title: str = "通知", what: str = "wagtaildocs"
) -> dict[str, Any]:
    """The page for several files, which takes one at a time."""
    answer: dict[str, Any] = client.post(reverse(f"{what}:add_multiple"), {"title": title, "files[]": file}).json()
    return answer


def held(client: Any, file: SimpleUploadedFile) -> HeldFile:
    """Uploaded and kept back."""
    add(client, file)
    return HeldFile.objects.latest("pk")


def linked(document: Any, *, live: bool = True) -> Any:
    """A page with the document to download on it, public or a draft."""
    body = [("file", {"document": document, "note": ""})]
    return article(SectionPage.objects.first(), slug=f"file-{document.pk}", body=body, live=live)


def code(client: Any, document: Any) -> int:
    """What a reader of the site gets for the document's address."""
    response = client.get(document.url)
    if response.streaming:
        b"".join(response.streaming_content)  # read to its end, the test client closes the file
    return int(response.status_code)
