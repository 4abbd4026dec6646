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


NAME = "我叫许文静"
XMP_GPS = b'<x:xmpmeta><rdf:Description exif:GPSLatitude="26,4.508N" exif:GPSLongitude="119,17.75E"/></x:xmpmeta>'


def said(path: Path) -> str:
    """Every text of every place of the file, found or not."""
    return "\n".join(unit.text for layer in inspect(path).contents.layers for unit in layer.units)


@pytest.mark.parametrize("code", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_name_is_read_however_a_program_wrote_it(tmp_path, code):
    comment = jpeg(tmp_path / "a.jpg", segment(0xFE, NAME.encode(code)))
    assert NAME in said(comment)
    exif = Image.Exif()
    exif[ExifTags.IFD.Exif] = {0x927C: b"HUAWEI\0\0" + NAME.encode(code)}
    assert NAME in said(jpeg(tmp_path / "b.jpg", exif=exif))


def test_what_stands_between_and_behind_the_scans_is_read(tmp_path):
    made = io.BytesIO()
    photo().save(made, "JPEG", progressive=True)
    data, late = made.getvalue(), segment(0xFE, NAME.encode())
    between = data.index(b"\xff\xc4", data.index(b"\xff\xda"))
    (tmp_path / "a.jpg").write_bytes(data[:between] + late + data[between:])
    (tmp_path / "b.jpg").write_bytes(data[:-2] + late + data[-2:])
    assert NAME in said(tmp_path / "a.jpg")
    assert NAME in said(tmp_path / "b.jpg")


def test_a_photograph_with_a_second_one_in_it_is_read_like_any_other(tmp_path):
    """Telephones write one for portraits and high contrast."""
    photo().save(tmp_path / "plain.jpg", "MPO", save_all=True, append_images=[photo()])
    data = (tmp_path / "plain.jpg").read_bytes()
    first, second = data.index(b"\xff\xdb"), data.rindex(b"\xff\xd8\xff") + 2
    marked = [segment(0xEB, phone(1).encode()), segment(0xFE, phone(2).encode())]
    (tmp_path / "a.jpg").write_bytes(data[:first] + marked[0] + data[first:second] + marked[1] + data[second:])
    assert {phone(1), phone(2)} <= {one.text for one in inspect(tmp_path / "a.jpg").found}
    clean(tmp_path / "a.jpg", tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as copy:
        assert (copy.format, inspect(tmp_path / "b.jpg").found) == ("JPEG", ())


def test_where_a_photograph_was_taken_is_found_in_xmp(tmp_path):
    source = jpeg(tmp_path / "a.jpg", segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP_GPS))
    assert ("拍摄地点（GPS）", "26,4.508N 119,17.75E") in {(one.place, one.text) for one in inspect(source).found}


def test_xmp_is_read_in_any_encoding_and_with_its_signs_written_as_numbers(tmp_path):
    spelt = "".join(f"&#{ord(char)};" for char in NAME)
    for number, xmp in enumerate(
        [f"<x><dc:creator>{spelt}</dc:creator></x>".encode(), f"<x>{NAME}</x>".encode("utf-16")]
    ):
        source = jpeg(tmp_path / f"{number}.jpg", segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp))
        assert NAME in said(source)


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


def png(path: Path, *chunks: bytes, image: Image.Image | None = None) -> Path:
    """A png with these chunks before its pixels."""
    made = io.BytesIO()
    (image or photo()).save(made, "PNG")
    data = made.getvalue()
    start = data.index(b"IDAT") - 4
    path.write_bytes(data[:start] + b"".join(chunks) + data[start:])
    return path


@pytest.mark.parametrize(
    "late",
    [
        chunk(b"tEXt", b"Comment\0" + NAME.encode("gbk")),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(NAME.encode())),
        chunk(b"iTXt", b"Comment\0\1\0\0\0" + zlib.compress(NAME.encode())),
        chunk(b"prVt", zlib.compress(NAME.encode() * 9)),
    ],
)
def test_a_name_in_a_png_is_read_however_it_is_packed(tmp_path, late):
    assert NAME in said(png(tmp_path / "a.png", late))
    assert NAME in said(png(tmp_path / "b.png", late, chunk(b"tEXt", b"Comment\0other")))


def test_the_other_frames_of_a_moving_png_are_left_to_a_person(tmp_path):
    photo().save(tmp_path / "a.png", save_all=True, append_images=[photo().rotate(180)])
    assert any("动画" in one for one in inspect(tmp_path / "a.png").unread)
    assert inspect(tmp_path / "a.png").found == ()  # its packed pixels are no text


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_what_lies_behind_the_last_row_of_a_png_is_read(tmp_path, mode):
    made = io.BytesIO()
    photo().convert(mode).save(made, "PNG")
    data = made.getvalue()
    assert "多余" not in "".join(inspect(png(tmp_path / "a.png", image=photo().convert(mode))).unread)
    start = data.index(b"IDAT") - 4
    length = int.from_bytes(data[start : start + 4], "big")
    rows = zlib.decompress(data[start + 8 : start + 8 + length]) + NAME.encode()
    (tmp_path / "b.png").write_bytes(data[:start] + chunk(b"IDAT", zlib.compress(rows)) + data[start + 12 + length :])
    assert NAME in said(tmp_path / "b.png")
    assert "多余" in "".join(inspect(tmp_path / "b.png").unread)


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
