"""Documents and images: their titles and file names are public with every page that offers them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage

from home.publishing.leaves import Leaf, plain

FORMS = ((AbstractDocument, "wagtaildocs:edit"), (AbstractImage, "wagtailimages:edit"))


def leaves_of_file(value: Model, label: str, path: str) -> Iterator[Leaf]:
    """Title, file name and description of a document or image; nothing for other rows: they are public on their own."""
    for kind, route in FORMS:
        if isinstance(value, kind):
            address = reverse(route, args=[value.pk])
            for what, text in _texts(value):
                leaf = plain(_("%(place)s的%(what)s") % {"place": label, "what": what}, path, text, None)
                leaf.address, leaf.item = address, value
                yield leaf


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    yield _("文件标题"), value.title
    yield _("文件名"), PurePath(value.filename).stem
    description = getattr(value, "description", "")
    if description:
        yield _("图片说明"), description
