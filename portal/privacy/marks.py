"""Machine marks for de-identification (去标识化): what a published text must not show, and what stands there instead.

The marks are proposals: a person accepts, rejects or adds each one, a second person releases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from portal.privacy.detectors.registry import findings
from portal.privacy.detectors.rules import Rule, hidden, without_kept
from portal.privacy.folding import is_invisible
from portal.privacy.lookup import normalize_phone
from portal.privacy.replacements import replacement
from portal.privacy.spans import Case, Finding, Kind, Span, View, without_overlap

__all__ = ["LONGEST", "Kind", "Rule", "Span", "TextTooLong", "apply", "find"]


LONGEST = 50_000  # characters: 2 s on one core; a letter has 20,000 at most, a row of an import 50,000


class TextTooLong(ValueError):
    """More than ``LONGEST`` characters; the message is the sentence to show."""

    def __init__(self, length: int) -> None:
        super().__init__(f"这段文字有{length:,}个字，超过{LONGEST:,}个字，没有检查。请分成几段，或作为附件检查。")


def find(
    text: str,
    known_names: Iterable[str] = (),
    official_phones: Iterable[str] = (),
    rules: Collection[Rule] = (),
) -> list[Span]:
    """Marks on ``text``, sorted, without overlap, in positions of ``text`` itself.

    ``known_names`` are the people of the case (writer, child, staff); ``official_phones`` survive; ``rules`` are the
    administrator's. Raises TextTooLong.
    """
    if len(text) > LONGEST:
        raise TextTooLong(len(text))
    view = View.of(text)
    phones = frozenset(normalize_phone(phone) for phone in official_phones) - {""}
    case = Case(known_names=frozenset(known_names), official_phones=phones)
    found = [*without_kept(view, rules, findings(view, case)), *hidden(view, rules)]
    kept = without_overlap(_trimmed(view, finding) for finding in found)
    return [_span(view, finding) for finding in kept if view.text[finding.start : finding.end].strip()]


def apply(text: str, spans: Sequence[Span]) -> str:
    """``text`` with each span replaced by its mask. Raises ValueError when spans overlap or belong to another text."""
    parts: list[str] = []
    last = 0
    for span in sorted(spans, key=lambda span: span.start):
        if span.start < last or text[span.start : span.end] != span.text:
            raise ValueError("标记与正文对不上：正文在标记之后改过，请重新标记。")
        parts += [text[last : span.start], span.mask]
        last = span.end
    return "".join([*parts, text[last:]])


def _trimmed(view: View, finding: Finding) -> Finding:
    """Without blanks at either end, which a pattern may have taken along."""
    part = view.text[finding.start : finding.end]
    start = finding.start + len(part) - len(part.lstrip())
    end = max(start, finding.end - (len(part) - len(part.rstrip())))
    return Finding(start, end, finding.kind, finding.reason, finding.confidence)


def _span(view: View, finding: Finding) -> Span:
    start, end = view.origin[finding.start], view.origin[finding.end - 1] + 1
    while end < len(view.source) and is_invisible(view.source[end]):
        end += 1  # the frame around 7️⃣
    text = view.source[start:end]
    mask = replacement(view, finding)
    return Span(start, end, finding.kind, text, mask, finding.reason, finding.confidence)
