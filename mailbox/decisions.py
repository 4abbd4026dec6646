"""What people decided about marks, for the administrator: words the machine marks in vain, words it does not know.

Only a list. A rule comes of it when an administrator makes one, with a reason (``portal.privacy.models.MarkRule``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, When
from django.db.models.functions import Substr

from mailbox.enums import Decision, Visibility
from mailbox.marking import FIELDS
from mailbox.models import Mark
from portal.privacy import kinds

MOST = 200  # rows a list; the most frequent first
MONTHS = (1, 3, 6, 12)


@dataclass(frozen=True)
class Judged:
    """One passage as it was decided, over all copies. ``mark``: the id of its latest mark."""

    words: str
    kind: str
    reason: str
    rejected: int
    accepted: int
    mark: int

    @property
    def label(self) -> str:
        return kinds.label(self.kind)


def rejected(now: datetime, months: int) -> list[Judged]:
    """Marks of the machine that people refused in the last ``months``, with how often the same ones were accepted."""
    return _judged(_decided(now, months).filter(by_machine=True), Q(rejected__gt=0), "-rejected")


def added(now: datetime, months: int) -> list[Judged]:
    """What people marked by hand: words that the machine had not seen."""
    return _judged(_decided(now, months).filter(by_machine=False), Q(accepted__gt=0), "-accepted")


def _decided(now: datetime, months: int) -> QuerySet[Mark]:
    """Those of the last months. A letter found to be a report, or withheld, is out of this list too."""
    return decided().filter(decided_at__gte=now - timedelta(days=31 * months))


def decided() -> QuerySet[Mark]:
    """All decided marks that an administrator may see the words of: of no report, and of no letter that is withheld,
    as one about harm to a child."""
    return Mark.objects.filter(draft__public_answer__letter__withheld="").exclude(
        Q(decision=Decision.OPEN) | Q(draft__public_answer__letter__visibility=Visibility.RESTRICTED)
    )


def words_expression() -> Case:
    """The marked words, cut out of the draft by the database."""
    length = F("end") - F("start")
    cuts = [When(field=field, then=Substr(f"draft__{field}", F("start") + 1, length)) for field in FIELDS]
    return Case(*cuts, output_field=CharField())


def _judged(marks: QuerySet[Mark], having: Q, order: str) -> list[Judged]:
    rows = (
        marks.annotate(words=words_expression())
        .order_by()
        .values("words", "kind", "reason")
        .annotate(
            rejected=Count("pk", filter=Q(decision=Decision.REJECTED)),
            accepted=Count("pk", filter=Q(decision=Decision.ACCEPTED)),
            mark=Max("pk"),
        )
        .filter(having)
        .order_by(order, "words")[:MOST]
    )
    return [Judged(**row) for row in rows]
