"""Whether something that is public refers to a document or image: what two people released releases it as well."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from wagtail.contrib.settings.models import AbstractSetting
from wagtail.models import Page, ReferenceIndex


def is_public(item: Model) -> bool:
    """True when a live page that everybody may open, a live disclosure or a setting of the site refers to ``item``.

    Wagtail keeps the index by what is stored as live: a reference in a draft alone is none.
    """
    by_kind: dict[int, set[str]] = defaultdict(set)
    rows = ReferenceIndex.get_references_to(item).order_by().values_list("content_type_id", "object_id").distinct()
    for kind, key in rows:
        by_kind[kind].add(key)
    return any(_any_live(ContentType.objects.get_for_id(kind).model_class(), keys) for kind, keys in by_kind.items())


def _any_live(model: Any, keys: set[str]) -> bool:
    if model is None:  # of an app that is gone
        return False
    if issubclass(model, Page):
        return bool(Page.objects.filter(pk__in=keys).live().public().exists())
    try:
        model._meta.get_field("live")
    except FieldDoesNotExist:
        return issubclass(model, AbstractSetting)
    return bool(model._default_manager.filter(pk__in=keys, live=True).exists())
