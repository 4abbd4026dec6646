"""Statutory facts: publication cannot be back-dated, replaced is not current, numbers are unique."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from home.disclosures import queries
from home.disclosures.metadata import Access, Validity
from home.models import FeeItem
from home.publishing.acting import internal_release
from portal.accounts.roles import Role
from tests.factories import person
from tests.home.factories import fee, plan, statement

pytestmark = pytest.mark.django_db
PAST = date(2020, 1, 1)


def test_publication_is_dated_today_whatever_the_caller_says() -> None:
    assert fee(published_on=PAST).published_on == timezone.localdate()


def test_publication_date_stays_what_it_was_when_the_item_is_saved_again() -> None:
    item = fee()
    FeeItem.objects.filter(pk=item.pk).update(published_on=PAST)
    item.published_on = timezone.localdate() - timedelta(days=1)
    item.save()
    item.refresh_from_db()
    assert item.published_on == PAST


def test_draft_has_no_publication_date_until_it_is_published() -> None:
    draft = fee(live=False, published_on=PAST)
    assert draft.published_on is None
    draft.save_revision().publish(user=person(Role.PAGE_REVIEWER))
    draft.refresh_from_db()
    assert (draft.live, draft.published_on) == (True, timezone.localdate())


def test_taking_off_and_publishing_again_keeps_the_first_date() -> None:
    item = fee()
    FeeItem.objects.filter(pk=item.pk).update(published_on=PAST)
    item.refresh_from_db()
    item.unpublish()
    item.save_revision().publish(user=person(Role.PAGE_REVIEWER))
    item.refresh_from_db()
    assert item.published_on == PAST


def test_database_refuses_a_live_item_without_publication_date() -> None:
    item = fee()
    with pytest.raises(IntegrityError), transaction.atomic():
        FeeItem.objects.filter(pk=item.pk).update(published_on=None)


def test_document_made_tomorrow_is_refused() -> None:
    item = fee()
    item.made_on = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="成文日期不能晚于今天"):
        item.full_clean()


def test_replaced_item_cannot_stay_current() -> None:
    old, new = fee(item="旧"), fee(item="新")
    old.successor = new
    with pytest.raises(ValidationError, match="已被替代"):
        old.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic(), internal_release("tests", is_invented=True):
        old.save()
    old.validity = Validity.SUPERSEDED
    old.full_clean()
    with internal_release("tests", is_invented=True):
        old.save()


def test_index_numbers_differ_between_kinds_of_the_same_running_number() -> None:
    numbers = [fee().index_number, plan().index_number, statement().index_number]
    assert numbers[0].startswith("QINGXI/2026-F")
    assert len(set(numbers)) == 3


def test_on_request_items_and_drafts_are_not_public() -> None:
    fee(item="草稿", live=False)
    fee(item="依申请", access=Access.ON_REQUEST)
    shown = fee(item="公开")
    assert list(queries.public(FeeItem)) == [shown]


def test_expired_item_is_not_current() -> None:
    item = fee(valid_until=date(2027, 1, 31))
    assert item.is_current(date(2027, 1, 31))
    assert not item.is_current(date(2027, 2, 1))


def test_fee_that_is_free_has_no_amount_and_a_charged_one_has() -> None:
    item = fee()
    item.necessity = "free"
    with pytest.raises(ValidationError, match="不收费的项目请把标准留空"):
        item.full_clean()


def test_parts_of_spending_must_add_up() -> None:
    budget = statement()
    budget.personnel, budget.operations, budget.projects = 700, 200, 100
    with pytest.raises(ValidationError, match="加起来是1000万元，与支出合计不一致"):
        budget.full_clean()
