"""Bytes inside bytes: what is compressed, packed or encoded is opened, so that the search sees what a reader would."""

from __future__ import annotations

import base64
import binascii
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from portal.privacy.files.kinds import FileKind
from portal.privacy.files.refusals import FileRefused
from portal.privacy.files.sandbox import contents_of

DEEPEST = 5
MOST = 64 * 1024 * 1024  # bytes opened of one item
ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
GZIP = re.compile(rb"\x1f\x8b\x08")
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
PACKED = (b"PK\x03\x04", b"\x1f\x8b\x08", b"%PDF", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
WHOLE_ZLIB = 15
WHOLE_GZIP = 31


class Opened:
    """Everything inside one item, each layer once; stops after MOST bytes, so that a bomb is no danger."""

    def __init__(self) -> None:
        self._left = MOST

    def layers(self, data: bytes, *, depth: int = 0) -> Iterator[bytes]:
        """``data`` itself, then what is packed in it at any place."""
        yield data
        if depth >= DEEPEST:
            return
        for inner in self._inside(data):
            self._left -= len(inner)
            if self._left < 0:
                return
            yield from self.layers(inner, depth=depth + 1)

    def _inside(self, data: bytes) -> Iterator[bytes]:
        yield from self._inflated(data, ZLIB, WHOLE_ZLIB)
        yield from self._inflated(data, GZIP, WHOLE_GZIP)
        if b"PK\x03\x04" in data[:1024]:
            yield from self._unzipped(data)
        if b"%PDF" in data[:1024]:
            yield from _printed(data)
        for text in BASE64.finditer(data):
            inner = _decoded(text[0])
            if inner.startswith(PACKED):
                yield inner

    def _inflated(self, data: bytes, magic: re.Pattern[bytes], window: int) -> Iterator[bytes]:
        for place in magic.finditer(data):
            try:
                inner = zlib.decompressobj(window).decompress(data[place.start() :], max(self._left, 1))
            except zlib.error:
                continue  # two bytes that look like a beginning and are none
            if inner:
                yield inner

    def _unzipped(self, data: bytes) -> Iterator[bytes]:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for info in archive.infolist():
                    yield info.filename.encode() + b"\n" + info.comment
                    with archive.open(info) as member:
                        yield member.read(max(self._left, 1))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError):
            return  # broken or locked: its bytes have been searched as they are


def _decoded(text: bytes) -> bytes:
    """base64 of either alphabet, or nothing."""
    try:
        return base64.b64decode(text.translate(bytes.maketrans(b"-_", b"+/")) + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


def _printed(data: bytes) -> Iterator[bytes]:
    """The words of a PDF, whose letters may be numbers of a font; streams are opened by their own compression."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as spool:
        spool.write(data)
        spool.flush()
        try:
            contents = contents_of(Path(spool.name), FileKind.PDF)
        except FileRefused:
            return
        yield "\n".join(unit.text for layer in contents.layers for unit in layer.units).encode()


def mail_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """("headers" | "recipient" | "body", bytes) of a mail, with transfer encodings and encoded words undone."""
    message = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
    for name, value in message.items():
        yield "recipient" if name.lower() == "to" else "headers", f"{name}: {value}".encode()
    for part in message.walk():
        yield "headers", " ".join(f"{name}: {value}" for name, value in part.items() if part is not message).encode()
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            yield "body", content if isinstance(content, bytes) else str(content).encode()
