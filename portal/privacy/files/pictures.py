"""A jpeg or png: what it carries besides its pixels, and a picture made anew from the pixels alone."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import ExifTags, Image, ImageDraw, ImageFile, ImageOps, IptcImagePlugin, UnidentifiedImageError

from portal.privacy.files import clock
from portal.privacy.files.layers import TAKEN_AT, UNREAD_PICTURE, Contents
from portal.privacy.files.packages import NUMBER, loose_numbers, readable_runs
from portal.privacy.files.refusals import FileRefused, Reason

MAX_PIXELS = 50_000_000
DECODED_BYTES = 80_000_000  # what the pixels of one picture may take in memory
LONGEST = 3000  # pixels of the longer side of a copy: a page of A4 at 250 dpi
QUALITY = 88
FORMATS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
Box = tuple[float, float, float, float]
DIRECTORIES = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop, ExifTags.IFD.IFD1)
WIDE_TAGS = range(0x9C9B, 0x9CA0)
END = {"JPEG": b"\xff\xd9", "PNG": b"IEND\xaeB`\x82"}


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
    if image.format == "JPEG":
        image.draft(None, (LONGEST, LONGEST))  # decodes at a half or a quarter where that is still enough
    if image.width * image.height * max(len(image.getbands()), 3) > DECODED_BYTES:
        raise FileRefused(Reason.PIXELS)
    return image


def read(path: Path) -> Contents:
    """The texts that the file carries; of the pixels it can only say that a person must look."""
    data = path.read_bytes()
    image = opened(data)
    decoded(image)
    contents = Contents()
    for place, texts in dict.fromkeys((place, tuple(texts)) for place, texts in carried(image, data)):
        contents.hidden(place, texts)
    contents.unread.append(UNREAD_PICTURE)
    if image.getexif().get_ifd(ExifTags.IFD.IFD1):
        contents.unread.append("照片里存着一张缩略图，可能与照片不一样；清理后的文件里没有它。")
    behind = _behind(data, image.format or "")
    if behind.strip(b"\0"):
        contents.attached.append(("图片文件末尾", behind))
    said = "".join(unit.text for layer in contents.layers for unit in layer.units)
    contents.hidden(
        "图片其他数据", [text for text in loose_numbers(data[: len(data) - len(behind)]) if text not in said]
    )
    return contents


def carried(image: Image.Image, data: bytes) -> Iterator[tuple[str, list[str]]]:
    """Place and texts of everything in the file that is no pixel."""
    for exif in (image.getexif(), *_more_exif(data, image.format or "")):
        for directory in (None, *DIRECTORIES):
            values = dict(exif) if directory is None else exif.get_ifd(directory)
            if directory is ExifTags.IFD.GPSInfo:
                yield TAKEN_AT, [_coordinates(values)]
            else:
                yield "拍摄信息（EXIF）", [text for tag, value in values.items() for text in _exif_texts(tag, value)]
    for key, value in image.info.items():
        if key == "icc_profile" and isinstance(value, bytes):
            yield "颜色描述", [run for run in readable_runs(value) if NUMBER.search(run)]
        elif key not in {"dpi", "jfif", "jfif_version", "jfif_unit", "jfif_density"}:
            yield f"图片附注 {key}", list(_as_texts(value))
    news = (IptcImagePlugin.getiptcinfo(image) if isinstance(image, ImageFile.ImageFile) else None) or {}
    yield "图片附注 IPTC", [text for value in news.values() for text in _as_texts(value)]
    yield "图片其他数据", readable_runs(_besides_pixels(data, image.format or ""))


def _exif_texts(tag: int, value: Any) -> Iterator[str]:
    """Windows writes its tags in UTF-16; a comment says itself how it is written."""
    if isinstance(value, bytes) and (tag in WIDE_TAGS or value.startswith(b"UNICODE\0")):
        wide = value.removeprefix(b"UNICODE\0")
        for code in ("utf-16-le", "utf-16-be"):
            yield from readable_runs(wide.decode(code, "ignore").encode())
    yield from _as_texts(value)


def _more_exif(data: bytes, kind: str) -> Iterator[Image.Exif]:
    """Every block of a jpeg that says it is EXIF: the library reads the first one only."""
    for block in _segments(data) if kind == "JPEG" else ():
        if block.startswith(b"Exif\0\0"):
            exif = Image.Exif()
            with suppress(SyntaxError, ValueError, struct.error):  # is named so and is none
                exif.load(block)
                yield exif


def _coordinates(values: dict[int, Any]) -> str:
    return " ".join(str(value) for _key, value in sorted(values.items()) if not isinstance(value, bytes))


def _as_texts(value: Any) -> Iterator[str]:
    if isinstance(value, bytes):
        yield from readable_runs(value)
    elif isinstance(value, str):
        yield value.strip("\0 ")
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _as_texts(inner)
    elif isinstance(value, list | tuple) and any(isinstance(one, str | bytes) for one in value):
        for inner in value:
            yield from _as_texts(inner)


def _besides_pixels(data: bytes, kind: str) -> bytes:
    """Segments of a jpeg for programs and people (thumbnails with data of their own among them), chunks of a png."""
    parts = _segments(data) if kind == "JPEG" else _chunks(data) if kind == "PNG" else ()
    return b"\n".join(parts)


def _segments(data: bytes) -> Iterator[bytes]:
    position = 2
    while data[position : position + 1] == b"\xff" and data[position + 1] != 0xDA:
        length = max(int.from_bytes(data[position + 2 : position + 4], "big"), 2)
        yield data[position + 4 : position + 2 + length]
        position += 2 + length


def _chunks(data: bytes) -> Iterator[bytes]:
    position = 8
    while position + 8 <= len(data):
        length, name = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
        if name not in {b"IDAT", b"IHDR", b"PLTE"}:
            yield data[position + 8 : position + 8 + length]
        position += length + 12


def _behind(data: bytes, kind: str) -> bytes:
    """What was appended behind the end of the picture."""
    if kind not in END:
        return b""
    # Before the scan of a jpeg its thumbnail ends; in the scan the mark cannot stand.
    start = 2 + sum(len(one) + 4 for one in _segments(data)) if kind == "JPEG" else 0
    end = data.find(END[kind], start)
    return data[end + len(END[kind]) :] if end >= 0 else b""


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
