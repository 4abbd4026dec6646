"""Text that people typed or pasted, made safe to store: what a reader sees stays, what only confuses goes."""

from __future__ import annotations

import re
import unicodedata

LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
# Embeddings, overrides and isolates can make a line read backwards; the marks U+200E/F and U+061C only do so beside
# them, and no Chinese, Mongolian or Uyghur letter needs either to be read.
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MISLEADING = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0001]")
TRAILING_SPACE = re.compile(r"[^\S\n]+(?=\n|$)")
BLANK_LINES = re.compile(r"\n{4,}")


def clean_text(text: str) -> str:
    """``text`` for storage: NFC, ``\\n`` line ends, no control, bidi or invisible characters, trimmed.

    Rare hanzi, emoji (their joiners and selectors), tabs and inner spaces stay. More than two blank lines become two.
    Idempotent. Full-width characters stay as typed: searching folds them, storing does not.
    """
    text = LINE_ENDS.sub("\n", text)
    text = MISLEADING.sub("", BIDI_CONTROLS.sub("", text))
    text = "".join(char for char in text if char in "\n\t" or not _is_unstorable(char))
    text = unicodedata.normalize("NFC", text)
    return BLANK_LINES.sub("\n\n\n", TRAILING_SPACE.sub("", text)).strip()


def _is_unstorable(char: str) -> bool:
    """Control characters, lone surrogates (neither UTF-8 nor PostgreSQL can hold them) and non-characters."""
    return unicodedata.category(char) in ("Cc", "Cs") or (ord(char) & 0xFFFE) == 0xFFFE or "\ufdd0" <= char <= "\ufdef"


def count_characters(text: str) -> int:
    """What a writer would count: characters seen, without white space; an emoji or letter with its marks is one."""
    count = 0
    joined = False
    for char in text:
        if char == "\u200d":
            joined = True
        elif not _is_seen(char):
            continue
        elif joined:
            joined = False
        else:
            count += 1
    return count


def _is_seen(char: str) -> bool:
    """False for white space, combining marks, selectors, skin tones and other characters that draw no sign alone."""
    if char.isspace() or "\U0001f3fb" <= char <= "\U0001f3ff":
        return False
    return unicodedata.category(char) not in ("Mn", "Me", "Cf", "Cc", "Cs")
