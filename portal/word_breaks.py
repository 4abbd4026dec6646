"""Where a Chinese heading may break: between words, never inside one.

The heading has ``word-break: keep-all``; a ``<wbr>`` between the words found by the search segmenter lets it wrap.
"""

from collections.abc import Iterator
from functools import lru_cache

import rjieba

# Characters that lean on the word before them: particles, and the last syllable of a place or an office.
_LEANS_BACK = frozenset("的了吗呢吧着过们地得里上下中内外前后路区局校园科室街站省市县村号日月年元条个所封天")
_OPENERS = frozenset("（《“‘〔【[(")
_LONGEST_RUN = 6  # single characters kept together: unknown names, verbs like 转来; longer runs may break anywhere


def _is_word(token: str) -> bool:
    return any(character.isalnum() for character in token)


def _glue(current: str, token: str) -> bool:
    """Whether ``token`` stays with ``current``, so that no break comes between them."""
    if not _is_word(token):
        return token not in _OPENERS
    if current[-1] in _OPENERS or token in _LEANS_BACK or (token.isascii() and current.isascii()):
        return True
    if current.isascii() or token.isascii():  # a number stays with its unit: 2026年, 第3天, 每3个
        return len(token) == 1 or len(current) <= 1
    return len(token) == 1 and len(current) < _LONGEST_RUN and _last_single(current)


def _last_single(current: str) -> bool:
    return len(rjieba.cut(current, False)[-1]) == 1 and current[-1] not in _LEANS_BACK and _is_word(current[-1])


def _chunks(text: str) -> Iterator[str]:
    current = ""
    for token in rjieba.cut(text, False):
        if current and not _glue(current, token):
            yield current
            current = ""
        current += token
    if current:
        yield current


@lru_cache(maxsize=2048)
def chunks(text: str) -> tuple[str, ...]:
    """``text`` cut at the places where a line may end; joined again it is ``text``."""
    pieces: list[str] = []
    for chunk in _chunks(text):
        # A lone character (一, 怎) reads with what follows it.
        if pieces and len(pieces[-1]) == 1 and pieces[-1] not in _LEANS_BACK and not pieces[-1].isspace():
            pieces[-1] += chunk
        else:
            pieces.append(chunk)
    return tuple(pieces)
