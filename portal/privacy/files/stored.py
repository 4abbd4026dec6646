"""Bytes that may be public go into the library: a document's file, an image and its renditions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction


def put_document(document: Any, content: File[bytes]) -> Any:
    """Saves ``document`` with this file; the bytes it had before are deleted once that is certain."""
    before, storage = (document.file.name, document.file.storage) if document.file else ("", None)
    document.file.save(str(content.name), content, save=False)
    document._set_document_file_metadata()
    document.save()
    document.file.close()
    if storage is not None:
        transaction.on_commit(lambda: storage.delete(before))
    return document


def replace_image(image: Any, path: Path) -> None:
    """The picture at ``path`` takes the place of the image's pixels, in every size that was made of them."""
    before, storage = image.file.name, image.file.storage
    with path.open("rb") as content:
        image.file.save(Path(before).name, File(content), save=False)
        image._set_image_file_metadata()
        for side in ("x", "y", "width", "height"):  # a focus may lie outside the new size
            setattr(image, f"focal_point_{side}", None)
        image.save()
    renditions = list(image.renditions.all())
    for rendition in renditions:
        rendition.delete()  # deletes its file after the transaction
    transaction.on_commit(lambda: storage.delete(before))
