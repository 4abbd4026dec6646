"""A jpeg or png made anew from its pixels."""

from __future__ import annotations

from pathlib import Path

from portal.privacy.files import pictures
from portal.privacy.files.edits import Edits
from portal.privacy.files.refusals import FileRefused, Reason


def write(source: Path, target: Path, edits: Edits) -> list[str]:
    """Raises FileRefused when the pixels are damaged, or for a box on any page but the first."""
    if any(page != 0 for page in edits.boxes):
        raise FileRefused(Reason.BAD_BOX)
    kind = "PNG" if target.suffix == ".png" else "JPEG"
    target.write_bytes(pictures.anew(source.read_bytes(), kind=kind, boxes=edits.boxes.get(0, ())))
    return []
