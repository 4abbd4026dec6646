"""The pages of a PDF as pdfium draws them: their characters, where each stands, and the drawn page."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from portal.privacy.files import outlines
from portal.privacy.files.page_lines import TURNS, Box, Letter, Placed, around, lines_of, reading, torn
from portal.privacy.files.refusals import FileRefused, Reason

MAX_PAGES = 300
MAX_SIDE = 4000  # pixels of the longer side of a drawn page
MAX_CHARS = 400_000
DPI = 150
FINE = 220  # dots an inch at which shapes can be told
SAMPLES = 4
LEGIBLE = 2.0  # points of height; smaller letters are specks
PAD = 1.5  # points around a covered character, so that no edge of it shows
DEEPEST = 60  # forms in forms: pdfium itself goes down to 40
WORD, DIGITS, DIGITS_OR_HANZI = re.compile(r"\S+"), re.compile(r"\d{2}"), re.compile(r"[\d\u3400-\u9fff]")
TRIED = 400  # letters
NOWHERE = (0.0, 0.0, 0.0, 0.0)
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
    """One page. Its letters are those that pdfium counts; ranges of ``text`` lead to their places."""

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
        self._said = "".join(_char(code) for code in codes)

    @cached_property
    def text(self) -> str:
        """The page's letters in the order of the file; behind them once more, as they are seen, the lines whose letters
        the file has in another order."""
        return self._said + "".join(sign for sign, _letter in self._torn)

    @cached_property
    def _torn(self) -> list[tuple[str, int]]:
        if not DIGITS_OR_HANZI.search(self._said):
            return []
        turn = TURNS[self._quarter()]
        letters: list[Letter] = [(*turn(box), index) for index, box in enumerate(self._boxes) if box is not None]
        return torn(self._said, letters)

    @cached_property
    def _boxes(self) -> list[Box | None]:
        """Where each letter stands, in points of the shown page; None for blanks."""
        return [None if char.isspace() else self._box(index) for index, char in enumerate(self._said)]

    def _box(self, index: int) -> Box:
        left, bottom, right, top = self._letters.get_charbox(index, loose=True)
        (x, y), (u, v) = self._shown(left, bottom), self._shown(right, top)
        return min(x, u), min(y, v), max(x, u), max(y, v)

    def _quarter(self) -> int:
        """How far most letters are turned on the shown page, clockwise. Of rows that are written column by column the
        order of the letters tells nothing."""
        places = [index for index, char in enumerate(self._said) if not char.isspace()][:TRIED]
        angles = (pdfium_c.FPDFText_GetCharAngle(self._letters.raw, index) for index in places)
        quarters = Counter(round(angle / (math.pi / 2)) for angle in angles)
        (most, _count), *_others = quarters.most_common(1) or [(0, 0)]
        return int(most + self._page.get_rotation() // 90) % 4

    @cached_property
    def _turn(self) -> Callable[[Box], Box]:
        words = (match.span() for match in WORD.finditer(self._said))
        return reading([[self._boxes[start] or NOWHERE, self._boxes[end - 1] or NOWHERE] for start, end in words])

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

    @cached_property
    def _kinds(self) -> set[int]:
        return {one.type for one in self._page.get_objects(max_depth=DEEPEST)}

    def has_pictures(self) -> bool:
        return pdfium_c.FPDF_PAGEOBJ_IMAGE in self._kinds

    def is_drawn_only(self) -> bool:
        """No letters, but lines: a text may have been turned into its outlines."""
        return not self._said.strip() and bool(
            self._kinds & {pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_SHADING}
        )

    @cached_property
    def has_outlines(self) -> bool:
        """Shapes beside the text that look like a row of letters."""
        return outlines.are_drawn(self._page.get_objects(max_depth=DEEPEST))

    def is_unreadable(self) -> bool:
        """Many characters have no meaning that a machine could read: fonts without a table of what they show."""
        signs = [char for char in self._said if not char.isspace()]
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
            letter = index if index < len(self._said) else self._torn[index - len(self._said)][1]
            box = self._boxes[letter] if letter >= 0 else None
            if box is not None:
                left, top, right, bottom = box
                yield (left - PAD) / width, (top - PAD) / height, (right + PAD) / width, (bottom + PAD) / height

    def signs(self, chars: Collection[str]) -> Iterator[tuple[str, Image.Image]]:
        """Each of these characters with its drawing, in grey; of one that comes often a few from all over the page."""
        stands: dict[str, list[int]] = defaultdict(list)
        for index, char in enumerate(self._said):
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
        words = [match.span() for match in WORD.finditer(self._said)] if DIGITS.search(self._said) else []
        ends = [[self._turn(self._boxes[index] or NOWHERE) for index in (start, end - 1)] for start, end in words]
        placed: list[Placed] = [(*around(*pair), word) for pair, word in zip(ends, words, strict=True)]
        return [[word for *_box, word in cells] for line in lines_of(placed) for cells in self._apart(line)]

    def _apart(self, line: list[Placed]) -> Iterator[list[Placed]]:
        """Up to three neighbours of a line, the first two of which touch with digits and are apart in the text."""
        for index in range(len(line) - 1):
            (*_box, one), (*_box, other) = line[index : index + 2]
            touch = self._said[one[1] - 1].isdigit() and self._said[other[0]].isdigit()
            if touch and (other[0] < one[1] or self._said[one[1] : other[0]].strip()):
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
        if not self._said.strip():
            return ""
        image = self.picture(dpi=110).convert("L")
        hidden = []
        for index, char in enumerate(self._said):
            box = next(self.boxes(index, index + 1), None)
            if box is not None and (self._is_speck(box) or not _has_contrast(image, box)):
                hidden.append(char)
        return "".join(hidden)

    def _is_speck(self, box: Box) -> bool:
        width, height = self.size
        sides = ((box[2] - box[0]) * width - 2 * PAD, (box[3] - box[1]) * height - 2 * PAD)
        return max(sides) < LEGIBLE


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
