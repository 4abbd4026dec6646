"""What search knows of a thing: a plain record of its public words. Nothing else ever reaches an index.

Only fields that a stranger may read on the thing's own page are copied here; the leak test plants canaries in the rest.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import astuple, dataclass, replace
from datetime import date
from enum import StrEnum

from search.analysis import version as analysis_version


class Kind(StrEnum):
    """Kinds of results, in the order in which they are offered."""

    ANSWER = "answer"
    DISCLOSURE = "disclosure"
    ARTICLE = "article"


def _letters(text: str) -> str:
    """``text`` without spaces and punctuation: the same words may be set differently."""
    return re.sub(r"\W+", "", text)


@dataclass(frozen=True)
class Document:
    """``id`` is "<source>:<primary key>". ``question`` is empty where nobody asked; ``answer`` is the body then."""

    id: str
    kind: Kind
    title: str
    url: str
    question: str = ""
    answer: str = ""
    brief: str = ""
    unit: str = ""
    topic: str = ""
    on: date | None = None  # answered, published or in force since
    superseded: bool = False

    @property
    def source(self) -> str:
        return self.id.partition(":")[0]

    @property
    def body(self) -> str:
        """The words a reader opens in place: the short answer first, then the full one; no words twice."""
        brief = self.brief.strip()
        if _letters(brief) in _letters(self.answer):
            return self.answer
        return "\n".join(part for part in (brief, self.answer) if part)

    @property
    def fingerprint(self) -> str:
        """Changes when the words, or the way they are read, change: an index entry with another one is stale.

        The address is left out: it is read from the live page, never from the index.
        """
        content = repr((astuple(replace(self, url="")), analysis_version()))
        return hashlib.sha256(content.encode()).hexdigest()[:16]
