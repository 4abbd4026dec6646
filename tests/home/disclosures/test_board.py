"""The fee board: what must be paid comes first, changes are said, nothing is grouped wrongly."""

from decimal import Decimal

import pytest

from home.disclosures import board
from home.models import FeeItem


def line(item: str, necessity: str = "voluntary", amount: str | None = "2") -> FeeItem:
    return FeeItem(item=item, necessity=necessity, amount=Decimal(amount) if amount else None)


def test_groups_stand_in_the_order_of_need_and_empty_ones_are_left_out() -> None:
    items = [line("作业本费", "free", None), line("午餐费"), line("保教费", "required")]
    assert [group.heading for group in board.groups(items, {}, {})] == ["必须交的", "自愿选的", "不收费的"]
    assert [group.heading for group in board.groups(items[:1], {}, {})] == ["不收费的"]


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [("12", "11", "上次11元，涨1元"), ("11.5", "12", "上次12元，降0.5元"), ("12", "12.00", ""), ("12", None, "")],
)
def test_change_of_price_is_said_in_words(now: str, before: str | None, said: str) -> None:
    assert board.change(line("午餐费", amount=now), Decimal(before) if before else None) == said


def test_summary_names_what_must_be_paid() -> None:
    assert board.summary([line("保教费", "required"), line("伙食费", "required")]) == "必须交的有2项：保教费、伙食费。"


def test_summary_says_that_choosing_nothing_has_no_consequence() -> None:
    assert board.summary([line("午餐费"), line("作业本费", "free", None)]) == (
        "没有必须交的费用。下面1项自愿选，不选不影响上学。"
    )


@pytest.mark.parametrize(("amount", "price"), [("86.00", "86元"), ("100", "100元"), ("11.50", "11.5元"), (None, "免")])
def test_prices_are_written_as_people_write_them(amount: str | None, price: str) -> None:
    assert line("校服", amount=amount).price == price
