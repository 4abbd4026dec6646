"""Strings whose encoding nobody says, as old programs and cameras write them: UTF-8, GB 18030, UTF-16, Latin-1."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from itertools import pairwise

from portal.privacy.files.packages import TELLING, readable_runs

MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_BE: "utf-16-be", codecs.BOM_UTF16_LE: "utf-16-le"}
HANZI = re.compile(r"[\u3400-\u9fff]")
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
MAX_GUESSED = 100_000  # bytes; in longer ones runs of frequent 汉字 come by chance
SHORT = 4000  # bytes in which three frequent 汉字 in a row are no chance
PAIRS = re.compile(rb"(?:[\xb0-\xd7][\xa1-\xfe]){3}(?:[\xb0-\xf7\xa1\xa3][\xa1-\xfe]|[\x20-\x7e])*")  # GB 2312
WIDE = re.compile(r"[\x20-\x7e\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]{3,}")
TAG = re.compile(r"<([^>]*)>")
QUOTED = re.compile(r'"([^"]*)"|\'([^\']*)\'')
VOCABULARY = re.compile(
    r"https?://(?:ns|purl|www|iptc|cipa|xmp|schemas)\b[^\s]*|W5M0MpCehiHzreSzNTczkc9d|uuid:\S+|xmp\.\w+:\S+"
)


def texts(raw: bytes) -> list[str]:
    """What the bytes may say, mostly one reading; of binary data the runs in it that tell something."""
    for mark, codec in MARKS.items():
        if raw.startswith(mark):
            return [raw[len(mark) :].decode(codec, "replace")]
    wide = _wide(raw)
    if wide is not None:
        return [wide]
    if len(CONTROLS.findall(raw)) > len(raw) / 10:
        return runs(raw)
    for codec in ("utf-8", "gb2312"):
        try:
            return [raw.decode(codec)]
        except UnicodeDecodeError:
            continue
    if sum(byte > 0x7F for byte in raw) > len(raw) / 3:  # no language of Latin letters: keys and sums
        return runs(raw)
    return [raw.decode("latin-1"), *(run for run in runs(raw) if HANZI.search(run))]


def _wide(raw: bytes) -> str | None:
    """UTF-16 without its mark, told by the zeros beside its blanks, letters and digits."""
    for first, codec in ((0, "utf-16-be"), (1, "utf-16-le")):
        if len(raw) > 4 and raw[first::2].count(0) > len(raw) / 8 and raw[1 - first :: 2].count(0) <= 1:
            return raw.decode(codec, "replace")
    return None


def runs(data: bytes) -> list[str]:
    """``readable_runs``, and of what is not long also runs of frequent 汉字 in UTF-16 and GB 18030."""
    found = readable_runs(data)
    if len(data) <= MAX_GUESSED:
        guessed = list(_wide_hanzi(data))
        if not any(HANZI.search(run) for run in found):
            pairs = (match.group() for match in PAIRS.finditer(data))
            guessed += [run.decode("gb18030", "ignore") for run in pairs if not _is_counting(run)]
        found += [run for run in guessed if len(HANZI.findall(run)) >= (3 if len(data) <= SHORT else 5)]
    return list(dict.fromkeys(found))


def _is_counting(run: bytes) -> bool:
    """The tables of a jpeg hold the numbers from 0xA1 to 0xFA in their order."""
    return sum(following - byte == 1 for byte, following in pairwise(run)) > len(run) / 2


def _wide_hanzi(data: bytes) -> Iterator[str]:
    for start, codec in ((0, "utf-16-le"), (1, "utf-16-le"), (0, "utf-16-be"), (1, "utf-16-be")):
        for run in WIDE.findall(data[start:].decode(codec, "ignore")):
            # Bytes of anything else, read so, are mostly rare 汉字.
            if sum(map(_is_frequent, run)) >= 0.8 * sum(char > "\x7e" for char in run):
                yield run


def _is_frequent(char: str) -> bool:
    """One of the 3,755 of GB 2312's first level."""
    try:
        return b"\xb0\xa1" <= char.encode("gb2312") <= b"\xd7\xf9"
    except UnicodeEncodeError:
        return False


def of_xml(data: bytes) -> list[str]:
    """Texts and values of attributes of XMP, whatever its encoding, its references to characters resolved; of its
    tags what tells something."""
    (said, *_more) = texts(data) or [""]
    plain = VOCABULARY.sub("", html.unescape(html.unescape(said.replace("\0", ""))))
    found = [text.strip() for text in TAG.split(plain)[::2]]
    for tag in TAG.findall(plain):
        found += [one or other for one, other in QUOTED.findall(tag)]
        rest = QUOTED.sub(" ", tag)
        found += [rest] if TELLING.search(rest) else []
    return [text for text in dict.fromkeys(found) if text.strip()]
