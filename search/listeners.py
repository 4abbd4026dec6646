"""What makes search look again: answers released or taken off, pages and disclosures published, changed or removed."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_unpublished

from home.models import ArticlePage, DisclosurePage, EnrollmentPlan, FeeItem, FinanceStatement, SectionPage
from mailbox.signals import answer_published, answer_unpublished
from search.indexing import schedule, schedule_removal

PAGES: dict[type[Model], str] = {ArticlePage: "article", SectionPage: "section", DisclosurePage: "document"}
ROWS: dict[type[Model], tuple[str, str]] = {
    FeeItem: ("fees", "school_id"),
    EnrollmentPlan: ("enrollment", "pk"),
    FinanceStatement: ("finance", "pk"),
}


def on_answer_published(answer_id: int, **kwargs: object) -> None:
    schedule("answer", answer_id)


def on_answer_unpublished(answer_id: int, **kwargs: object) -> None:
    schedule_removal("answer", answer_id)


def on_page_published(sender: type[Model], instance: Any, **kwargs: object) -> None:
    if sender in PAGES:
        schedule(PAGES[sender], instance.pk)


def on_page_removed(sender: type[Model], instance: Any, **kwargs: object) -> None:
    if sender in PAGES:
        schedule_removal(PAGES[sender], instance.pk)


def on_row_changed(sender: type[Model], instance: Any, **kwargs: object) -> None:
    """A disclosure was saved or deleted; whether it is public is looked up when the message is worked off."""
    if kwargs.get("raw"):
        return  # loaddata: rebuild_index follows a restore
    source, field = ROWS[sender]
    schedule(source, getattr(instance, field))


def connect() -> None:
    """Called once, when the app is ready."""
    answer_published.connect(on_answer_published, dispatch_uid="search.answer_published")
    answer_unpublished.connect(on_answer_unpublished, dispatch_uid="search.answer_unpublished")
    page_published.connect(on_page_published, dispatch_uid="search.page_published")
    page_unpublished.connect(on_page_removed, dispatch_uid="search.page_unpublished")
    for model in PAGES:
        post_delete.connect(on_page_removed, sender=model, dispatch_uid=f"search.deleted.{model.__name__}")
    for model in ROWS:
        post_save.connect(on_row_changed, sender=model, dispatch_uid=f"search.saved.{model.__name__}")
        post_delete.connect(on_row_changed, sender=model, dispatch_uid=f"search.deleted.{model.__name__}")
