"""Files made to be slow or large while they look small."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from tests.portal.privacy.files.documents import line, page, pdf, repack

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def one_page(path: Path, change: Callable[[pikepdf.Pdf], None], content: bytes = b"") -> Path:
    with pikepdf.new() as document:
        document.pages.append(pikepdf.Page(document.make_indirect(page(document, content or line("open")))))
        change(document)
        document.save(path)
    return path


def forms_in_forms(path: Path) -> Path:
    """Each form draws the one below ten times: a thousand million squares."""

    def change(document: pikepdf.Pdf) -> None:
        inner = Stream(document, b"0 0 9 9 re f\n" * 10)
        for _level in range(9):
            inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
            outer = Stream(document, b"/F Do\n" * 10)
            outer.Resources = Dictionary(XObject=Dictionary(F=inner))
            inner = outer
        inner.Type, inner.Subtype, inner.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
        document.pages[0].Resources.XObject = Dictionary(F=inner)
        document.pages[0].Contents = Stream(document, line("open") + b"/F Do")

    return one_page(path, change)


def packed(document: pikepdf.Pdf, data: bytes, **more: object) -> Stream:
    stream = Stream(document, zlib.compress(data, 9))
    stream.Filter = Name.FlateDecode
    for key, value in more.items():
        setattr(stream, key, value)
    return stream


def huge_content(path: Path) -> Path:
    def change(document: pikepdf.Pdf) -> None:
        document.pages[0].Contents = packed(document, b"0 0 9 9 re f\n" * 12_000_000)

    return one_page(path, change)


def packed_thrice(path: Path) -> Path:
    def change(document: pikepdf.Pdf) -> None:
        stream = Stream(document, zlib.compress(zlib.compress(zlib.compress(b"0" * 200_000_000, 9), 9), 9))
        stream.Filter = Array([Name.FlateDecode] * 3)
        document.Root.Extra = stream

    return one_page(path, change)


def _picture(path: Path, filter_: str, data: bytes, side: int = 60_000) -> Path:
    def change(document: pikepdf.Pdf) -> None:
        image = Stream(document, data)
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name(filter_)
        image.Width, image.Height, image.ColorSpace, image.BitsPerComponent = side, side, Name.DeviceGray, 1
        document.pages[0].Resources.XObject = Dictionary(Im0=image)
        document.pages[0].Contents = Stream(document, line("open") + b"q 500 0 0 500 0 0 cm /Im0 Do Q")

    return one_page(path, change)


def jbig2(path: Path) -> Path:
    """A page of 60,000 by 60,000 dots, declared in a segment of 30 bytes."""
    page_info = struct.pack(">IIIIBH", 60_000, 60_000, 0, 0, 0, 0)
    return _picture(path, "/JBIG2Decode", struct.pack(">IBBBI", 0, 48, 0, 1, len(page_info)) + page_info)


def jpx(path: Path) -> Path:
    """The header of a JPEG 2000 of 60,000 by 60,000."""
    size = struct.pack(">HIIIIIIIIHBBB", 0, 60_000, 60_000, 0, 0, 60_000, 60_000, 0, 0, 1, 7, 1, 1)
    code = b"\xff\x4f\xff\x51" + struct.pack(">H", len(size) + 2) + size
    return _picture(path, "/JPXDecode", code + b"\xff\xd9")


def flate_picture(path: Path) -> Path:
    return _picture(path, "/FlateDecode", zlib.compress(b"\0" * 120_000_000, 9), side=30_000)


def cross_references(path: Path) -> Path:
    """A cross-reference stream that unpacks to 300 MB."""
    table = zlib.compress(b"\0" * 300_000_000, 9)
    head = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    head += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    about = (
        b"3 0 obj\n<< /Type /XRef /Size 40000000 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode /Length %d >>\nstream\n"
    )
    tail = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % len(head)
    path.write_bytes(head + about % len(table) + table + tail)
    return path


def nested_arrays(path: Path) -> Path:
    pdf(path, [line("open")])
    data = path.read_bytes()
    deep = b"\n90 0 obj\n" + b"[" * 200_000 + b"]" * 200_000 + b"\nendobj\n"
    path.write_bytes(data.replace(b"\nxref", deep + b"\nxref", 1))
    return path


def nested_tree(path: Path) -> Path:
    """Pages below pages below pages."""

    def change(document: pikepdf.Pdf) -> None:
        node = document.Root.Pages
        for _level in range(3000):
            node = document.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([node]), Count=1))
        document.Root.Pages = node

    return one_page(path, change)


def loops(path: Path) -> Path:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.Pages.Kids.append(document.Root.Pages)

    return one_page(path, change)


def many_letters(path: Path) -> Path:
    """300,000 letters on one spot of one page."""
    return pdf(path, [b"BT /F1 9 Tf 72 700 Td " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 10_000 + b"ET"])


def _docx(path: Path, body: str) -> Path:
    plain = path.with_suffix(".plain")
    docx.Document().save(str(plain))
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return repack(plain, path, parts={"word/document.xml": document}, edits={})


def deep_xml(path: Path) -> Path:
    return _docx(path, "<w:x>" * 100_000 + "</w:x>" * 100_000)


def deep_tables(path: Path) -> Path:
    return _docx(path, "<w:tbl><w:tr><w:tc>" * 80 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 80)


def wide_nested_tables(path: Path) -> Path:
    """Cells are searched for paragraphs at each of their levels."""
    rows = "<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>" * 9000
    return _docx(path, "<w:tbl><w:tr><w:tc>" * 60 + f"<w:tbl>{rows}</w:tbl>" + "</w:tc></w:tr></w:tbl>" * 60)


def many_attributes(path: Path) -> Path:
    return _docx(path, "<w:p " + " ".join(f'a{n}="13912340001"' for n in range(100_000)) + "/>")


def many_merges(path: Path) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    data = io.BytesIO()
    book.save(data)
    plain = path.with_suffix(".plain")
    plain.write_bytes(data.getvalue())
    merges = "".join('<mergeCell ref="A1:XFD1048576"/>' for _n in range(20_000))
    with zipfile.ZipFile(plain) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    sheet = sheet.replace("</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>")
    return repack(plain, path, parts={"xl/worksheets/sheet1.xml": sheet}, edits={})


def zip_in_zip(path: Path) -> Path:
    """Archives in archives in a document."""
    data = b"0" * 1_000_000
    for level in range(6):
        packed_ = io.BytesIO()
        with zipfile.ZipFile(packed_, "w", zipfile.ZIP_DEFLATED) as package:
            for number in range(8):
                package.writestr(f"{level}-{number}.zip", data)
        data = packed_.getvalue()
    plain = path.with_suffix(".plain")
    docx.Document().save(str(plain))
    return repack(plain, path, parts={"word/embeddings/a.bin": data}, edits={})


def large_png(path: Path) -> Path:
    Image.new("1", (6900, 7200)).save(path, "PNG")
    return path


BOMBS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "forms in forms": ("a.pdf", forms_in_forms),
    "huge content": ("a.pdf", huge_content),
    "packed thrice": ("a.pdf", packed_thrice),
    "JBIG2": ("a.pdf", jbig2),
    "JPEG 2000": ("a.pdf", jpx),
    "packed picture": ("a.pdf", flate_picture),
    "cross references": ("a.pdf", cross_references),
    "nested arrays": ("a.pdf", nested_arrays),
    "nested tree of pages": ("a.pdf", nested_tree),
    "loop of pages": ("a.pdf", loops),
    "many letters": ("a.pdf", many_letters),
    "deep XML": ("a.docx", deep_xml),
    "deep tables": ("a.docx", deep_tables),
    "wide nested tables": ("a.docx", wide_nested_tables),
    "many attributes": ("a.docx", many_attributes),
    "zips in zips": ("a.docx", zip_in_zip),
    "many merges": ("a.xlsx", many_merges),
    "large png": ("a.png", large_png),
}
