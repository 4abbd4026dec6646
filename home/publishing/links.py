"""Links to pages inside running text: only what is public has an address that readers may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page


def public_pages(keys: Iterable[Any]) -> dict[str, Page]:
    """Those of ``keys`` (primary keys as they stand in a text) that are live and open to everybody."""
    wanted = [int(key) for key in map(str, keys) if key.isdecimal()]
    return {str(page.pk): page for page in Page.objects.filter(pk__in=wanted).live().public()} if wanted else {}
