"""Files with something in every hidden place, and small ways to look into what came out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream


def phone(number: int) -> str:
    """A mobile phone nobody has: a canary that every detector knows; another one for each ``number`` below 10,000."""
    return f"1391234{number:04d}"


def repack(source: Path, target: Path, *, parts: dict[str, str | bytes], edits: dict[str, tuple[str, str]]) -> Path:
    """``source`` with ``parts`` added (or replaced), and in each part named in ``edits`` one string for another."""
    with zipfile.ZipFile(source) as package:
        assert set(edits) <= set(package.namelist())
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in package.namelist():
            if name in parts:
                continue
            data = package.read(name)
            if name in edits:
                before, after = edits[name]
                assert before.encode() in data, (name, before)
                data = data.replace(before.encode(), after.encode(), 1)
            changed.writestr(name, data)
        for name, data in parts.items():
            changed.writestr(name, data)
    return target


def unpacked(path: Path) -> bytes:
    """All bytes of all parts of a zip."""
    with zipfile.ZipFile(path) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


def inflated(path: Path) -> bytes:
    """All bytes of a PDF, its streams unpacked and its strings in clear."""
    with pikepdf.open(path) as document:
        streams = []
        for one in document.objects:
            if isinstance(one, Stream):
                streams.append(one.read_raw_bytes())
                if "/DCTDecode" not in str(one.get("/Filter", "")):
                    streams.append(one.read_bytes())
            streams.append(one.unparse())
        return b"\n".join([path.read_bytes(), *streams])


def line(text: str, *, x: float = 72, y: float = 700, before: str = "") -> bytes:
    """Drawing commands for one line of Latin text."""
    return f"{before} BT /F1 14 Tf {x} {y} Td ({text}) Tj ET\n".encode()


def hanzi(text: str, *, y: float = 650) -> bytes:
    """A line in a CID font that is not embedded, as Chinese office programs write it."""
    return f"BT /F2 14 Tf 72 {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n".encode()


def pdf(path: Path, pages: Iterable[bytes], *, rotate: int = 0, crop: tuple[float, ...] = ()) -> Path:
    """A PDF of A4 pages with these drawing commands."""
    with pikepdf.new() as document:
        for content in pages:
            document.pages.append(pikepdf.Page(document.make_indirect(page(document, content, rotate, crop))))
        document.save(path)
    return path


def page(document: pikepdf.Pdf, content: bytes, rotate: int = 0, crop: tuple[float, ...] = ()) -> Dictionary:
    latin = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/STSong-Light"),
        CIDSystemInfo=Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("GB1"), Supplement=4),
        DW=1000,
    )
    chinese = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/STSong-Light"),
        Encoding=Name("/UniGB-UCS2-H"),
        DescendantFonts=Array([document.make_indirect(inner)]),
    )
    made = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, 595, 842]),
        Resources=Dictionary(Font=Dictionary(F1=latin, F2=chinese)),
        Contents=Stream(document, content),
    )
    if rotate:
        made.Rotate = rotate
    if crop:
        made.CropBox = Array(list(crop))
    return made


def secret(number: int) -> str:
    """A phone that every detector finds, and a word beside it that none does: it may be gone only because nothing of
    the place was taken along."""
    return f"{phone(number)} anyu{number:04d}x"
