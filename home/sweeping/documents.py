"""Files with a sign in each layer that people forget: properties, comments, hidden sheets, EXIF."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pikepdf
from docx import Document
from openpyxl.comments import Comment
from PIL import Image

SHOWN = ("text", "cell")  # places that a reader of the file sees
Sign = Callable[[str], str]  # place inside the file → the sign to put there


def word(sign: Sign) -> bytes:
    document = Document()
    document.add_paragraph(f"招生通知 {sign('text')}")
    run = document.add_paragraph().add_run("附注")
    document.add_comment(run, text=sign("comment"), author=sign("comment author"))
    document.core_properties.author = sign("author")
    document.core_properties.keywords = sign("keywords")
    return _written(document.save)


def workbook(sign: Sign) -> bytes:
    book = openpyxl.Workbook()
    shown = book.active or book.create_sheet()
    shown["A1"] = f"收费表 {sign('cell')}"
    shown["A1"].comment = Comment(sign("comment"), "编辑")
    hidden = book.create_sheet("草稿")
    hidden["A1"], hidden.sheet_state = sign("hidden sheet"), "hidden"
    book.properties.creator = sign("creator")
    return _written(book.save)


def printed(sign: Sign) -> bytes:
    """A PDF with compressed text, a property and a note on the page."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page = pdf.add_blank_page(page_size=(400, 300))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 40 200 Td ({sign('text')}) Tj ET".encode())
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[10, 10, 30, 30], Contents=sign("note")
    )
    page.Annots = pikepdf.Array([note])
    pdf.docinfo["/Author"] = sign("author")
    return _written(lambda target: pdf.save(target, compress_streams=True))


def photograph(sign: Sign) -> bytes:
    picture = Image.new("RGB", (640, 480), "#88aacc")
    exif = picture.getexif()
    exif[0x010E], exif[0x013B] = sign("exif description"), sign("exif artist")
    return _written(lambda target: picture.save(target, "JPEG", exif=exif))


def _written(save: Callable[[io.BytesIO], object]) -> bytes:
    target = io.BytesIO()
    save(target)
    return target.getvalue()
