"""A school's fee board: pure grouping and the one sentence a parent reads first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from home.models.fee_item import FeeItem, Necessity

HEADINGS = {
    Necessity.REQUIRED: "必须交的",
    Necessity.VOLUNTARY: "自愿选的",
    Necessity.FREE: "不收费的",
}


@dataclass(frozen=True)
class Line:
    """One fee with what it was before, in words; empty when it is the same or was not charged."""

    fee: FeeItem
    change: str
    basis_url: str = ""


@dataclass(frozen=True)
class Group:
    heading: str
    lines: tuple[Line, ...]


def groups(items: Sequence[FeeItem], before: Mapping[str, Decimal], basis: Mapping[str, str]) -> list[Group]:
    """Groups in the order of the headings, empty ones left out.

    ``before``: item name → amount of the term before; ``basis``: document number → address of the document.
    """
    found = []
    for necessity, heading in HEADINGS.items():
        lines = tuple(
            Line(fee, change(fee, before.get(fee.item)), basis.get(fee.basis_document, ""))
            for fee in items
            if fee.necessity == necessity
        )
        if lines:
            found.append(Group(heading, lines))
    return found


def change(fee: FeeItem, before: Decimal | None) -> str:
    """上学期11元，涨1元."""
    if before is None or fee.amount is None or before == fee.amount:
        return ""
    word = "涨" if fee.amount > before else "降"
    return f"上次{plain(before)}元，{word}{plain(abs(fee.amount - before))}元"


def plain(amount: Decimal) -> str:
    """No trailing zeros: 86, 11.5."""
    return f"{amount.normalize():f}"


def summary(items: Sequence[FeeItem]) -> str:
    """What must be paid and what may be, in one sentence."""
    required = [fee for fee in items if fee.necessity == Necessity.REQUIRED]
    voluntary = [fee for fee in items if fee.necessity == Necessity.VOLUNTARY]
    first = (
        f"必须交的有{len(required)}项：{'、'.join(fee.item for fee in required)}。"
        if required
        else "没有必须交的费用。"
    )
    if not voluntary:
        return first
    return f"{first}下面{len(voluntary)}项自愿选，不选不影响上学。"
