"""What of a document is worth comparing by meaning. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from search.documents import Document


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
    return [Passage(Part.TITLE, title)] if title else []
