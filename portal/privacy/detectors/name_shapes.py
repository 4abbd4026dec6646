"""How a Chinese person's name looks, and where it ends in running text."""

from __future__ import annotations

import re
from functools import cache

from portal.privacy.lexicon import alternatives, words

HANZI = "一-鿿㐀-䶿\U00020000-\U0002ebef"
DOTTED = re.compile(rf"[{HANZI}]{{2,7}}[·•・‧.．][{HANZI}]{{2,8}}(?:[·•・‧][{HANZI}]{{2,8}})*")
LATIN = re.compile(r"[A-Z][a-z]{2,14}(?: [A-Z][a-z]{1,14}){0,2}(?![A-Za-z\d])")
# What may follow a name in a sentence: no hanzi at all, or a word that begins the rest of the sentence.
STOP = re.compile(
    rf"$|[^{HANZI}]|[和与跟及同的被把将在是有说让对给从到向也都还又就不没要会能去来为因已未曾系等做读上患得今现这那一两该自"
    r"叫名称反打骂带收于却只更再刚曾想应很太非常当以其之所私用拿找问写住请违吃报参入考称某队比则按据可处任]"
    r"|老师|同学|女士|先生|校长|主任|园长|小朋友|妈|爸|家长|家属|同志|二人|三人|两人|爷|奶|阿姨|师傅|医生|个人|本人|手机|电话|身份|微信|生于|出生|年龄|男|女"
)


@cache
def _surname() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('compound_surnames')})|[{''.join(words('surnames'))}]")


def surname_end(text: str, at: int) -> int | None:
    """Where a surname that starts at ``at`` ends, the compound one first; None when there is none."""
    match = _surname().match(text, at)
    return match.end() if match else None


def is_word(text: str) -> bool:
    """True for everyday words and public figures, which are no private person's name unless a context says so."""
    return text in words("common_words") or text in words("public_figures")


def name_end(text: str, at: int, *, sure: bool = False) -> int | None:
    """Where a name that starts at ``at`` ends, or None.

    ``sure``: the context says that a name stands here (我叫…), so that everyday words count and the end may be guessed.
    """
    dotted = DOTTED.match(text, at)
    if dotted:
        return dotted.end()
    end = surname_end(text, at)
    if end is None:
        return None
    whole = [length for length in (2, 1) if _all_hanzi(text, end, length)]
    for length in whole:
        if STOP.match(text, end + length) and (sure or not is_word(text[at : end + length])):
            return end + length
    if sure and whole:
        return end + whole[0]
    return None


def _all_hanzi(text: str, start: int, length: int) -> bool:
    part = text[start : start + length]
    return len(part) == length and re.fullmatch(rf"[{HANZI}]+", part) is not None
