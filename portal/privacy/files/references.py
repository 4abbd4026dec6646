"""Whether something that is public refers to a document or image: what two people released releases it as well."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.models import Page, ReferenceIndex, Revision


def is_public(item: Model) -> bool:
    """True when a live page that everybody may open, a live disclosure or a setting of the site refers to ``item``.

    Wagtail keeps the index by what is stored as live: a reference in a draft alone is none.
    """
    return any(_any_live(model, keys, for_all=True) for model, keys in _referring(item).items())


def is_released(item: Model) -> bool:
    """True when two people released ``item`` as it is: also with a page that only a few may open, and with a draft that
    is approved for a day to come."""
    if any(_any_live(model, keys, for_all=False) for model, keys in _referring(item).items()):
        return True
    mine = (ReferenceIndex._get_base_content_type(item).pk, str(item.pk))
    approved = Revision.objects.filter(approved_go_live_at__isnull=False).iterator()
    return any(mine in _references_in(draft) for draft in approved)


def _referring(item: Model) -> dict[Any, set[str]]:
    """Models and the keys of their rows that refer to ``item``; a model is None when its app is gone."""
    by_model: dict[Any, set[str]] = defaultdict(set)
    rows = ReferenceIndex.get_references_to(item).order_by().values_list("content_type_id", "object_id").distinct()
    for kind, key in rows:
        by_model[ContentType.objects.get_for_id(kind).model_class()].add(key)
    return by_model


def _references_in(draft: Revision) -> set[tuple[int, str]]:
    """Kind and key of all that a draft refers to, by the reader that also fills Wagtail's index."""
    found = ReferenceIndex._extract_references_from_object(draft.as_object())
    return {(kind, str(key)) for kind, key, *_path in found}


def _any_live(model: Any, keys: set[str], *, for_all: bool) -> bool:
    if model is None:
        return False
    if issubclass(model, Page):
        pages = Page.objects.filter(pk__in=keys).live()
        return bool((pages.public() if for_all else pages).exists())
    try:
        model._meta.get_field("live")
    except FieldDoesNotExist:
        return issubclass(model, AbstractSetting)
    return bool(model._default_manager.filter(pk__in=keys, live=True).exists())
