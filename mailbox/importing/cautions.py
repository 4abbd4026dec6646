"""Why a past letter is not published with its batch but put before a person.

Whatever the detector finds holds a row, except the landline of an office in an official reply. Three more reasons come
from the rules of publication: reports and matters of abuse or crisis are never published in bulk, nor is a reply that
says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.translation import gettext as _

from mailbox import marking
from mailbox.importing.rows import PastLetter
from mailbox.marking import Case, PublicTexts
from mailbox.models import Mark, PublicDraft
from portal.privacy import kinds
from portal.privacy.folding import fold

REPORT = re.compile(r"举报|检举|控告")
CRISIS = re.compile(r"自杀|轻生|跳楼|性侵|猥亵|强奸|虐待|家暴")
# Any line in the letter itself: the detector leaves an office's landline alone, the batch's rule does not.
LINE = re.compile(
    r"(?<!\d)0\d{2,3}[-—－ ]?\d{7,8}(?!\d)"
    r"|(?<!\d)400[- ]?\d{3}[- ]?\d{4}(?!\d)"
    r"|(?<=[话机线打电]):? ?\d{7,8}(?!\d)"
)
DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
SHORTEST_ANSWER = 6  # characters beside greeting and date: fewer say nothing
GREETING = re.compile(r"(?:尊敬的)?(?:网友|市民|网民)(?:同志)?|[您你]好|(?:您的)?(?:留言|来信)?已收悉|[\s\W]")


def public_texts(letter: PastLetter) -> PublicTexts:
    """Subject, body and answer with the writer's own account or name given way to 网友 (writer → a general word)."""
    return PublicTexts(*(hide_writer(text, letter.writer) for text in (letter.subject, letter.body, letter.answer)))


def hide_writer(text: str, writer: str) -> str:
    """``网友“A00012”：您好`` becomes ``网友：您好``. A name of hanzi is left to the detector and a person."""
    if len(writer) < 3 or not writer.isascii():
        return text
    handle = re.compile(
        r"(?P<who>网友|网民|市民)?[\s“”\"'‘’《》【】]*(?<![A-Za-z0-9])"
        + re.escape(writer)
        + r"(?![A-Za-z0-9])[”\"’》】]?"
    )
    return handle.sub(lambda found: found["who"] or _("网友"), text)


def marks_of(texts: PublicTexts, known_names: Collection[str], official_phones: Collection[str] = ()) -> list[Mark]:
    """Everything there is to decide in ``texts``."""
    draft = PublicDraft(title=texts.title, question=texts.question, answer=texts.answer)
    found = marking.find_marks(draft, Case(frozenset(known_names), frozenset(official_phones)))
    return marking.without_overlaps([*found, *_cautions(draft)])


def is_office_line(draft: PublicDraft, mark: Mark) -> bool:
    """A landline or hotline in the official reply; a mobile anywhere, and any phone in the letter, is none."""
    return marking.is_office_line(mark.kind, mark.field, draft.answer[mark.start : mark.end])


def for_a_person(texts: PublicTexts, marks: Collection[Mark]) -> list[Mark]:
    """Those of ``marks`` that hold the row."""
    draft = PublicDraft(title=texts.title, question=texts.question, answer=texts.answer)
    return [mark for mark in marks if not is_office_line(draft, mark)]


def _cautions(draft: PublicDraft) -> list[Mark]:
    """The marks that come from the rules of publication, not from the detector."""
    found = [
        *_words(draft, "title", REPORT, _("可能是举报")),
        *_words(draft, "title", CRISIS, _("可能涉及伤害或危机")),
        *_words(draft, "question", CRISIS, _("可能涉及伤害或危机")),
        *_lines(draft, "title"),
        *_lines(draft, "question"),
    ]
    if len(GREETING.sub("", DATE.sub("", draft.answer))) < SHORTEST_ANSWER:
        found.append(_mark(draft, "answer", (0, len(draft.answer)), reason=_("答复没有说明情况")))
    return found


def _words(draft: PublicDraft, name: str, pattern: re.Pattern[str], reason: str) -> list[Mark]:
    hits = pattern.finditer(marking.text_of(draft, name))
    return [_mark(draft, name, hit.span(), reason=reason, mask=hit.group()) for hit in hits]


def _lines(draft: PublicDraft, name: str) -> list[Mark]:
    view = fold(marking.text_of(draft, name))
    spans = (view.span(*hit.span()) for hit in LINE.finditer(view.text))
    return [_mark(draft, name, span, kind="phone", reason=_("来信里的电话")) for span in spans]


def _mark(
    draft: PublicDraft, name: str, span: tuple[int, int], *, reason: str, kind: str = "other", mask: str = ""
) -> Mark:
    return Mark(draft=draft, field=name, start=span[0], end=span[1], kind=kind, mask=mask, reason=reason)


def reasons(marks: Collection[Mark]) -> str:
    """What holds a row, in words: kinds of personal data, and the other reasons."""
    words = [mark.reason if mark.kind == "other" else kinds.label(mark.kind) for mark in marks]
    return "、".join(dict.fromkeys(words))
