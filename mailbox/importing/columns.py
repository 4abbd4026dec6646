"""Which column means what. Headers come in Chinese or English, in any order, among others we do not need."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from difflib import get_close_matches

from django.utils.translation import gettext as _

NUMBER, WRITER, SUBJECT, SENT, BODY, ANSWER, ANSWERED = (
    "number", "writer", "subject", "sent", "body", "answer", "answered",
)  # fmt: skip
LABELS = {
    NUMBER: "留言编号",
    WRITER: "留言用户",
    SUBJECT: "留言主题",
    SENT: "留言时间",
    BODY: "留言详情",
    ANSWER: "答复意见",
    ANSWERED: "答复时间",
}
ENGLISH = {
    NUMBER: ("number", "id", "letter number", "message id"),
    WRITER: ("user", "writer", "author", "user id"),
    SUBJECT: ("subject", "title", "topic"),
    SENT: ("sent", "date", "time", "received", "received at", "sent at", "created at"),
    BODY: ("body", "text", "content", "detail", "details", "message"),
    ANSWER: ("answer", "reply", "answer text", "reply text"),
    ANSWERED: ("answered", "answered at", "answer date", "answer time", "reply date", "reply time", "replied at"),
}
ALWAYS = (NUMBER, SUBJECT, SENT, BODY)
WITH_ANSWER = (*ALWAYS, ANSWER, ANSWERED)


class UnreadableFile(Exception):
    """The file cannot be taken in as a whole; ``str()`` is a full Chinese sentence. Nothing was saved."""


def folded(header: object) -> str:
    """A header without what people and programs add: width, case, spaces, line breaks, underscores."""
    text = unicodedata.normalize("NFKC", str(header if header is not None else ""))
    return re.sub(r"[\s_\-\u200b\ufeff]+", "", text).lower()


KNOWN = {
    **{folded(label): field for field, label in LABELS.items()},
    **{folded(name): field for field, names in ENGLISH.items() for name in names},
}


def places(headers: Sequence[object], required: Collection[str]) -> dict[str, int]:
    """Field → position of its column. Raises UnreadableFile that names what is missing or double, and what is there."""
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        field = KNOWN.get(folded(header))
        if field is None:
            continue
        if field in found:
            raise UnreadableFile(_("“%(column)s”这一列出现了两次，请删去一列再导入。") % {"column": LABELS[field]})
        found[field] = place
    missing = [field for field in required if field not in found]
    if missing:
        raise UnreadableFile(_missing(missing, headers))
    return found


def _missing(missing: Sequence[str], headers: Sequence[object]) -> str:
    seen = [str(header).strip()[:20] for header in headers if header is not None and str(header).strip()][:20]
    unknown = [header for header in seen if folded(header) not in KNOWN]
    guesses = []
    for field in missing:
        near = get_close_matches(LABELS[field], unknown, n=1, cutoff=0.5)
        guesses += [_("“%(seen)s”是不是“%(column)s”？") % {"seen": near[0], "column": LABELS[field]}] if near else []
    sentence = _("缺少这些列：%(missing)s。表头里有：%(seen)s。请改好表头再导入，什么都还没有保存。") % {
        "missing": "、".join(LABELS[field] for field in missing),
        "seen": "、".join(seen) or _("什么都没有"),
    }
    return sentence + "".join(guesses)
