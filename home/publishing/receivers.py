"""Signals of Wagtail's own models, which know nothing of the gate."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Revision

from home.publishing import gate, records


def before_revision(sender: type[Revision], instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """A revision with a date to go live is an approval."""
    if not raw:
        gate.before_schedule(instance)


def before_page(sender: type[Page], instance: Page, raw: bool = False, **kwargs: Any) -> None:
    """Only pages saved as bare ``Page`` send this; those of our types pass ``Gated.save``."""
    if raw or type(instance) is not Page or not instance.live:
        return
    release = gate.before_plain_page(instance)
    if release is not None:
        records.write(Page.objects.get(pk=instance.pk).specific, release)
