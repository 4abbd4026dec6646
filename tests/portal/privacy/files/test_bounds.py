"""Bad files end in a sentence, soon and without taking the machine's memory. The bounds are tested in the process that
holds them."""

from __future__ import annotations

import io
import json
import signal
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import docx
import pikepdf
import pytest
from django.conf import settings
from PIL import Image

from portal.privacy.files import child, clock, kinds
from portal.privacy.files.inspection import inspect
from portal.privacy.files.refusals import FileRefused, Reason, sentence
from tests.portal.privacy.files.bombs import BOMBS
from tests.portal.privacy.files.documents import line, pdf, repack

pytestmark = pytest.mark.usefixtures("in_the_child")


def refusal(path: Path) -> Reason:
    with pytest.raises(FileRefused) as refused:
        inspect(path)
    assert str(refused.value).startswith(sentence(refused.value.reason))
    return refused.value.reason


def plain_docx(path: Path) -> Path:
    docx.Document().save(str(path))
    return path


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def test_a_picture_of_a_thousand_million_pixels_is_refused_by_its_header(tmp_path):
    assert refusal(written(tmp_path / "a.png", png_header(40_000, 25_000))) is Reason.PIXELS
    assert refusal(written(tmp_path / "b.png", png_header(8_000, 7_500))) is Reason.PIXELS


def test_a_zip_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path):
    source = plain_docx(tmp_path / "plain.docx")
    bomb = repack(source, tmp_path / "a.docx", parts={"word/extra.xml": b"<a>" + b" " * 20_000_000 + b"</a>"}, edits={})
    assert bomb.stat().st_size < 100_000
    assert refusal(bomb) is Reason.BOMB


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path):
    source = plain_docx(tmp_path / "plain.docx")
    repack(source, tmp_path / "a.docx", parts={"word/extra.xml": b"<a>" + b" " * 900_000 + b"</a>"}, edits={})
    data = (tmp_path / "a.docx").read_bytes()
    lie = data.replace(struct.pack("<I", 900_007), struct.pack("<I", 70))
    assert lie != data
    assert refusal(written(tmp_path / "a.docx", lie)) in {Reason.BOMB, Reason.BROKEN}


def test_too_many_parts_are_refused(tmp_path):
    source = plain_docx(tmp_path / "plain.docx")
    many = {f"word/x{number}.xml": b"<a/>" for number in range(3100)}
    assert refusal(repack(source, tmp_path / "a.docx", parts=many, edits={})) is Reason.BOMB


def many_entries(path: Path, count: int, declared: int) -> Path:
    """A table of contents of ``count`` names; ``declared``: how many the end of the file says there are."""
    entry = b"PK\x01\x02" + struct.pack("<6H3I5H2I", 20, 20, 0, 0, 0, 33, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0) + b"aa"
    end = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, declared, declared, len(entry) * count, 30, 0)
    return written(path, b"PK\x03\x04" + b"\0" * 26 + entry * count + end)


@pytest.mark.parametrize(("count", "declared"), [(30_000, 30_000), (30_000, 1), (4_000, 4_000)])
def test_a_long_table_of_contents_is_refused_before_anything_of_it_is_read(tmp_path, monkeypatch, count, declared):
    monkeypatch.setattr(zipfile, "ZipFile", None)  # would be a TypeError
    assert refusal(many_entries(tmp_path / "a.docx", count, declared)) is Reason.BOMB


def test_a_long_table_of_contents_in_the_record_for_large_archives_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(zipfile, "ZipFile", None)
    wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, 900_000_000, 4)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 4, 1)
    end = b"PK\5\6" + struct.pack("<4H2IH", 0, 0, 1, 1, 46, 4, 0)
    assert refusal(written(tmp_path / "a.docx", b"PK\3\4" + wide + locator + end)) is Reason.BOMB
    assert refusal(written(tmp_path / "b.docx", b"PK\3\4" + wide + b"x" + locator + end)) is Reason.BOMB


def test_a_large_progressive_photograph_is_too_large_and_not_damaged(tmp_path):
    """All its coefficients lie in memory at once, so less of it can be opened than of a plain one."""
    data = io.BytesIO()
    Image.new("RGB", (16, 16)).save(data, "JPEG", progressive=True)
    frame, large = struct.pack(">HH", 16, 16), struct.pack(">HH", 7000, 7000)
    assert refusal(written(tmp_path / "a.jpg", data.getvalue().replace(frame, large, 1))) is Reason.MEMORY


def test_entities_are_not_expanded(tmp_path):
    laughs = '<!DOCTYPE a [<!ENTITY b "{}">]><a>{}</a>'.format("x" * 1000, "&b;" * 1000)
    source = repack(plain_docx(tmp_path / "plain.docx"), tmp_path / "a.docx", parts={"word/x.xml": laughs}, edits={})
    assert refusal(source) is Reason.BROKEN


def test_a_pdf_of_a_hundred_thousand_objects_is_refused(tmp_path):
    objects = b"".join(b"%d 0 obj\n<< /A 1 >>\nendobj\n" % number for number in range(1, 100_001))
    tail = b"trailer\n<< /Root 1 0 R /Size 100001 >>\nstartxref\n0\n%%EOF"
    assert refusal(written(tmp_path / "a.pdf", b"%PDF-1.4\n" + objects + tail)) is Reason.OBJECTS


def test_a_pdf_that_packs_its_objects_into_streams_is_counted_as_well(tmp_path):
    with pikepdf.new() as document:
        document.Root.Many = pikepdf.Array([document.make_indirect(pikepdf.Dictionary(A=n)) for n in range(50_000)])
        document.add_blank_page()
        document.save(tmp_path / "a.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert refusal(tmp_path / "a.pdf") is Reason.OBJECTS


def test_more_pages_than_a_person_would_check_are_refused(tmp_path):
    with pikepdf.new() as document:
        for _page in range(301):
            document.add_blank_page()
        document.save(tmp_path / "a.pdf")
    assert refusal(tmp_path / "a.pdf") is Reason.PAGES


def test_files_with_a_password_are_refused(tmp_path):
    with pikepdf.open(pdf(tmp_path / "plain.pdf", [line("open")])) as document:
        document.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(user="secret", owner="secret"))
    assert refusal(tmp_path / "a.pdf") is Reason.LOCKED
    assert refusal(written(tmp_path / "a.docx", kinds.OLE + b"\0" * 2000)) is Reason.LOCKED


def test_damaged_files_are_refused(tmp_path):
    whole = plain_docx(tmp_path / "plain.docx").read_bytes()
    assert refusal(written(tmp_path / "a.docx", whole[: len(whole) // 2])) is Reason.BROKEN
    assert refusal(written(tmp_path / "b.docx", b"PK\x03\x04 not a zip")) is Reason.BROKEN
    assert refusal(written(tmp_path / "a.pdf", b"%PDF-1.7\n garbage")) is Reason.BROKEN
    photo = io.BytesIO()
    Image.new("RGB", (400, 400), "red").save(photo, "JPEG")
    assert refusal(written(tmp_path / "a.jpg", photo.getvalue()[:700])) is Reason.BROKEN
    broken = repack(tmp_path / "plain.docx", tmp_path / "c.docx", parts={"word/document.xml": "<w:document"}, edits={})
    assert refusal(broken) is Reason.BROKEN


def test_files_that_are_not_what_they_are_called_are_refused(tmp_path):
    assert refusal(written(tmp_path / "a.pdf", b"")) is Reason.EMPTY
    assert refusal(written(tmp_path / "a.exe", b"MZ\0\0")) is Reason.UNKNOWN
    assert refusal(written(tmp_path / "a.doc", kinds.OLE + b"\0" * 2000)) is Reason.UNKNOWN
    plain_docx(tmp_path / "a.docx").rename(tmp_path / "a.pdf")
    assert refusal(tmp_path / "a.pdf") is Reason.UNKNOWN
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("x.txt", "x")
    assert refusal(tmp_path / "a.zip") is Reason.UNKNOWN


def limited(seconds: float, code: str) -> subprocess.CompletedProcess[str]:
    """Runs ``code`` in a process of its own under the limits, with so many seconds of processor time."""
    script = f"from portal.privacy.files import child, clock; child.limit({seconds})\n{code}"
    command = [sys.executable, "-c", script]
    return subprocess.run(command, capture_output=True, text=True, cwd=settings.BASE_DIR, check=False)


def test_the_child_never_takes_more_memory_than_it_may():
    code = (
        "try:\n"
        "    held = [bytearray(10_000_000) for _ in range(100)]\n"
        "except MemoryError:\n"
        "    print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])\n"
    )
    assert 100_000 < int(limited(5, code).stdout) < 300_000


SIGPROF = -27


def test_the_child_ends_when_its_time_is_over():
    assert limited(0.1, "while True: pass").returncode == SIGPROF


def test_work_that_was_done_gives_more_time_up_to_a_bound():
    """A grant beyond all bounds gives no more than ``MOST``; without one the same work would be the end."""
    work = "import time\nwhile time.process_time() < 0.6: pass\nprint('done')"
    assert limited(0.3, work).returncode == SIGPROF
    assert limited(0.3, f"clock.grant(2)\n{work}").stdout == "done\n"
    assert limited(0.3, f"clock.MOST = 0.1\nclock.grant(1000)\n{work}").returncode == SIGPROF


def test_a_small_file_gets_two_seconds_and_a_large_one_more():
    assert clock.for_reading(10_000) < 2
    assert 3 < clock.for_reading(kinds.MAX_BYTES) < 8


def test_a_process_whose_time_nobody_counts_is_not_ended_by_a_grant():
    clock.grant(0.01)
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def outcome(path: Path) -> Reason | None:
    """Why the file was refused, or None when it was read and nothing was found in it."""
    try:
        return None if inspect(path).found == () else Reason.SURVIVED
    except FileRefused as refused:
        return refused.reason


TO_ITS_END = {"loop of pages", "nested tree of pages", "cross references", "deep XML", "many merges", "large png"}
ENDS = {Reason.TOO_SLOW, Reason.MEMORY, Reason.BROKEN, Reason.BOMB, Reason.PIXELS, Reason.CELLS}


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_made_to_be_slow_or_large_is_refused_or_read(tmp_path, name):
    """Those that depend on the machine may be either; that none takes the portal along is what counts."""
    file, build = BOMBS[name]
    found = outcome(build(tmp_path / file))
    assert found in (ENDS if name in TO_ITS_END else {None, *ENDS})


@pytest.mark.parametrize(("code", "reason"), [("signal", Reason.TOO_SLOW), ("memory", Reason.MEMORY)])
def test_however_the_child_ends_there_is_a_sentence(tmp_path, monkeypatch, code, reason):
    fake = tmp_path / "python"
    body = {"signal": "kill -PROF $$", "memory": "echo MemoryError >&2; exit 1"}[code]
    fake.write_text(f"#!/bin/sh\n{body}\n")
    fake.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(fake))
    assert refusal(plain_docx(tmp_path / "a.docx")) is reason


def test_what_the_child_is_told_holds_no_text_of_the_file(tmp_path):
    order = {"task": "read", "kind": "docx", "source": str(plain_docx(tmp_path / "a.docx"))}
    assert json.loads(json.dumps(child.answer(order)))["contents"]["layers"] != []
