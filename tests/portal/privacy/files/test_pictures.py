"""A jpeg or png: what it carries besides its pixels is found, and the copy is made from the pixels alone."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import ExifTags, Image, PngImagePlugin

from portal.privacy.files.cleaning import clean
from portal.privacy.files.inspection import inspect
from portal.privacy.files.refusals import FileRefused, Reason
from tests.portal.privacy.files.documents import phone


def photo() -> Image.Image:
    image = Image.new("RGB", (120, 80), (10, 120, 200))
    image.paste((250, 250, 250), (60, 0, 120, 80))
    return image


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def jpeg(path: Path, *segments: bytes, tail: bytes = b"", exif: Image.Exif | None = None) -> Path:
    made = io.BytesIO()
    photo().save(made, "JPEG", quality=95, **({"exif": exif} if exif else {}))
    data = made.getvalue()
    path.write_bytes(data[:2] + b"".join(segments) + data[2:] + tail)
    return path


def thumbnail() -> bytes:
    small = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = phone(1)
    Image.new("RGB", (16, 16)).save(small, "JPEG", exif=exif)
    return segment(0xE1, b"Exif\0\0junk" + small.getvalue())


IPTC = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", 16) + b"\x1c\x02\x78\x00\x0b" + phone(1).encode()
CARRIED = {
    "comment": segment(0xFE, f"tel {phone(1)}".encode()),
    "xmp": segment(0xE1, f"http://ns.adobe.com/xap/1.0/\0<x><dc:creator>{phone(1)}</dc:creator></x>".encode()),
    "iptc": segment(0xED, IPTC),
    "segment of some program": segment(0xEB, f"maker{phone(1)}".encode()),
    "thumbnail with data of its own": thumbnail(),
    "wide text": segment(0xEC, f"tel {phone(1)}".encode("utf-16-le")),
}


@pytest.mark.parametrize("name", CARRIED)
def test_what_a_jpeg_carries_is_found_and_gone(tmp_path, name):
    source = jpeg(tmp_path / "a.jpg", CARRIED[name])
    assert {one.text for one in inspect(source).found} == {phone(1)}
    clean(source, tmp_path / "b.jpg")
    data = (tmp_path / "b.jpg").read_bytes()
    assert phone(1).encode() not in data
    assert phone(1).encode("utf-16-le") not in data


def test_what_was_appended_behind_a_picture_is_found_and_gone(tmp_path):
    source = jpeg(tmp_path / "a.jpg", tail=b"PK list " + phone(1).encode())
    assert {(one.place, one.text) for one in inspect(source).found} == {("图片文件末尾", phone(1))}
    clean(source, tmp_path / "b.jpg")
    assert phone(1).encode() not in (tmp_path / "b.jpg").read_bytes()


def test_where_a_photograph_was_taken_is_found_and_gone(tmp_path):
    exif = Image.Exif()
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: (26.0, 4.0, 30.5), 3: "E", 4: (119.0, 17.0, 45.0)}
    exif[ExifTags.IFD.Exif] = {0x9286: b"ASCII\0\0\0" + phone(1).encode()}
    source = jpeg(tmp_path / "a.jpg", exif=exif)
    found = inspect(source).found
    assert phone(1) in {one.text for one in found}
    assert [str(one.kind) for one in found if one.place == "拍摄地点（GPS）"] == ["address"]
    clean(source, tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as copy:
        assert dict(copy.getexif()) == {}
    assert inspect(tmp_path / "b.jpg").found == ()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_what_a_png_carries_is_found_and_gone(tmp_path):
    about = PngImagePlugin.PngInfo()
    about.add_text("Author", phone(1))
    about.add_text("Comment", phone(2), zip=True)
    about.add_itxt("XML:com.adobe.xmp", f"<x>{phone(3)}</x>", zip=True)
    made = io.BytesIO()
    photo().save(made, "PNG", pnginfo=about)
    data = made.getvalue()
    end = data.rindex(b"IEND") - 4
    (tmp_path / "a.png").write_bytes(data[:end] + chunk(b"prVt", phone(4).encode()) + data[end:] + phone(5).encode())
    assert {one.text for one in inspect(tmp_path / "a.png").found} == {phone(number) for number in range(1, 6)}
    clean(tmp_path / "a.png", tmp_path / "b.png")
    with Image.open(tmp_path / "b.png") as copy:
        assert copy.info == {}
    assert inspect(tmp_path / "b.png").found == ()
    assert phone(5).encode() not in (tmp_path / "b.png").read_bytes()


def test_the_copy_looks_like_the_original_and_stands_upright(tmp_path):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # held sideways: shown a quarter turn clockwise
    clean(jpeg(tmp_path / "a.jpg", exif=exif), tmp_path / "b.jpg")
    copy = Image.open(tmp_path / "b.jpg").convert("RGB")
    assert copy.size == (80, 120)
    top, bottom = copy.getpixel((40, 20)), copy.getpixel((40, 100))
    assert top[2] - top[0] > 150  # the blue half
    assert min(bottom) > 235


def test_a_box_removes_the_pixels_under_it_and_no_others(tmp_path):
    jpeg(tmp_path / "a.jpg")
    clean(tmp_path / "a.jpg", tmp_path / "b.jpg", boxes=[(1, (0.5, 0.5, 1.0, 1.0))])
    copy = Image.open(tmp_path / "b.jpg").convert("L")
    assert copy.crop((66, 46, 120, 80)).getextrema()[1] < 20
    assert copy.crop((66, 0, 120, 34)).getextrema()[0] > 230


def test_what_is_painted_in_a_picture_is_left_to_a_person(tmp_path):
    jpeg(tmp_path / "a.jpg")
    assert inspect(tmp_path / "a.jpg").unread == ["图片里画着的文字和人像机器不读，请人看过。"]


@pytest.mark.parametrize("box", [(1, (0.5, 0.5, 0.4, 1.0)), (1, (0, 0, 2, 1)), (2, (0, 0, 1, 1)), (0, (0, 0, 1, 1))])
def test_a_box_outside_the_picture_is_refused(tmp_path, box):
    jpeg(tmp_path / "a.jpg")
    with pytest.raises(FileRefused) as refused:
        clean(tmp_path / "a.jpg", tmp_path / "b.jpg", boxes=[box])
    assert refused.value.reason is Reason.BAD_BOX
    assert not (tmp_path / "b.jpg").exists()
