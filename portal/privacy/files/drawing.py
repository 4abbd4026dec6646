"""A page of a PDF or a picture as a person sees it, and where ranges of its text stand. Runs in the child process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from portal.privacy.files.kinds import FileKind
from portal.privacy.files.refusals import FileRefused, Reason

if TYPE_CHECKING:
    from PIL import Image

SHOWN_DPI = 100
SHOWN_SIDE = 1600  # pixels of the longer side of a picture on the screen
QUALITY = 75
Box = tuple[float, float, float, float]
SAME_LINE = 0.6  # of the lower box's height


def draw(source: Path, kind: FileKind, page: int, target: Path) -> int:
    """Writes the page (from 1) as a jpeg to ``target``; returns how many pages there are. Raises FileRefused."""
    image, pages = _of_pdf(source, page) if kind is FileKind.PDF else _of_picture(source, page)
    image.save(target, "JPEG", quality=QUALITY)
    return pages


def _of_pdf(source: Path, page: int) -> tuple[Image.Image, int]:
    pages = import_module("portal.privacy.files.pages")
    with pages.drawn(source) as document:
        if page not in range(1, len(document) + 1):
            raise FileRefused(Reason.BAD_BOX)
        one = pages.Page(document, page - 1)
        try:
            return one.picture(dpi=SHOWN_DPI), len(document)
        finally:
            one.close()


def _of_picture(source: Path, page: int) -> tuple[Image.Image, int]:
    pictures = import_module("portal.privacy.files.pictures")
    if page != 1:
        raise FileRefused(Reason.BAD_BOX)
    image = pictures.pixels(pictures.opened(source.read_bytes()))
    image.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    return image, 1


def boxes(source: Path, kind: FileKind, spans: Iterable[list[int]]) -> list[list[Box]]:
    """For each [page from 0, start, end] of the text of a PDF: its boxes on the shown page, one a line."""
    wanted = list(spans)
    if kind is not FileKind.PDF:
        return [[] for _span in wanted]
    pages = import_module("portal.privacy.files.pages")
    found: list[list[Box]] = [[] for _span in wanted]
    with pages.drawn(source) as document:
        for number in sorted({page for page, _start, _end in wanted}):
            one = pages.Page(document, number)
            for index, (page, start, end) in enumerate(wanted):
                if page == number:
                    found[index] = list(joined(one.boxes(start, end)))
            one.close()
    return found


def joined(letters: Iterable[Box]) -> Iterator[Box]:
    """Boxes of neighbouring letters on one line as one, kept within the page."""
    current: Box | None = None
    for box in letters:
        left, top, right, bottom = (min(max(side, 0.0), 1.0) for side in box)
        if right <= left or bottom <= top:
            continue
        if current is not None and _on_one_line(current, (left, top, right, bottom)):
            current = (min(current[0], left), min(current[1], top), max(current[2], right), max(current[3], bottom))
            continue
        if current is not None:
            yield current
        current = (left, top, right, bottom)
    if current is not None:
        yield current


def _on_one_line(one: Box, other: Box) -> bool:
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    near = other[0] - one[2] < 3 * (other[3] - other[1]) and one[0] - other[2] < 3 * (other[3] - other[1])
    return near and overlap > SAME_LINE * min(one[3] - one[1], other[3] - other[1])
