"""Digits on a drawn page that its text calls something else: the last resort where a font tells nothing of its glyphs.

Each sign is held against digits of the fonts that pdfium brings along. One that looks like a digit is chance; several
different ones are a table that lies.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from numpy.typing import NDArray
from pikepdf import Dictionary, Name, Stream
from PIL import Image

FONTS = ("Helvetica", "Helvetica-Bold", "Times-Roman", "Times-Bold", "Courier")
DIGITS = "0123456789"
ASCII = "".join(chr(code) for code in range(33, 127))
ALIKE = set("〇一丨口日曰己已乙了工")  # a digit's shape, and no digit
GRID = (14, 20)  # columns and rows of a sign when it is compared
LEAST_HEIGHT = 8  # pixels; smaller signs are specks
LIKE = 0.75  # correlation with a digit: those of other fonts reach .75 to .97, other signs stay below
MORE = 0.1  # than with the sign that it is called
ASPECT = 1.3  # how much wider or narrower it may be
SEVERAL = 3  # different digits
Shape = NDArray[np.float32]
Sign = tuple[float, Shape]  # width by height of what is dark, and its darkness on the grid


def tells_otherwise(signs: Iterable[tuple[str, Image.Image]]) -> bool:
    """``signs``: what the text says, and how it is drawn, in grey. Whether several digits among them are called
    something that looks less like it."""
    seen: set[str] = set()
    for said, drawn in signs:
        seen.add("" if said in ALIKE or said.isdecimal() else digit_behind(said, drawn))
        if len(seen - {""}) >= SEVERAL:
            return True
    return False


def digit_behind(said: str, drawn: Image.Image) -> str:
    """The digit that is drawn although the text says something else; "" when none is."""
    sign = _sign(drawn)
    if sign is None:
        return ""
    likeness, digit = max((_likeness(sign, digit), digit) for digit in DIGITS)
    return digit if likeness >= LIKE and likeness > _likeness(sign, said) + MORE else ""


def _likeness(sign: Sign, char: str) -> float:
    """Correlation with ``char`` in the font that comes nearest; 0 where none has its proportions."""
    wide, grid = sign
    return max(
        (float(grid @ shape) for w, shape in _known().get(char, ()) if 1 / ASPECT < wide / w < ASPECT), default=0
    )


def _sign(drawn: Image.Image) -> Sign | None:
    """Scaled so that the product of two shapes is their correlation; None for specks and what is hardly darker."""
    pixels = 255 - np.asarray(drawn, dtype=np.float32)
    pixels = pixels - pixels.min() if pixels.size else pixels
    if not pixels.size or pixels.max() < 60:
        return None
    rows, columns = (np.flatnonzero((pixels > pixels.max() / 2).any(axis=axis)) for axis in (1, 0))
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    if bottom - top < LEAST_HEIGHT:
        return None
    cut = Image.fromarray(pixels[top:bottom, left:right]).resize(GRID, Image.Resampling.BILINEAR)
    grid = np.asarray(cut, dtype=np.float32).ravel()
    grid = grid - grid.mean()
    length = float(np.linalg.norm(grid))
    return ((right - left) / (bottom - top), grid / length) if length else None


@cache
def _known() -> dict[str, list[Sign]]:
    """Every sign of ASCII as the fonts draw it."""
    known: dict[str, list[Sign]] = defaultdict(list)
    for font in FONTS:
        document = pdfium.PdfDocument(_specimen(font))
        page = document[0]
        image, letters = page.render(scale=1).to_pil().convert("L"), page.get_textpage()
        for index in range(letters.count_chars()):
            char = letters.get_text_range(index, 1)
            left, bottom, right, top = letters.get_charbox(index)
            box = (int(left) - 1, int(image.height - top) - 1, int(right) + 2, int(image.height - bottom) + 2)
            sign = _sign(image.crop(box)) if not char.isspace() else None
            if sign is not None:
                known[char].append(sign)
        letters.close()
        document.close()
    return dict(known)


def _specimen(font: str) -> bytes:
    """A PDF of one line."""
    said = "".join(f"\\{char}" if char in "()\\" else char for char in ASCII)
    with pikepdf.new() as document:
        fonts = Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{font}")))
        page = Dictionary(
            Type=Name.Page,
            MediaBox=pikepdf.Array([0, 0, 3000, 100]),
            Resources=Dictionary(Font=fonts),
            Contents=Stream(document, f"BT /F1 40 Tf 5 Tc 10 30 Td ({said}) Tj ET".encode()),
        )
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
        written = io.BytesIO()
        document.save(written)
        return written.getvalue()
