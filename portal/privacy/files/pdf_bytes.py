"""What lies in the bytes of a PDF and in none of its objects: before its header and behind its end, in comments, in
objects that no cross-reference leads to any more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pikepdf

from portal.privacy.files.foreign_text import CONTROLS, runs
from portal.privacy.files.kinds import OPENABLE
from portal.privacy.files.layers import Contents
from portal.privacy.files.pdf_objects import MAX_STREAM, MAX_STREAMS, unpacked
from portal.privacy.files.pdf_strings import FAULTS, is_in, said
from portal.privacy.files.refusals import FileRefused, Reason

PLACE = "文件里的多余数据"
HEAD, TAIL = "文件开头的多余数据", "文件末尾的多余数据"
STREAM = re.compile(rb"(?<!end)stream\r?\n(.*?)endstream", re.DOTALL)
COMMENT = re.compile(rb"%([^\r\n]*)")
MARKS = re.compile(rb"%PDF-[\d.]+|%%EOF|%[\x80-\xff]{4,8}(?=[\r\n])")
COUNTS = re.compile(
    rb"/ID\s*\[[^\]]{0,400}\]|\d{10} \d{5} [nf]|(?:/Length\d?|/Prev|/Size|/First|/[A-Z]|startxref)\s+\d+(?!\d)"
)
OBJECT = re.compile(rb"(?<!\d)(\d{1,7})\s+(\d{1,5})\s+obj\b")
PICTURE = re.compile(rb"/Subtype\s*/Image\b")
SHOWS = re.compile(rb"\b(?:Tj|TJ)\b")
BLANK = b"\0\t\n\r \x1a"
OLD_PICTURES = "文件里留着没有用到的图片，机器不读，请人看过；清理后的文件里没有它。"
LOCKED_AWAY = "加密的文件里留着目录不再指到的内容，机器读不出，请人看过；清理后的文件里没有它。"
OLD_DRAWINGS = "文件里留着删去的页面内容，机器只读出其中一部分文字，请人看过；清理后的文件里没有它。"


def read(data: bytes, document: pikepdf.Pdf, contents: Contents, known: str, *, read_before: int) -> None:
    """``known``: all texts of the file without blanks; ``read_before``: up to where the bytes were read as earlier
    revisions."""
    _around(data, contents)
    if document.is_encrypted:
        written, there = _written(data[read_before:]), {one.objgen for one in document.objects}
        if any(times > 1 or number not in there for number, times in written.items()):
            contents.unread.append(LOCKED_AWAY)
        return
    streams = {hash(_raw(one)) for one in document.objects if isinstance(one, pikepdf.Stream)}
    position, between, left = 0, [], MAX_STREAMS
    found: list[str] = []
    for match in STREAM.finditer(data):
        between.append(data[position : match.start()])
        position = match.end()
        raw = match.group(1).rstrip(b"\r\n")
        if hash(raw) in streams:
            continue
        plain = unpacked(raw) or raw
        left -= len(plain)
        if left < 0:
            raise FileRefused(Reason.BOMB)
        found += said(plain)
        if match.start() >= read_before:
            _tell(data[max(match.start() - 500, 0) : match.start()], plain, contents)
    between.append(data[position:])
    found += _loose(b"\n".join(between))
    contents.hidden(PLACE, [run for run in dict.fromkeys(found) if not is_in(known, run)])


def _written(data: bytes) -> Counter[tuple[int, int]]:
    """How often an object of each number and generation begins."""
    return Counter((int(number), int(generation)) for number, generation in OBJECT.findall(data))


def _raw(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_raw_bytes().rstrip(b"\r\n")
    except FAULTS:
        return b""


def _around(data: bytes, contents: Contents) -> None:
    begin, end = data.find(b"%PDF-"), data.rfind(b"%%EOF")
    for place, rest in ((HEAD, data[: max(begin, 0)]), (TAIL, data[end + 5 :] if end >= 0 else b"")):
        if rest.strip(BLANK):
            contents.attached.append((place, rest.strip(b"\n\r ")))


def _tell(head: bytes, plain: bytes, contents: Contents) -> None:
    """A sentence on a stream that nothing leads to."""
    if PICTURE.search(head[head.rfind(b" obj") :]) or plain.startswith(OPENABLE):
        contents.unread.append(OLD_PICTURES)
    elif SHOWS.search(plain):
        contents.unread.append(OLD_DRAWINGS)


def _loose(data: bytes) -> Iterator[str]:
    """Of what stands between the streams: strings, comments, what else tells something."""
    plain = COUNTS.sub(b"", MARKS.sub(b"", data))
    yield from said(plain[:MAX_STREAM])
    for comment in COMMENT.findall(plain[:MAX_STREAM]):
        if comment.isascii() and not CONTROLS.search(comment):
            yield comment.decode().strip()
        else:
            yield from runs(comment)
