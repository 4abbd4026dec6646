"""A jpeg or png: what it carries besides its pixels, and a picture made anew from the pixels alone."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from portal.privacy.files import clock, jpegs, picture_texts
from portal.privacy.files.layers import UNREAD_PICTURE, Contents
from portal.privacy.files.packages import loose_numbers
from portal.privacy.files.refusals import FileRefused, Reason

MAX_PIXELS = 50_000_000
DECODED_BYTES = 80_000_000  # what the pixels of one picture may take in memory
LONGEST = 3000  # pixels of the longer side of a copy: a page of A4 at 250 dpi
QUALITY = 88
FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
Box = tuple[float, float, float, float]
END = b"IEND\xaeB`\x82"
COEFFICIENTS = 120_000_000  # bytes: a photograph of several scans keeps two for each dot of each band till its end


def opened(data: bytes) -> Image.Image:
    """The picture, its header read and held against the bounds, its pixels not yet decoded. Raises FileRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the bound below is lower
            image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise FileRefused(Reason.PIXELS) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise FileRefused(Reason.BROKEN) from error
    if image.width * image.height > MAX_PIXELS:
        raise FileRefused(Reason.PIXELS)
    clock.grant(clock.A_MEGAPIXEL * image.width * image.height / 1_000_000)
    if picture_texts.kind(image) == "JPEG":
        if _coefficients(image, data) > COEFFICIENTS:
            raise FileRefused(Reason.MEMORY)
        image.draft(None, (LONGEST, LONGEST))  # decodes at a half or a quarter where that is still enough
    if image.width * image.height * max(len(image.getbands()), 3) > DECODED_BYTES:
        raise FileRefused(Reason.PIXELS)
    return image


def _coefficients(image: Image.Image, data: bytes) -> int:
    """Bytes that a jpeg of several scans needs besides its pixels; 0 for one that is decoded row by row."""
    bands = getattr(image, "layer", [])  # name, dots across and down in a block, table
    scan = data.find(b"\xff\xda")
    if not bands or not (image.info.get("progressive") or data[scan + 4 : scan + 5] < bytes([len(bands)])):
        return 0
    most = max(band[1] for band in bands) * max(band[2] for band in bands)
    return sum(2 * image.width * image.height * band[1] * band[2] // most for band in bands)


def read(path: Path) -> Contents:
    """The texts that the file carries; of the pixels it can only say that a person must look."""
    data = path.read_bytes()
    image = opened(data)
    decoded(image)
    contents = Contents()
    for place, texts in dict.fromkeys((place, tuple(texts)) for place, texts in picture_texts.carried(image, data)):
        contents.hidden(place, texts)
    contents.unread.append(UNREAD_PICTURE)
    contents.unread += picture_texts.unread(image, data)
    behind = _behind(data, picture_texts.kind(image))
    if behind.strip(b"\0"):
        contents.attached.append(("图片文件末尾", behind))
    said = "".join(unit.text for layer in contents.layers for unit in layer.units)
    contents.hidden(
        "图片其他数据", [text for text in loose_numbers(data[: len(data) - len(behind)]) if text not in said]
    )
    return contents


def _behind(data: bytes, kind: str) -> bytes:
    """What was appended behind the end of the picture."""
    if kind == "JPEG":
        return data[jpegs.segments(data)[1] :]
    end = data.find(END) if kind == "PNG" else -1
    return data[end + len(END) :] if end >= 0 else b""


def decoded(image: Image.Image) -> None:
    """Decodes the pixels of the first frame. Raises FileRefused when they are damaged."""
    try:
        image.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise FileRefused(Reason.BROKEN) from error


def pixels(image: Image.Image) -> Image.Image:
    """The first frame, upright, at most ``LONGEST`` on its longer side; metadata is left behind by the fresh image it
    is pasted into. ``image`` is changed on the way: a second copy of a photograph takes too much memory. Raises
    FileRefused when the pixels are damaged."""
    decoded(image)
    image.thumbnail((LONGEST, LONGEST))
    ImageOps.exif_transpose(image, in_place=True)
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    wanted = "RGBA" if has_alpha else "RGB"
    shown = image if image.mode == wanted else image.convert(wanted)
    fresh = Image.new("RGB", shown.size, "white")
    fresh.paste(shown, mask=shown.getchannel("A") if has_alpha else None)
    return fresh


def blacken(image: Image.Image, boxes: Iterable[Box]) -> None:
    """Paints over what lies in the boxes (fractions of width and height: left, top, right, bottom)."""
    draw = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes:
        corners = (left * image.width, top * image.height, right * image.width, bottom * image.height)
        draw.rectangle(corners, fill="black")


def anew(data: bytes, *, kind: str, boxes: Iterable[Box] = ()) -> bytes:
    """A file of ``kind`` ("JPEG" or "PNG") from the pixels of ``data``, the boxes painted black."""
    image = pixels(opened(data))
    blacken(image, boxes)
    target = io.BytesIO()
    image.save(target, kind, **({"quality": QUALITY} if kind == "JPEG" else {"optimize": False}))
    return target.getvalue()
