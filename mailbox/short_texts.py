"""One short text apart from a draft: the name of an attached file, a heading, a caption. Searched as letters are.

A file's name joins words with signs where a sentence has blanks: 李雪_诊断书(2).pdf.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbox import marking
from mailbox.marking import Case
from portal.privacy.marks import Span, apply

JOINED = re.compile(r"[_\-+.~@#()\[\]（）【】]")
EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")


@dataclass(frozen=True)
class ShortText:
    """``spans`` count characters of ``text``; ``proposed`` is the text with every mask in place."""

    text: str
    spans: list[Span]
    proposed: str

    @property
    def is_clean(self) -> bool:
        return not self.spans


def look_through(text: str, case: Case) -> ShortText:
    """What must not be public in ``text``. Raises TextTooLong beyond the detector's limit."""
    spans = marking.spans_of(text, case)
    return ShortText(text, spans, apply(text, spans))


def look_through_name(name: str, case: Case) -> ShortText:
    """The same for a file's name: the extension stays, what joins words is read as a blank."""
    end = EXTENSION.search(name)
    stem = name[: end.start()] if end else name
    seen = {(span.start, span.end): span for span in marking.spans_of(stem, case)}
    for span in marking.spans_of(JOINED.sub(" ", stem), case):
        if all(span.end <= start or stop <= span.start for start, stop in seen):
            words = stem[span.start : span.end]
            seen[span.start, span.end] = Span(
                span.start, span.end, span.kind, words, span.mask, span.reason, span.confidence
            )
    spans = [seen[place] for place in sorted(seen)]
    return ShortText(name, spans, apply(name, spans))
