"""What somebody with a zip program and a text editor puts into a docx so that no reader of it comes by."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from pathlib import Path
from urllib.parse import quote

import docx
import pytest
from PIL import Image

from portal.privacy.files import directions, reading
from portal.privacy.files.cleaning import clean
from portal.privacy.files.findings import report
from portal.privacy.files.inspection import inspect
from portal.privacy.files.kinds import FileKind
from portal.privacy.files.layers import Contents
from tests.portal.privacy.files.documents import repack, unpacked
from tests.portal.privacy.files.nasty_word import SPACES, W

PHONE = "13800004712"
SAID = "我叫许文静"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


def plain(path: Path, text: str = "报名从三月一日开始") -> Path:
    made = docx.Document()
    made.add_paragraph(text)
    made.core_properties.author = ""
    for relation in list(made.part.package.rels.values()):
        if relation.reltype.endswith("/thumbnail"):
            del made.part.package.rels[relation.rId]
    made.save(str(path))
    return path


def crafted(
    folder: Path,
    body: str = "",
    *,
    parts: dict[str, str | bytes] | None = None,
    edits: dict[str, tuple[str, str]] | None = None,
) -> Path:
    changes = {**(edits or {}), **({"word/document.xml": ("<w:sectPr", f"{body}<w:sectPr")} if body else {})}
    return repack(plain(folder / "plain.docx"), folder / "a.docx", parts=parts or {}, edits=changes)


def texts(path: Path, *, shown: bool | None = None) -> list[str]:
    layers = reading.read(path, FileKind.DOCX).layers
    return [unit.text for layer in layers if shown in {None, layer.shown} for unit in layer.units]


def bare(said: list[str]) -> str:
    """The texts, one a line, without what may stand between two digits of a number."""
    return "\n".join("".join(char for char in text if char not in " -") for text in said)


def body(inside: str) -> str:
    return f"<w:p {SPACES}>{inside}</w:p>"


def row(text: str, properties: str = "") -> str:
    return f"<w:tr>{properties}<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"


def link(target: str) -> dict[str, tuple[str, str]]:
    relation = f'<Relationship Id="rId99" Type="{LINKS}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/document.xml.rels": ("</Relationships>", f"{relation}</Relationships>")}


HIDDEN = {
    "tail of a paragraph": f"<w:p/>{PHONE}",
    "run beside the paragraphs": f"<w:r><w:t>{PHONE}</w:t></w:r>",
    "words among the settings": f"<w:p><w:pPr><w:t>{PHONE}</w:t></w:pPr></w:p>",
    "instruction inside hidden words": body(
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{PHONE[:5]}<?x y?>{PHONE[5:]}</w:t></w:r>"
    ),
    "hidden sign by sign": body("".join(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{char}</w:t></w:r>" for char in PHONE)),
    "deleted in pieces that repeat": body(
        "".join(f"<w:del><w:r><w:delText>{piece}</w:delText></w:r></w:del>" for piece in ("138", "00", "00", "4712"))
    ),
    "namespace": f'<w:p xmlns:q="urn:{PHONE}"/>',
    "name of an attribute": f'<w:p q{PHONE}="1"/>',
    "spaced in a description": body('<w:r><w:drawing><wp:docPr id="7" descr="Call 138-0000-4712"/></w:drawing></w:r>'),
    "data of a field": body(
        '<w:r><w:fldChar w:fldCharType="begin"><w:fldData>'
        f"{base64.b64encode(f'电话{PHONE}'.encode('utf-16-le')).decode()}</w:fldData></w:fldChar></w:r>"
    ),
    "deleted row": f"<w:tbl>{row('表')}{row(PHONE, '<w:trPr><w:del/></w:trPr>')}</w:tbl>",
}


@pytest.mark.parametrize("place", HIDDEN)
def test_what_no_reader_sees_is_read(tmp_path, place):
    source = crafted(tmp_path, HIDDEN[place])
    assert PHONE in bare(texts(source, shown=False))
    assert PHONE not in bare(texts(source, shown=True))


NAMES = {
    "font": body(f'<w:r><w:rPr><w:rFonts w:eastAsia="{SAID}"/></w:rPr><w:t>字</w:t></w:r>'),
    "several fonts": body(f'<w:r><w:rPr><w:rFonts w:eastAsia="宋体 {SAID}"/></w:rPr><w:t>字</w:t></w:r>'),
    "identifier": f'<w:p><w:bookmarkStart w:id="{SAID}" w:name="x"/></w:p>',
    "data of a field": body(
        f"<w:r><w:fldChar><w:fldData>{base64.b64encode(SAID.encode('utf-16-le')).decode()}</w:fldData></w:fldChar></w:r>"
    ),
}


@pytest.mark.parametrize("place", NAMES)
def test_names_where_only_programs_write_are_read(tmp_path, place):
    assert SAID in "\n".join(texts(crafted(tmp_path, NAMES[place]), shown=False))


SHOWN = {
    "comment inside a word": body(f"<w:r><w:t>{PHONE[:5]}<!-- -->{PHONE[5:]}</w:t></w:r>"),
    "row in a content control": f"<w:tbl>{row('表')}<w:sdt><w:sdtContent>{row(PHONE)}</w:sdtContent></w:sdt></w:tbl>",
    "row in custom XML": f'<w:tbl><w:customXml w:element="x">{row(PHONE)}</w:customXml></w:tbl>',
    "row in a choice": (
        f"<w:tbl>{row('表')}<mc:AlternateContent {SPACES}><mc:Choice>{row(PHONE)}</mc:Choice></mc:AlternateContent>"
        "</w:tbl>"
    ),
    "symbols": body("<w:r>" + "".join(f'<w:sym w:font="Arial" w:char="00{ord(c):02X}"/>' for c in PHONE) + "</w:r>"),
    "signs of a symbol font": body(f"<w:r><w:t>{''.join(chr(0xF000 + ord(c)) for c in PHONE)}</w:t></w:r>"),
    "written backwards by a sign": body(f"<w:r><w:t>\u202e{PHONE[::-1]}\u202c</w:t></w:r>"),
    "written backwards by a run": body(f'<w:bdo w:val="rtl"><w:r><w:t>{PHONE[::-1]}</w:t></w:r></w:bdo>'),
}


@pytest.mark.parametrize("place", SHOWN)
def test_what_the_reader_sees_is_read_as_the_reader_sees_it_and_masked(tmp_path, place):
    source = crafted(tmp_path, SHOWN[place])
    assert PHONE in bare(texts(source, shown=True))
    clean(source, tmp_path / "b.docx")
    assert PHONE.encode() not in unpacked(tmp_path / "b.docx")


def test_digits_that_tabs_part_are_one_number(tmp_path):
    source = crafted(tmp_path, body("<w:r><w:t>138</w:t><w:tab/><w:t>0000</w:t><w:tab/><w:t>4712</w:t></w:r>"))
    assert PHONE in {"".join(one.text.split()) for one in inspect(source).found}


def test_a_box_of_a_dingbat_font_is_no_letter(tmp_path):
    source = crafted(tmp_path, body('<w:r><w:sym w:font="Wingdings" w:char="F052"/><w:t>同意</w:t></w:r>'))
    assert "☑同意" in texts(source, shown=True)


PARTS = {
    "part called like the main one": (
        {"word/document.xml.old.xml": f'<w:p xmlns:w="{W}"><w:r><w:t>{PHONE}</w:t></w:r></w:p>'}, {},
    ),
    "element of custom data": ({"customXml/item1.xml": f"<f><_{PHONE}/></f>"}, {}),
    "comment among the types": ({}, {"[Content_Types].xml": ("</Types>", f"<!-- {PHONE} --></Types>")}),
    "type": ({}, {"[Content_Types].xml": ("</Types>", f'<Default Extension="x{PHONE}" ContentType="a/b"/></Types>')}),
    "comment before the root": ({}, {"word/document.xml": ("<w:document", f"<!-- {PHONE} --><w:document")}),
    "comment behind the root": (
        {}, {"docProps/core.xml": ("</cp:coreProperties>", f"</cp:coreProperties><!-- {PHONE} -->")},
    ),
    "telephone link": ({}, link("tel:+86-138-0000-4712")),
    "variable": ({}, {"word/settings.xml": ("</w:settings>", '<w:docVar w:val="138 0000 4712"/></w:settings>')}),
}  # fmt: skip


@pytest.mark.parametrize("place", PARTS)
def test_what_any_part_says_outside_its_words_is_read(tmp_path, place):
    parts, edits = PARTS[place]
    assert PHONE in bare(texts(crafted(tmp_path, parts=parts, edits=edits), shown=False))


@pytest.mark.parametrize("coding", ["utf-8", "gb18030"])
def test_a_link_is_read_as_its_percent_signs_say(tmp_path, coding):
    source = crafted(tmp_path, edits=link(f"https://x.cn/?q={quote(SAID, encoding=coding)}"))
    assert SAID in "\n".join(texts(source))


def raw_zip(path: Path, entries: list[tuple[str, bytes, bytes]]) -> Path:
    """Entries of name, content and bytes that stand behind the content's own end."""
    out = directory = b""
    for name, data, behind in entries:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush() + behind
        sizes = (20, 0, 8, 0, 0x21, zlib.crc32(data), len(packed), len(data), len(name), 0)
        header = struct.pack("<HHHHHIIIHH", *sizes)
        directory += b"PK\x01\x02\x14\0" + header + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + name.encode()
        out += b"PK\x03\x04" + header + name.encode() + packed
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(out), 0)
    path.write_bytes(out + directory + b"PK\x05\x06" + end)
    return path


def entries(path: Path) -> list[tuple[str, bytes, bytes]]:
    with zipfile.ZipFile(path) as package:
        return [(name, package.read(name), b"") for name in package.namelist()]


def test_bytes_behind_the_end_of_a_packed_part_are_read(tmp_path):
    plain_ones = entries(plain(tmp_path / "plain.docx"))
    tailed = [(name, data, PHONE.encode() if name == "word/styles.xml" else b"") for name, data, _b in plain_ones]
    assert PHONE in bare(texts(raw_zip(tmp_path / "a.docx", tailed)))


def test_what_a_folder_holds_is_read(tmp_path):
    source = raw_zip(
        tmp_path / "a.docx", [*entries(plain(tmp_path / "plain.docx")), ("word/x/", f"{PHONE} ".encode(), b"")]
    )
    assert PHONE in bare(texts(source))


@pytest.mark.parametrize("where", ["behind", "before", "in the comment", "in an extra field"])
def test_a_picture_in_the_archive_that_is_no_part_waits_for_a_person(tmp_path, where):
    source, picture = plain(tmp_path / "a.docx"), io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(picture, "JPEG")
    if where == "behind":
        source.write_bytes(source.read_bytes() + picture.getvalue())
    elif where == "before":
        source.write_bytes(b"PK\x03\x04" + picture.getvalue() + source.read_bytes())
    else:
        with zipfile.ZipFile(source, "a") as package:
            if where == "in the comment":
                package.comment = picture.getvalue()
            else:
                extra = zipfile.ZipInfo("word/media/x.xml")
                extra.extra = struct.pack("<HH", 0x7777, len(picture.getvalue())) + picture.getvalue()
                package.writestr(extra, "<x/>")
    assert reading.read(source, FileKind.DOCX).unread


def numbered(text: str, start: str = "1") -> dict[str, str | bytes]:
    level = f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:lvlText w:val="{text}"/></w:lvl>'
    return {"word/numbering.xml": f'<w:numbering xmlns:w="{W}"><w:abstractNum>{level}</w:abstractNum></w:numbering>'}


@pytest.mark.parametrize(
    ("text", "start", "asked"),
    [
        ("1380000%1", "4712", True),
        ("%1", "13800004712", True),
        ("%1.%2.%3.%4.%5.%6.%7.%8.%9", "1", False),
        ("第%1章", "1", False),
        ("〔2026〕%1号", "12", False),
    ],
)
def test_numbers_of_lists_that_are_as_long_as_somebodys_wait_for_a_person(tmp_path, text, start, asked):
    source = crafted(tmp_path, parts=numbered(text, start))
    assert bool(reading.read(source, FileKind.DOCX).unread) is asked


def test_an_ordinary_document_needs_nobody(tmp_path):
    """With lists, tables, pictures, fonts and all the parts that the library writes."""
    made = docx.Document(str(plain(tmp_path / "plain.docx")))
    made.add_heading("招生通知", 1)
    made.add_paragraph("小学", style="List Number")
    table = made.add_table(2, 2)
    for number, cell in enumerate(cell for line in table.rows for cell in line.cells):
        cell.text = str(number)
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "green").save(picture, "PNG")
    picture.seek(0)
    fonts = made.add_paragraph("方正").runs[0].font.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "eastAsia"):
        fonts.set(f"{{{W}}}{name}", "方正小标宋简体")
    made.save(str(tmp_path / "a.docx"))
    inspection = inspect(tmp_path / "a.docx")
    assert not report(inspection, tmp_path / "a.docx").needs_a_person, (inspection.found, inspection.unread)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\u202ecba\u202cd", "aabcd"),
        ("\u202e21\n34", "12\n34"),
        ("\u202e3\u202d12\u202c", "123"),
        ("甲\u2066乙\u2069", "甲\u2066乙\u2069"),
    ],
)
def test_text_is_read_in_the_order_in_which_it_is_seen(written, read):
    assert directions.as_read(written) == read


def test_repetitions_of_hidden_texts_are_told_once():
    contents = Contents()
    contents.hidden("批注", ["甲", "甲", " "])
    assert [unit.text for layer in contents.layers for unit in layer.units] == ["甲"]
