"""What readers did with an answer, as one number that ranking may use."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import Count, Q

from search.deflection.models import Deed, DeflectionEvent

NEUTRAL = 0.5
PRIOR = 5.0  # imagined helped and imagined not helped readers each: few real ones move the share only a little


def share(helped: int, failed: int) -> float:
    """Smoothed share of readers an answer helped (0–1), the mean of a Beta distribution; 0.5 for no reader."""
    return (max(helped, 0) + PRIOR) / (max(helped, 0) + failed + 2 * PRIOR)


def helpfulness(ids: Collection[str]) -> Mapping[str, float]:
    """Document id → smoothed share for each of ``ids``; one query. Unseen ones are neutral.

    Helped: said to be solved, and no letter about it since. Failed: a letter all the same, or one within 30 days.
    """
    found: dict[str, float] = dict.fromkeys(ids, NEUTRAL)
    if not found:
        return found
    rows = (
        DeflectionEvent.objects.filter(
            document__in=list(found), kind__in=[Deed.SOLVED, Deed.WROTE_ANYWAY, Deed.RETURNED]
        )
        .values("document")
        .annotate(
            solved=Count("pk", filter=Q(kind=Deed.SOLVED)),
            wrote=Count("pk", filter=Q(kind=Deed.WROTE_ANYWAY)),
            returned=Count("pk", filter=Q(kind=Deed.RETURNED)),
        )
        .order_by()
    )
    for row in rows:
        found[row["document"]] = share(row["solved"] - row["returned"], row["wrote"] + row["returned"])
    return found
