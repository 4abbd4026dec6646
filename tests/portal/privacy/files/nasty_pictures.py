"""A jpeg and a png with a secret in every place besides the pixels. See nasty_word."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import docx
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from tests.portal.privacy.files.nasty_word import Numbers, photograph


def _pixels() -> Image.Image:
    image = Image.new("RGB", (120, 80), (10, 120, 200))
    image.paste((250, 250, 250), (60, 0, 120, 80))
    return image


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _exif(numbers: Numbers) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = numbers.secret("description")
    exif[ExifTags.Base.Artist] = numbers.secret("artist")
    exif[ExifTags.Base.XPAuthor] = numbers.secret("author, wide").encode("utf-16-le")
    exif[ExifTags.Base.XPComment] = ("电话" + numbers.secret("comment, wide")).encode("utf-16-le")
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (26.0, 4.0, 30.5), 3: "E", 4: (119.0, 17.0, 45.0), 28: b"ASCII\0\0\0x"}
    exif[ExifTags.IFD.Exif] = {
        0x9286: b"UNICODE\0" + numbers.secret("user comment").encode("utf-16-le"),
        0x927C: b"Canon\0" + numbers.secret("maker's note").encode(),
        0xA420: numbers.secret("unique number"),
        0xA430: numbers.secret("owner of the camera"),
    }
    return exif


def _profile(text: str) -> bytes:
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    return bytes(data) + text.encode()


def _archive(text: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("list.txt", text + " " * 500)
    return data.getvalue()


def _document(text: str) -> bytes:
    data = io.BytesIO()
    made = docx.Document()
    made.add_paragraph(text)
    made.save(data)
    return data.getvalue()


IPTC = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00"


def build_jpeg(path: Path) -> tuple[dict[str, int], set[str]]:
    numbers = Numbers()
    data = io.BytesIO()
    exif = _exif(numbers)
    _pixels().save(data, "JPEG", exif=exif, icc_profile=_profile(numbers.secret("colour profile")), progressive=True)
    news = numbers.secret("IPTC").encode()
    record = b"\x1c\x02\x78" + struct.pack(">H", len(news)) + news
    added = [
        segment(0xFE, numbers.secret("comment").encode()),
        segment(0xFE, ("电话" + numbers.secret("comment in GB18030")).encode("gb18030")),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + numbers.secret("XMP").encode() + b"</x>"),
        segment(0xED, IPTC + struct.pack(">I", len(record)) + record),
        segment(0xEB, b"JUMBF" + numbers.secret("segment of a program").encode()),
        segment(0xE1, b"Exif\0\0junk" + photograph(numbers.secret("data of a thumbnail"))),
    ]
    plain = data.getvalue()
    second = photograph(numbers.secret("picture behind the picture"))
    tail = second + _archive(numbers.secret("archive behind the picture"))
    scan = plain.index(b"\xff\xda")
    between = plain.index(b"\xff\xc4", scan) if b"\xff\xc4" in plain[scan:] else len(plain) - 2
    late = segment(0xFE, numbers.secret("comment between scans").encode())
    path.write_bytes(plain[:2] + b"".join(added) + plain[2:between] + late + plain[between:] + tail)
    return numbers.given, set()


def build_png(path: Path) -> tuple[dict[str, int], set[str]]:
    numbers = Numbers()
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", numbers.secret("tEXt"))
    about.add_text("Comment", numbers.secret("zTXt"), zip=True)
    about.add_itxt("Title", numbers.secret("iTXt"))
    about.add_itxt("XML:com.adobe.xmp", f"<x>{numbers.secret('XMP')}</x>", zip=True)
    data = io.BytesIO()
    profile = _profile(numbers.secret("colour profile"))
    _pixels().save(data, "PNG", pnginfo=about, exif=_exif(numbers), icc_profile=profile)
    plain = data.getvalue()
    end = plain.rindex(b"IEND") - 4
    late = chunk(b"prVt", numbers.secret("private chunk").encode())
    late += chunk(b"tEXt", b"Late\0" + numbers.secret("behind the pixels").encode())
    late += chunk(b"tIME", struct.pack(">HBBBBB", 2026, 3, 1, 8, 0, 0))
    path.write_bytes(plain[:end] + late + plain[end:] + _document(numbers.secret("document behind the picture")))
    return numbers.given, set()
