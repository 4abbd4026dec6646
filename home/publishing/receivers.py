"""Signals of Wagtail's own models, which know nothing of the gate."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from wagtail.models import Page, Revision

from home.publishing import files, gate, records, tree
from portal.privacy.files.models import HeldFile


def before_revision(sender: type[Revision], instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """A revision with a date to go live is an approval."""
    if not raw:
        gate.before_schedule(instance)


def before_page(sender: type[Page], instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """Only pages saved as bare ``Page`` send this; those of our types pass ``Gated.save``."""
    if raw or type(instance) is not Page:
        return
    if not instance.live:
        tree.refuse_to_rename(instance)
        return
    release = gate.before_plain_page(instance)
    if release is not None:
        records.write(Page.objects.get(pk=instance.pk).specific, release)


def before_move(
    sender: type[Page], instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """Every way of moving a page sends this: the tree of the admin, many at once, its API, code."""
    tree.refuse_to_move_below_a_draft(instance, parent_page_before, parent_page_after)


def before_file(sender: type[Model], instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """A document or image of the library."""
    if not raw:
        files.note_change(instance)


def after_held_file(sender: type[HeldFile], instance: HeldFile, raw: bool = False, **kwargs: Any) -> None:
    item = instance.document or instance.image
    if not raw and item is not None and instance.state == HeldFile.State.RELEASED:
        files.follow(item)
