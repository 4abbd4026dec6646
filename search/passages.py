"""What of a document is worth comparing by meaning. Pure.

Its title, and its answer in pieces of a few sentences. Measured on both judged sets: pieces of the question added
nothing beside the title; one vector for a whole answer hides the sentence that helps. A notice or an official question
and answer is found by a piece from its middle, so it is read to the end; the answer to a letter says what helps in its
first pieces, and an office's thousands of letters are to be understood within minutes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from search.documents import Document

PIECE = 110  # characters of a piece: what is embedded well at once; its cost grows with its length
PIECES = 23  # of one answer; longer answers get longer pieces
LONGEST_PIECE = 180
PIECES_OF_LETTER = 2
SENTENCE = re.compile(r"(?<=[。！？!?；;\n])")
PAUSE = re.compile(r"[，,、：:]")
# Sentences that stand in every letter and tell nothing of its matter: greetings, thanks, "the reply is as follows".
FORMULA = re.compile(r"您好|你好|收悉|悉知|(?:回复|答复)如下|感谢您|祝您|祝您?生活愉快|特此回复|此复")
FORMULA_LENGTH = 60  # longer sentences say something beside it


class Part(StrEnum):
    TITLE = "title"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True)
class Passage:
    part: Part
    text: str


def passages(document: Document) -> list[Passage]:
    """The passages of ``document`` that get a vector each, in a fixed order."""
    title = document.title.strip()
    told = [Passage(Part.TITLE, title)] if title else []
    found = pieces(document.body)
    read = found if is_general(document.title, document.question) else found[:PIECES_OF_LETTER]
    return told + [Passage(Part.ANSWER, piece) for piece in read]


def is_general(title: str, question: str) -> bool:
    """Whether a text answers everybody (a notice, an official question and answer) and not one letter: there is no
    letter, or nothing in it beside its subject."""
    asked = "".join(filter(str.isalnum, question))
    return not asked or asked in "".join(filter(str.isalnum, title))


def sentences(text: str) -> list[str]:
    """Sentences of ``text`` that say anything, without the formulas of politeness."""
    found = (piece.strip() for piece in SENTENCE.split(text.replace("\r", "\n")))
    return [each for each in found if re.search(r"\w", each) and not _is_formula(each)]


def _is_formula(sentence: str) -> bool:
    return len(sentence) < FORMULA_LENGTH and FORMULA.search(sentence) is not None


def pieces(text: str) -> list[str]:
    """``text`` in at most PIECES pieces of whole sentences; what is longer than all of them together is left out."""
    size = min(max(PIECE, len(text) // (PIECES - 3)), LONGEST_PIECE)
    found, current = [], ""
    for sentence in sentences(text):
        for part in _cut(sentence, size):
            if current and len(current) + len(part) > size:
                found.append(current)
                current = ""
            current = f"{current} {part}".strip()
    if current:
        found.append(current)
    return found[:PIECES]


def _cut(sentence: str, size: int) -> Iterator[str]:
    """A sentence far longer than ``size`` in parts, cut at a pause where there is one in the later half."""
    while len(sentence) > size * 1.5:
        pauses = [each.end() for each in PAUSE.finditer(sentence, size // 2, size)]
        end = pauses[-1] if pauses else size
        yield sentence[:end]
        sentence = sentence[end:]
    yield sentence
