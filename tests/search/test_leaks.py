"""Nothing but released words reaches the index: canaries in each private field, sought in each table of search."""

import pytest

from mailbox.models import LetterContact, PublicDraft
from search.engine import backend
from search.models import SearchDocument, SearchText
from search.sources import everything
from tests.search.answers import letter, published

pytestmark = pytest.mark.django_db
CANARIES = ("甲乙丙丁戊", "丁戊己庚辛", "己庚辛壬癸", "13900001111", "canary@example.com", "子丑寅卯辰", "午未申酉戌")


def plant():
    private = letter(subject=CANARIES[0], body=CANARIES[1], place=CANARIES[5])
    LetterContact.objects.create(letter=private, name=CANARIES[2], phone=CANARIES[3], email=CANARIES[4])
    answer = published(of=private)
    PublicDraft.objects.create(public_answer=answer, title=CANARIES[6], question=CANARIES[1], answer=CANARIES[2])
    answer.batch, answer.unpublish_reason = CANARIES[0], CANARIES[6]
    answer.save()


def test_only_released_words_are_documents():
    plant()
    written = " ".join(repr(document) for document in everything())
    assert "课后服务费" in written
    assert [canary for canary in CANARIES if canary in written] == []


def test_only_released_words_are_in_the_tables():
    plant()
    backend().index(everything())
    rows = [*SearchDocument.objects.values_list(), *SearchText.objects.values_list()]
    written = repr(rows)
    assert "课后服务费" in written
    assert [canary for canary in CANARIES if canary in written] == []


def test_an_unreleased_answer_is_no_document():
    answer = published()
    answer.published_at = None
    answer.save()
    assert [document for document in everything() if document.source == "answer"] == []
