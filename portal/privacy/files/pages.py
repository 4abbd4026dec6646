"""The pages of a PDF as pdfium draws them: their characters, where each stands, and the drawn page."""

from __future__ import annotations

import ctypes
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from portal.privacy.files.refusals import FileRefused, Reason

MAX_PAGES = 300
MAX_SIDE = 4000  # pixels of the longer side of a drawn page
MAX_CHARS = 400_000
DPI = 150
FINE = 220  # dots an inch at which shapes can be told
SAMPLES = 4
LEGIBLE = 2.0  # points of height; smaller letters are specks
PAD = 1.5  # points around a covered character, so that no edge of it shows
Box = tuple[float, float, float, float]
Placed = tuple[float, float, float, float, tuple[int, int]]  # a box and the range of text in it
WORD, DIGITS = re.compile(r"\S+"), re.compile(r"\d{2}")
PLAIN = {pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_PATH}


@contextmanager
def drawn(path: Path) -> Iterator[pdfium.PdfDocument]:
    """The document, opened. Raises FileRefused when it is locked, damaged or too long."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD
        raise FileRefused(Reason.LOCKED if locked else Reason.BROKEN) from error
    try:
        if len(document) > MAX_PAGES:
            raise FileRefused(Reason.PAGES)
        if len(document) == 0:
            raise FileRefused(Reason.BROKEN)
        yield document
    finally:
        document.close()


class Page:
    """One page; ``text`` has exactly one character for each that pdfium counts, so that ranges lead to places."""

    def __init__(self, document: pdfium.PdfDocument, number: int) -> None:
        try:
            self._page = document[number]
            self._letters = self._page.get_textpage()
        except pdfium.PdfiumError as error:
            raise FileRefused(Reason.BROKEN, f"第{number + 1}页") from error
        count = self._letters.count_chars()
        if count > MAX_CHARS:
            raise FileRefused(Reason.TEXT)
        codes = (pdfium_c.FPDFText_GetUnicode(self._letters.raw, index) for index in range(count))
        self.text = "".join(_char(code) for code in codes)

    def close(self) -> None:
        self._letters.close()
        self._page.close()

    @cached_property
    def size(self) -> tuple[float, float]:
        """Width and height in points as shown, rotation and crop applied."""
        return self._page.get_width(), self._page.get_height()

    def is_plain(self) -> bool:
        """Nothing but text and lines: what can be copied without carrying something unseen along."""
        return all(one.type in PLAIN for one in self._page.get_objects(max_depth=1))

    def has_pictures(self) -> bool:
        kinds = (one.type for one in self._page.get_objects(max_depth=4))
        return any(kind == pdfium_c.FPDF_PAGEOBJ_IMAGE for kind in kinds)

    def is_drawn_only(self) -> bool:
        """No letters, but lines: a text may have been turned into its outlines."""
        return not self.text.strip() and any(
            one.type in {pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_SHADING}
            for one in self._page.get_objects(max_depth=4)
        )

    def is_unreadable(self) -> bool:
        """Many characters have no meaning that a machine could read: fonts without a table of what they show."""
        signs = [char for char in self.text if not char.isspace()]
        odd = sum(char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in signs)
        return odd > 0.05 * len(signs) if signs else False

    def picture(self, *, dpi: float = DPI, grey: bool = False) -> Image.Image:
        """The page as a reader sees it: layers that are off, annotations and form fields are not drawn."""
        longest = max(self.size)
        scale = min(dpi / 72, MAX_SIDE / max(longest, 1.0))
        bitmap = self._page.render(scale=scale, may_draw_forms=False, draw_annots=False, grayscale=grey)
        image: Image.Image = bitmap.to_pil().convert("L" if grey else "RGB")
        bitmap.close()
        return image

    def boxes(self, start: int, end: int) -> Iterator[Box]:
        """Where the characters of the range stand, as fractions of the shown page."""
        width, height = self.size
        for index in range(start, end):
            if not self.text[index].isspace():
                left, bottom, right, top = self._letters.get_charbox(index, loose=True)
                corners = [self._shown(x, y) for x in (left - PAD, right + PAD) for y in (bottom - PAD, top + PAD)]
                across, down = [x for x, _y in corners], [y for _x, y in corners]
                yield min(across) / width, min(down) / height, max(across) / width, max(down) / height

    def signs(self, chars: Collection[str]) -> Iterator[tuple[str, Image.Image]]:
        """Each of these characters with its drawing, in grey; of one that comes often a few from all over the page."""
        stands: dict[str, list[int]] = defaultdict(list)
        for index, char in enumerate(self.text):
            if char in chars:
                stands[char].append(index)
        image = self.picture(dpi=FINE, grey=True)
        width, height = image.width / self.size[0], image.height / self.size[1]
        for char, places in stands.items():
            for index in places[:: len(places) // SAMPLES + 1]:
                left, bottom, right, top = self._letters.get_charbox(index)
                corners = [self._shown(x, y) for x in (left, right) for y in (bottom, top)]
                across, down = [x * width for x, _y in corners], [y * height for _x, y in corners]
                yield (
                    char,
                    image.crop((int(min(across)) - 1, int(min(down)) - 1, int(max(across)) + 2, int(max(down)) + 2)),
                )

    def beside(self) -> list[list[tuple[int, int]]]:
        """Ranges of text whose digits stand side by side on a line of the page while other text lies between them in
        the file, as in a table that is written column by column."""
        words = [match.span() for match in WORD.finditer(self.text)] if DIGITS.search(self.text) else []
        ends = [[next(self.boxes(index, index + 1)) for index in (start, end - 1)] for start, end in words]
        turn = _reading(ends)
        placed = [(*_around(*(turn(box) for box in pair)), word) for pair, word in zip(ends, words, strict=True)]
        return [[word for *_box, word in cells] for line in lines_of(placed) for cells in self._apart(line)]

    def _apart(self, line: list[Placed]) -> Iterator[list[Placed]]:
        """Up to three neighbours of a line, the first two of which touch with digits and are apart in the text."""
        for index in range(len(line) - 1):
            (*_box, one), (*_box, other) = line[index : index + 2]
            touch = self.text[one[1] - 1].isdigit() and self.text[other[0]].isdigit()
            if touch and (other[0] < one[1] or self.text[one[1] : other[0]].strip()):
                yield line[index : index + 3]

    @cached_property
    def _matrix(self) -> tuple[tuple[float, float], tuple[float, float], tuple[float, float]]:
        """Where the origin of the page's own space is shown, and how far a point to the right and a point up lead."""
        (x, y), right, up = (self._device(*point) for point in ((0, 0), (1000, 0), (0, 1000)))
        return (x, y), ((right[0] - x) / 1000, (right[1] - y) / 1000), ((up[0] - x) / 1000, (up[1] - y) / 1000)

    def _device(self, x: float, y: float) -> tuple[float, float]:
        width, height = self.size
        across, down = ctypes.c_int(), ctypes.c_int()
        fine = 1000  # pdfium answers in whole pixels of a page drawn this much larger
        size = int(width * fine), int(height * fine)
        pdfium_c.FPDF_PageToDevice(self._page.raw, 0, 0, *size, 0, x, y, ctypes.byref(across), ctypes.byref(down))
        return across.value / fine, down.value / fine

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        """Points from the left and the top of the shown page, for a point in the page's own space."""
        origin, right, up = self._matrix
        return origin[0] + x * right[0] + y * up[0], origin[1] + x * right[1] + y * up[1]

    def unseen(self) -> str:
        """The characters that the drawn page does not show: white, covered, cut off, or of a layer that is off."""
        if not self.text.strip():
            return ""
        image = self.picture(dpi=110).convert("L")
        hidden = []
        for index, char in enumerate(self.text):
            box = None if char.isspace() else next(self.boxes(index, index + 1), None)
            if box is not None and (self._is_speck(box) or not _has_contrast(image, box)):
                hidden.append(char)
        return "".join(hidden)

    def _is_speck(self, box: Box) -> bool:
        width, height = self.size
        sides = ((box[2] - box[0]) * width - 2 * PAD, (box[3] - box[1]) * height - 2 * PAD)
        return max(sides) < LEGIBLE


def _reading(ends: Iterable[list[Box]]) -> Callable[[Box], Box]:
    """Turns boxes so that the page's text, whose words begin and end in these boxes, runs to the right."""
    steps = [(last[0] - first[0], last[1] - first[1]) for first, last in ends]
    across, down = (sum(side) for side in zip(*steps, strict=True)) if steps else (0.0, 0.0)
    if abs(across) >= abs(down):
        return (lambda box: box) if across >= 0 else (lambda box: (-box[2], -box[3], -box[0], -box[1]))
    if down > 0:
        return lambda box: (box[1], -box[2], box[3], -box[0])
    return lambda box: (-box[3], box[0], -box[1], box[2])


def _around(first: Box, last: Box) -> Box:
    return first[0], min(first[1], last[1]), last[2], max(first[3], last[3])


def lines_of(placed: list[Placed]) -> Iterator[list[Placed]]:
    """Words whose middles lie at one height, from left to right; line by line from the top."""
    line: list[Placed] = []
    for one in sorted(placed, key=lambda one: one[1] + one[3]):
        if line and (one[1] + one[3]) / 2 > line[0][3]:
            yield sorted(line)
            line = []
        line.append(one)
    yield sorted(line)


def _char(code: int) -> str:
    """Unmapped characters and halves of pairs become U+FFFD and keep their place."""
    return "\ufffd" if code in {0, 0xFFFE, 0xFFFF} or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def _has_contrast(image: Image.Image, box: Box) -> bool:
    left, top = max(int(box[0] * image.width), 0), max(int(box[1] * image.height), 0)
    right, bottom = min(int(box[2] * image.width) + 1, image.width), min(int(box[3] * image.height) + 1, image.height)
    if right - left < 2 or bottom - top < 2:
        return False
    darkest, lightest = image.crop((left, top, right, bottom)).getextrema()
    return float(lightest) - float(darkest) > 24  # type: ignore[arg-type]  # one band: a pair of numbers
