"""From the change to the index: the message lies in the same transaction, and looks at the state of its moment."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from wagtail.models import Page

from home.models import ArticlePage, FeeItem
from home.publishing.acting import internal_release
from mailbox.signals import answer_published, answer_unpublished
from portal.outbox.drain import drain
from portal.outbox.models import OutboxMessage
from search.engine import backend
from search.indexing import compare, index_the_demo, repair
from search.sources import everything
from tests import factories
from tests.search.answers import published, take_off

pytestmark = pytest.mark.django_db


def release(answer):
    answer_published.send(sender=None, answer_id=answer.pk)


def withdraw(answer):
    take_off(answer)
    answer_unpublished.send(sender=None, answer_id=answer.pk)


def article(title="转学要带什么", text="带户口簿和学籍证明。"):
    home = Page.objects.filter(depth=2).first()
    page = ArticlePage(title=title, slug="transfer-papers", intro=text, body=[])
    with internal_release("tests", is_invented=True):
        home.add_child(instance=page)
        page.save_revision().publish()
    return page


def fee(item="课后服务费", **more):
    school = factories.school()
    facts = {
        "school": school,
        "publisher": factories.bureau(),
        "stage": "primary",
        "year": 2026,
        "term": 1,
        "item": item,
        "necessity": "voluntary",
        "nature": "service",
        "amount": Decimal(300),
        "unit": "学期",
        "basis_document": "云岭发〔2026〕3号",
        "made_on": date(2026, 8, 20),
        "live": True,
    }
    with internal_release("tests", is_invented=True):
        return FeeItem.objects.create(**{**facts, **more})


def indexed(prefix):
    return [each for each in backend().ids() if each.startswith(prefix)]


def test_a_released_answer_is_found_when_the_queue_was_worked_off():
    answer = published()
    release(answer)
    assert indexed("answer:") == []
    drain()
    assert indexed("answer:") == [f"answer:{answer.pk}"]


def test_a_withdrawn_answer_leaves_the_index():
    answer = published()
    release(answer)
    withdraw(answer)
    drain()
    assert indexed("answer:") == []


def test_the_order_of_messages_does_not_matter():
    answer = published()
    withdraw(answer)
    release(answer)  # worked off late: the answer is no longer public
    drain()
    assert indexed("answer:") == []


def test_a_change_that_is_rolled_back_leaves_no_message():
    answer, before = published(), OutboxMessage.objects.count()

    def released_then_failed():
        with transaction.atomic():
            release(answer)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        released_then_failed()
    assert OutboxMessage.objects.count() == before


def test_a_message_holds_a_source_and_an_id_and_no_words():
    answer = published()
    release(answer)
    message = OutboxMessage.objects.latest("pk")
    assert (message.kind, message.payload) == ("search.index", {"source": "answer", "id": answer.pk})


def test_an_article_is_found_while_it_is_published():
    page = article()
    drain()
    assert indexed("article:") == [f"article:{page.pk}"]
    page.unpublish()
    drain()
    assert indexed("article:") == []


def test_a_deleted_article_leaves_the_index():
    page = article()
    drain()
    page.delete()
    drain()
    assert indexed("article:") == []


def test_fees_of_a_school_are_one_result():
    fee(), fee(item="午餐费", unit="餐", amount=Decimal("11.5"))
    drain()
    (board,) = [document for document in everything() if document.source == "fees"]
    assert indexed("fees:") == [board.id]
    assert "课后服务费（自愿选）300元／学期" in board.answer
    assert "午餐费（自愿选）11.5元／餐" in board.answer


def test_a_fee_that_is_a_draft_is_not_found():
    fee(live=False)
    drain()
    assert indexed("fees:") == []


def test_comparing_finds_drift_both_ways_and_repair_mends_it():
    kept, missing, gone, changed = published(), published(), published(), published()
    backend().index(everything())
    backend().remove([f"answer:{missing.pk}"])
    take_off(gone)
    changed.answer = "改了"
    changed.save()
    drift = compare(backend(), everything())
    assert drift.missing == (f"answer:{missing.pk}",)
    assert drift.surplus == (f"answer:{gone.pk}",)
    assert drift.stale == (f"answer:{changed.pk}",)
    repair(backend(), drift)
    assert not compare(backend(), everything())
    assert f"answer:{kept.pk}" in backend().ids()


def test_after_seeding_everything_public_is_found():
    answer = published()
    assert index_the_demo(1) == "搜索索引：1条"
    assert set(backend().ids()) == {f"answer:{answer.pk}"}
