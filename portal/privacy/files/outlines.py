"""Letters that are drawn as lines and areas beside the text of a page: shapes of a letter's size in a row."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

Box = tuple[float, float, float, float]  # left, bottom, right, top, in the units of the drawing
SMALLEST, LARGEST = 4.0, 60.0  # of a letter, in points
THIN = 1.5  # a rule of a table
TOUCH = 0.6  # apart at most what belongs to one letter
ROW = 7  # shapes one beside the other: the shortest number is longer
MAX_PIECES = 20_000  # pieces of paths on one page; a page with more is a plan or a map
MAX_RULES = 100  # that pieces are held against
POINT = ctypes.c_float


def are_drawn(objects: Iterable[pdfium.PdfObject]) -> bool:
    """True when the paths among ``objects`` look like a row of letters, or are more than can be looked through."""
    pieces: dict[int, list[Box]] = defaultdict(list)
    count = 0
    for one in objects:
        if one.type == pdfium_c.FPDF_PAGEOBJ_PATH and _is_painted(one):
            for box in _pieces(one):
                pieces[ctypes.addressof(one.container.raw.contents) if one.container else 0].append(box)
                count += 1
                if count > MAX_PIECES:
                    return True
    return any(_is_row(_shapes(boxes)) for boxes in pieces.values())


def _is_painted(path: pdfium.PdfObject) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(path.raw, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(fill.value or stroke.value)


def _pieces(path: pdfium.PdfObject) -> Iterator[Box]:
    """The boxes of the parts of a path that are drawn without lifting the pen."""
    matrix = path.get_matrix()
    x, y = POINT(), POINT()
    piece: list[tuple[float, float]] = []
    for number in range(pdfium_c.FPDFPath_CountSegments(path.raw)):
        segment = pdfium_c.FPDFPath_GetPathSegment(path.raw, number)
        pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO and piece:
            yield _box(piece)
            piece = []
        piece.append(matrix.on_point(x.value, y.value))
    if len(piece) > 1:
        yield _box(piece)


def _box(points: list[tuple[float, float]]) -> Box:
    across, up = [x for x, _y in points], [y for _x, y in points]
    return min(across), min(up), max(across), max(up)


def _shapes(pieces: list[Box]) -> list[Box]:
    """Pieces that touch as one; those that hang on the rules of a table are no letters."""
    rules = [box for box in pieces if _is_rule(box)]
    small = sorted(box for box in pieces if max(box[2] - box[0], box[3] - box[1]) <= LARGEST)
    joined = _joined(
        [box for box in small if not (_is_thin(box) and any(_touch(box, rule) for rule in rules[:MAX_RULES]))]
    )
    return [box for box in joined if SMALLEST <= box[3] - box[1] <= LARGEST and box[2] - box[0] <= LARGEST]


def _is_thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= THIN


def _is_rule(box: Box) -> bool:
    return _is_thin(box) and max(box[2] - box[0], box[3] - box[1]) > LARGEST


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] - TOUCH <= other[2] and other[0] - TOUCH <= one[2]
        and one[1] - TOUCH <= other[3] and other[1] - TOUCH <= one[3]
    )  # fmt: skip


def _joined(boxes: list[Box]) -> list[Box]:
    """``boxes`` in the order of their left sides; each is held against those that reach so far to the right."""
    groups: list[Box] = []
    open_: list[Box] = []
    for box in boxes:
        still = [one for one in open_ if one[2] >= box[0] - TOUCH]
        groups += [one for one in open_ if one[2] < box[0] - TOUCH]
        meeting = [box, *(one for one in still if _touch(one, box))]
        left, bottom, right, top = zip(*meeting, strict=True)
        open_ = [*(one for one in still if one not in meeting), (min(left), min(bottom), max(right), max(top))]
    return groups + open_


def _is_row(shapes: list[Box]) -> bool:
    """Several shapes of about one height side by side, as close as letters are."""
    length, before = 0, None
    for box in sorted(shapes, key=lambda box: (round(box[1] / 6), box[0])):
        height = box[3] - box[1]
        follows = (
            before is not None
            and abs(box[1] - before[1]) < 0.3 * height
            and 0.5 * height < before[3] - before[1] < 2 * height
            and 0 <= box[0] - before[0] < 2 * height
        )
        length = length + 1 if follows else 1
        if length >= ROW:
            return True
        before = box
    return False
