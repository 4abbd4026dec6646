"""From a row of cells to a past letter: cleaned, checked, or refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from mailbox.importing import columns
from mailbox.importing.files import SourceRow
from portal.text import clean_text

LONGEST_NUMBER, LONGEST_WRITER, LONGEST_SUBJECT, LONGEST_TEXT = 60, 60, 100, 50_000
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
DAY_FORMATS = ("%Y/%m/%d", "%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日")
TIME_FORMATS = ("", " %H:%M:%S", " %H:%M")
ACCOUNT = re.compile(r"[A-Za-z0-9_\-*]{2,}")


class RowProblem(Exception):
    """This row cannot be taken in; ``str()`` says why in Chinese."""


@dataclass(frozen=True)
class PastLetter:
    """One past letter, as clean as we store it. Times are aware. ``answer`` is empty when there is none."""

    line: int
    number: str
    writer: str
    subject: str
    body: str
    sent: datetime
    answer: str = ""
    answered: datetime | None = None

    @property
    def same_matter(self) -> str:
        """Equal for the same writer and the same words, white space aside; empty for an unknown writer."""
        if not self.writer:
            return ""
        return sha256(f"{self.writer}\x1f{squeezed(self.body)}".encode()).hexdigest()

    @property
    def known_names(self) -> list[str]:
        """The writer, when that is a person's name and not the number of an account."""
        return [] if not self.writer or ACCOUNT.fullmatch(self.writer) else [self.writer]


def squeezed(text: str) -> str:
    """``text`` without any white space: what two copies of a letter have in common."""
    return re.sub(r"\s+", "", text)


def understand(row: SourceRow, *, answered: bool, now: datetime) -> PastLetter:
    """The letter of one row. Raises RowProblem. ``answered``: a reply and its time are required."""
    if row.problem:
        raise RowProblem(row.problem)
    values = row.values
    letter = PastLetter(
        line=row.line,
        number=_number(values.get(columns.NUMBER)),
        writer=_text(values, columns.WRITER, LONGEST_WRITER, required=False),
        subject=re.sub(r"\s+", " ", _text(values, columns.SUBJECT, LONGEST_SUBJECT)),
        body=_text(values, columns.BODY, LONGEST_TEXT),
        sent=_moment(values, columns.SENT, now),
        answer=_text(values, columns.ANSWER, LONGEST_TEXT, required=answered),
        answered=_moment(values, columns.ANSWERED, now) if answered or values.get(columns.ANSWERED) else None,
    )
    if letter.answered is not None and letter.answered < letter.sent:
        raise RowProblem(_("答复时间早于留言时间"))
    return letter


def _number(value: object) -> str:
    """A number typed as text or as a number; spreadsheets turn 2549 into 2549.0."""
    if isinstance(value, bool) or value is None:
        raise RowProblem(_("没有留言编号"))
    text = clean_text(str(int(value)) if isinstance(value, float) and value.is_integer() else str(value))
    if not text:
        raise RowProblem(_("没有留言编号"))
    if len(text) > LONGEST_NUMBER:
        raise RowProblem(_("留言编号超过%(most)s个字") % {"most": LONGEST_NUMBER})
    return text


def _text(values: Mapping[str, object], field: str, longest: int, *, required: bool = True) -> str:
    """Cleaned text; no-break spaces and the tabs of a web page's source become plain ones."""
    value = values.get(field)
    text = clean_text(re.sub(r"[\t\u00a0]+", " ", str(value if value is not None else "")))
    text = re.sub(r"\n[ \u3000]*(?:\n[ \u3000]*)+", "\n\n", text)
    label = columns.LABELS[field]
    if required and not text:
        raise RowProblem(_("%(column)s是空的") % {"column": label})
    if len(text) > longest:
        raise RowProblem(
            _("%(column)s有%(count)s个字，最多%(most)s个") % {"column": label, "count": len(text), "most": longest}
        )
    return text


def _moment(values: Mapping[str, object], field: str, now: datetime) -> datetime:
    """A time in the site's zone, neither before 1990 nor after ``now``."""
    label = columns.LABELS[field]
    read = _read_moment(values.get(field))
    if read is None:
        raise RowProblem(_("%(column)s看不懂，要写成2026/11/23 9:30:00这样") % {"column": label})
    aware = timezone.make_aware(read) if timezone.is_naive(read) else read
    if not EARLIEST <= aware <= now:
        raise RowProblem(_("%(column)s不在1990年到今天之间") % {"column": label})
    return aware


def _read_moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - made aware by the caller
    text = re.sub(r"\s+", " ", str(value or "").replace("T", " ")).strip()
    for day in DAY_FORMATS:
        for clock in TIME_FORMATS:
            try:
                return datetime.strptime(text, day + clock)  # noqa: DTZ007 - made aware by the caller
            except ValueError:
                continue
    return None
