"""Strings and bytes of a PDF in any spelling, and those that no object of it holds: each is read."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from portal.privacy.files.cleaning import clean
from portal.privacy.files.findings import report
from portal.privacy.files.inspection import inspect
from tests.portal.privacy.files.documents import line, phone
from tests.portal.privacy.files.test_pdf_apart import NAME, NUMBER, made, said

DER_NAME = b"\x30\x81\x29\x31\x1d\x30\x1b\x06\x03\x55\x04\x03\x0c\x14" + (NAME + "x" * 5).encode()


def typed(kind: str, data: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        stream = Stream(document, data)
        stream.Type, stream.N, stream.First = Name(kind), 0, 0
        document.Root.Extra = document.make_indirect(stream)

    return change


def put(value: object) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: setattr(document.Root, "Odd", value)


def held(data: bytes) -> Callable[[pikepdf.Pdf], None]:
    return lambda document: setattr(document.Root, "Odd", document.make_stream(data))


IN_OBJECTS: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "string in GBK": (put(String(NAME.encode("gbk"))), NAME),
    "string in UTF-8": (put(String(NAME.encode())), NAME),
    "negative number": (put(-int(NUMBER)), NUMBER),
    "number with a fraction": (put(pikepdf.Object.parse(f"{NUMBER}.0".encode())), NUMBER),
    "digits in a list": (put(Array([String(digit) for digit in NUMBER])), NUMBER),
    "name with separators": (put(Name("/139-1234-0001")), "139-1234-0001"),
    "table of objects that is none": (typed("/ObjStm", f"{NUMBER} ".encode() * 3), NUMBER),
    "cross-references that are none": (typed("/XRef", f"{NUMBER} ".encode() * 3), NUMBER),
    "gzip": (held(gzip.compress(f"{NUMBER} ".encode() * 3)), NUMBER),
    "XML in UTF-16": (held(f"<x><creator>{NAME}</creator></x>".encode("utf-16")), NAME),
    "XML with signs as numbers": (held(b"<x:y>" + b"".join(b"&#%d;" % ord(c) for c in NAME) + b"</x:y>"), NAME),
    "certificate": (put(Dictionary(Type=Name.Sig, Contents=String(DER_NAME))), NAME),
}


@pytest.mark.parametrize("name", IN_OBJECTS)
def test_what_an_object_says_is_read_however_it_is_written(tmp_path, name):
    change, text = IN_OBJECTS[name]
    assert text in said(inspect(made(tmp_path / "a.pdf", change)))


def test_a_signature_is_left_to_a_person(tmp_path):
    change, _text = IN_OBJECTS["certificate"]
    assert any("电子签名" in one for one in inspect(made(tmp_path / "a.pdf", change)).unread)


def archive() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("list.txt", f"{NUMBER} " * 50)
    return data.getvalue()


def orphan(path: Path) -> None:
    """A packed stream before the cross-references, which do not list it."""
    data, packed = path.read_bytes(), zlib.compress(f"BT ({NUMBER}) Tj ET\n".encode() * 20)
    added = b"\n99 0 obj\n<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(packed), packed)
    start = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    path.write_bytes(data[:start] + added + data[start:].replace(b"%d" % start, b"%d" % (start + len(added))))


def behind(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(path.read_bytes() + data) and None


def before(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data + path.read_bytes()) and None


IN_BYTES: dict[str, tuple[Callable[[Path], None], str]] = {
    "comment": (behind(b"\n% tel 139-1234-0001\n%%EOF\n"), "139-1234-0001"),
    "name in a comment": (behind(f"\n% {NAME}\n".encode()), NAME),
    "archive behind the end": (behind(archive()), NUMBER),
    "text before the header": (before(f"{NAME}\n".encode()), NAME),
    "object that nothing leads to": (orphan, NUMBER),
}


@pytest.mark.parametrize("name", IN_BYTES)
def test_what_no_object_holds_is_read_and_gone(tmp_path, name):
    change, text = IN_BYTES[name]
    source = made(tmp_path / "a.pdf")
    change(source)
    assert text in said(inspect(source))
    clean(source, tmp_path / "b.pdf")
    assert text not in said(inspect(tmp_path / "b.pdf"))


@pytest.mark.parametrize("typed_as_file", [True, False])
def test_a_picture_that_is_attached_is_left_to_a_person(tmp_path, typed_as_file):
    """Unlike one on a page, of which the page says so."""

    def change(document: pikepdf.Pdf) -> None:
        data = io.BytesIO()
        Image.new("L", (40, 30)).save(data, "PNG" if typed_as_file else "GIF")
        stream = Stream(document, data.getvalue())
        if typed_as_file:
            stream.Type = Name.EmbeddedFile
        document.Root.Names = Dictionary(Files=Dictionary(Type=Name.Filespec, F=String("a"), EF=Dictionary(F=stream)))

    assert any(one.startswith("附件") for one in inspect(made(tmp_path / "a.pdf", change)).unread)


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"linearize": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"compress_streams": False},
        {"encryption": pikepdf.Encryption(user="", owner="x")},
        {"encryption": pikepdf.Encryption(user="", owner="x"), "linearize": True},
        {
            "encryption": pikepdf.Encryption(user="", owner="x", R=4),
            "object_stream_mode": pikepdf.ObjectStreamMode.generate,
        },
    ],
)
def test_a_plain_document_waits_for_nobody_however_it_is_saved(tmp_path, how):
    with pikepdf.open(
        made(tmp_path / "a.pdf", content=line("call the office") + line("in March 2026", y=600))
    ) as plain:
        plain.docinfo["/CreationDate"] = "D:20260301080000+08'00'"
        plain.save(tmp_path / "b.pdf", **how)
    inspection = inspect(tmp_path / "b.pdf")
    assert phone(1) not in said(inspection)
    assert not report(inspection, tmp_path / "b.pdf").needs_a_person


def locked(path: Path, key: bytes) -> Path:
    """A document that opens without a password and whose owner's key (48 bytes that nobody checks) is ``key``."""
    with pikepdf.open(made(path, content=line("call the office"))) as plain:
        plain.save(path.with_name("locked.pdf"), encryption=pikepdf.Encryption(user="", owner="x"))
    data = path.with_name("locked.pdf").read_bytes()
    old = re.search(rb"/O <([0-9a-f]{96})>", data)
    assert old
    path.with_name("locked.pdf").write_bytes(data.replace(old[1], key.ljust(48, b"\x01").hex().encode()))
    return path.with_name("locked.pdf")


def test_the_keys_of_an_encrypted_document_are_noise_unless_a_number_stands_there(tmp_path):
    noise = locked(tmp_path / "a.pdf", b"ff\xd5\xc8\xde\x03\xcd\xf5\xd0\xa1\xc3\xf7\x02")
    assert not report(inspect(noise), noise).needs_a_person
    assert NUMBER in said(inspect(locked(tmp_path / "b.pdf", NUMBER.encode())))


def test_what_nothing_leads_to_in_an_encrypted_document_waits_for_a_person(tmp_path):
    source = locked(tmp_path / "a.pdf", b"key")
    assert not inspect(source).unread
    orphan(source)
    assert any(one.startswith("加密的文件里留着") for one in inspect(source).unread)
    again = locked(tmp_path / "a.pdf", b"key")
    data = again.read_bytes()
    again.write_bytes(data.replace(b"xref\n", b"4 0 obj\n(old)\nendobj\nxref\n", 1))
    assert any(one.startswith("加密的文件里留着") for one in inspect(again).unread)
    clean(source, tmp_path / "b.pdf")
    assert not inspect(tmp_path / "b.pdf").unread
