"""What makes search look again: answers released or taken off, pages published or unpublished."""

from __future__ import annotations

from mailbox.signals import answer_published, answer_unpublished

from search.indexing import schedule, schedule_removal


def on_answer_published(answer_id: int, **kwargs: object) -> None:
    schedule("answer", answer_id)


def on_answer_unpublished(answer_id: int, **kwargs: object) -> None:
    schedule_removal("answer", answer_id)


def connect() -> None:
    """Called once, when the app is ready."""
    answer_published.connect(on_answer_published, dispatch_uid="search.answer_published")
    answer_unpublished.connect(on_answer_unpublished, dispatch_uid="search.answer_unpublished")
