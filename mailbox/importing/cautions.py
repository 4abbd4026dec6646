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
from mailbox.marking import PublicTexts
from mailbox.models import Mark, PublicDraft
from portal.privacy.lookup import normalize_phone

MOBILE = re.compile(r"1[3-9]\d{9}")
REPORT = re.compile(r"举报|检举|控告")
CRISIS = re.compile(r"自杀|轻生|跳楼|性侵|猥亵|强奸|虐待|家暴")
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
    found = marking.find_marks(draft, known_names, official_phones=official_phones)
    return marking.without_overlaps([*found, *_cautions(draft)])


def is_office_line(draft: PublicDraft, mark: Mark) -> bool:
    """A landline or hotline in the official reply; a mobile anywhere, and any phone in the letter, is none."""
    if mark.kind != "phone" or mark.field != "answer":
        return False
    return MOBILE.search(normalize_phone(draft.answer[mark.start : mark.end])) is None


def for_a_person(texts: PublicTexts, marks: Collection[Mark]) -> list[Mark]:
    """Those of ``marks`` that hold the row."""
    draft = PublicDraft(title=texts.title, question=texts.question, answer=texts.answer)
    return [mark for mark in marks if not is_office_line(draft, mark)]


def _cautions(draft: PublicDraft) -> list[Mark]:
    found = [
        Mark(
            draft=draft, field="title", start=hit.start(), end=hit.end(), kind="other", mask=hit.group(), reason=reason
        )
        for pattern, reason in ((REPORT, _("可能是举报")), (CRISIS, _("可能涉及伤害或危机")))
        for hit in pattern.finditer(draft.title)
    ]
    found += [
        Mark(draft=draft, field="question", start=hit.start(), end=hit.end(), kind="other", mask=hit.group(),
             reason=_("可能涉及伤害或危机"))
        for hit in CRISIS.finditer(draft.question)
    ]  # fmt: skip
    if len(GREETING.sub("", DATE.sub("", draft.answer))) < SHORTEST_ANSWER:
        reason = _("答复没有说明情况")
        found.append(
            Mark(draft=draft, field="answer", start=0, end=len(draft.answer), kind="other", mask="", reason=reason)
        )
    return found


def reasons(marks: Collection[Mark]) -> str:
    """What holds a row, in words: kinds of personal data, and the other reasons."""
    words = [mark.reason if mark.kind == "other" else marking.kind_label(mark.kind) for mark in marks]
    return "、".join(dict.fromkeys(words))
