"""Public answers, through ``mailbox.queries`` alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.db.models import F

from mailbox.queries import published_answers
from search.documents import Document, Kind
from search.sources.base import Source

if TYPE_CHECKING:
    from mailbox.models import PublicAnswer

CHUNK = 200


def document(answer: PublicAnswer) -> Document:
    """The released words of an answer; nothing of the letter behind it."""
    return Document(
        id=f"answer:{answer.pk}",
        kind=Kind.ANSWER,
        title=answer.title,
        url=answer.get_absolute_url(),
        question=answer.question,
        answer=answer.answer,
        brief=answer.brief,
        unit=str(answer.unit) if answer.unit else "",
        topic=answer.topic.name if answer.topic else "",
        on=answer.answered_on,
        superseded=answer.superseded_by_id is not None,
    )


class AnswerSource(Source):
    name = "answer"

    def load(self, keys: Collection[int] | None = None) -> Iterator[Document]:
        answers = published_answers().order_by("pk")
        if keys is not None:
            answers = answers.filter(pk__in=keys)
        return (document(answer) for answer in answers.iterator(CHUNK))

    def count(self) -> int:
        return published_answers().count()


def successors(keys: Collection[int]) -> dict[int, str]:
    """Key of a replaced answer → address of the public one in its place."""
    found = published_answers().filter(supersedes__in=keys).annotate(old=F("supersedes"))
    return {answer.old: answer.get_absolute_url() for answer in found}
