"""What a jpeg or png carries besides its pixels, and what no reader of it can see or say."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from portal.privacy.files import jpegs, pngs
from portal.privacy.files.foreign_text import HANZI, of_xml, runs, texts
from portal.privacy.files.layers import TAKEN_AT
from portal.privacy.files.packages import NUMBER

DIRECTORIES = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop, ExifTags.IFD.IFD1)
WIDE_TAGS = range(0x9C9B, 0x9CA0)
COMMENT, APP1 = 0xFE, 0xE1
EXIF, XMP = b"Exif\0\0", (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
TECHNICAL = {
    *(
        "dpi",
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "adobe",
        "adobe_transform",
        "progressive",
        "progression",
    ),
    *("gamma", "chromaticity", "srgb", "interlace", "transparency", "background", "loop", "default_image"),
    *("duration", "blend", "disposal", "bbox", "timestamp", "mpoffset"),
    *("icc_profile", "exif", "xmp", "mp", "photoshop", "comment"),  # read as what they are
}
OF_XMP = re.compile(rb"GPSL(?:atitude|ongitude)\s*(?:=\s*[\"']([^\"']+)|>([^<]+)<)")
KINDS = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG"}  # a photograph with a second one in it is a jpeg


def kind(image: Image.Image) -> str:
    """ "JPEG" or "PNG"; "" for what is neither."""
    return KINDS.get(image.format or "", "")


def carried(image: Image.Image, data: bytes) -> Iterator[tuple[str, list[str]]]:
    """Place and texts of everything in the file that is no pixel."""
    blocks = jpegs.segments(data)[0] if kind(image) == "JPEG" else []
    for exif in (image.getexif(), *_more_exif(blocks)):
        yield from _of_exif(exif)
    for key, value in image.info.items():
        if key not in TECHNICAL:
            yield f"图片附注 {key}", list(_as_texts(value))
    profile = image.info.get("icc_profile")
    if isinstance(profile, bytes):
        yield "颜色描述", [run for run in runs(profile) if NUMBER.search(run) or HANZI.search(run)]
    news = (IptcImagePlugin.getiptcinfo(image) if isinstance(image, ImageFile.ImageFile) else None) or {}
    yield "图片附注 IPTC", [text for value in news.values() for text in _as_texts(value)]
    yield from _of_segments(blocks)
    if kind(image) == "PNG":
        yield from _of_chunks(data)


def unread(image: Image.Image, data: bytes) -> Iterator[str]:
    """Sentences on what is in the file besides the picture that is shown."""
    if image.getexif().get_ifd(ExifTags.IFD.IFD1):
        yield "照片里存着一张缩略图，可能与照片不一样；清理后的文件里没有它。"
    if kind(image) == "PNG" and pngs.is_moving(data):
        yield "图片是动画，机器只看了第一帧，其他画面请人看过；清理后的文件里只有第一帧。"
    if kind(image) == "PNG" and pngs.surplus(data):
        yield "图片的像素后面还有多余的数据，机器只能读出其中一部分文字，请人看过；清理后的文件里没有它。"


def _of_exif(exif: Image.Exif) -> Iterator[tuple[str, list[str]]]:
    for directory in (None, *DIRECTORIES):
        values = dict(exif) if directory is None else exif.get_ifd(directory)
        if directory is ExifTags.IFD.GPSInfo:
            yield TAKEN_AT, [_coordinates(values)]
        else:
            yield "拍摄信息（EXIF）", [text for tag, value in values.items() for text in _exif_texts(tag, value)]


def _exif_texts(tag: int, value: Any) -> Iterator[str]:
    """Windows writes its tags in UTF-16; a comment says itself how it is written."""
    if isinstance(value, bytes) and (tag in WIDE_TAGS or value.startswith(b"UNICODE\0")):
        wide = value.removeprefix(b"UNICODE\0")
        for code in ("utf-16-le", "utf-16-be"):
            yield from runs(wide.decode(code, "ignore").encode())
    yield from _as_texts(value)


def _more_exif(blocks: Iterable[jpegs.Segment]) -> Iterator[Image.Exif]:
    """Every block of a jpeg that says it is EXIF: the library reads the first one only."""
    for block in blocks:
        if block.data.startswith(EXIF):
            exif = Image.Exif()
            with suppress(SyntaxError, ValueError, struct.error):  # is named so and is none
                exif.load(block.data)
                yield exif


def _coordinates(values: dict[int, Any]) -> str:
    return " ".join(str(value) for _key, value in sorted(values.items()) if not isinstance(value, bytes))


def _as_texts(value: Any) -> Iterator[str]:
    if isinstance(value, bytes):
        yield from runs(value)
    elif isinstance(value, str):
        yield from _respelled(value.strip("\0 "))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _as_texts(inner)
    elif isinstance(value, list | tuple) and any(isinstance(one, str | bytes) for one in value):
        for inner in value:
            yield from _as_texts(inner)


def _respelled(text: str) -> list[str]:
    """The library takes all bytes for Latin-1."""
    try:
        return texts(text.encode("latin-1"))
    except UnicodeEncodeError:
        return [text]


def _of_segments(blocks: Iterable[jpegs.Segment]) -> Iterator[tuple[str, list[str]]]:
    for block in blocks:
        name = next((name for name in XMP if block.data.startswith(name)), None) if block.mark == APP1 else None
        if block.mark == COMMENT:
            yield "图片附注", texts(block.data)
        elif name is not None:
            yield from _of_xmp(block.data[len(name) :])
        elif not block.data.startswith(b"ICC_PROFILE\0"):
            yield "图片其他数据", runs(block.data)


def _of_xmp(data: bytes) -> Iterator[tuple[str, list[str]]]:
    yield "图片附注 XMP", of_xml(data)
    taken_at = [(one or other).decode("utf-8", "replace").strip() for one, other in OF_XMP.findall(data)]
    yield TAKEN_AT, [" ".join(taken_at)]


def _of_chunks(data: bytes) -> Iterator[tuple[str, list[str]]]:
    for name, said in pngs.said(data):
        if b"<x:xmpmeta" in said or b"<rdf:" in said:
            yield from _of_xmp(said)
        elif name in pngs.TEXTS:
            yield "图片附注", texts(said)
        elif name == b"PLTE":
            yield "图片其他数据", [run for run in runs(said) if HANZI.search(run)]
        elif name not in pngs.OWN:
            yield "图片其他数据", runs(said)
    yield "图片其他数据", runs(pngs.surplus(data))
