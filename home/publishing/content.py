"""The content of a page or disclosure: what a revision may change, without Wagtail's bookkeeping around it."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Model
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import (
    COMMENTS_RELATION_NAME,
    DraftStateMixin,
    LockableMixin,
    Page,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

READ_BY_THE_PUBLIC = frozenset({"title", "slug", "seo_title", "search_description", "show_in_menus"})  # of Page's own
_BASES = (Page, DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin)


@cache
def fields_of(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    """The fields that people fill in; tree, dates, locks and pointers of Wagtail are left out."""
    bookkeeping = {field.name for base in _BASES for field in base._meta.local_fields} - READ_BY_THE_PUBLIC
    return tuple(
        field
        for field in model._meta.concrete_fields
        if field.name not in bookkeeping and field.editable and not field.primary_key
    )


def children_of(subject: Model) -> list[Model]:
    """Rows that belong to ``subject`` and are edited with it, comments of editors left out."""
    relations = get_all_child_relations(subject)
    names = [relation.get_accessor_name() for relation in relations]
    return [child for name in sorted(names) if name != COMMENTS_RELATION_NAME for child in getattr(subject, name).all()]


def content_of(subject: Model) -> dict[str, Any]:
    """Field name → plain value. Ids of blocks are left out: Wagtail gives new ones without any change of the text."""
    content = {field.name: _plain(field, subject) for field in fields_of(type(subject))}
    content["+"] = [content_of(child) for child in children_of(subject)]
    return content


def _plain(field: Field[Any, Any], subject: Model) -> Any:
    value = field.value_from_object(subject)
    if isinstance(field, StreamField):
        return _without_ids(field.stream_block.get_prep_value(value))
    if not field.is_relation:
        value = field.to_python(value)
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    if isinstance(value, dict):
        return {name: _without_ids(each) for name, each in value.items() if name != "id"}
    return value


def digest_of(subject: Model, *, without: frozenset[str] = frozenset()) -> str:
    """64 hex digits that are the same for the same content; ``without`` names fields that shall not count."""
    content = {name: value for name, value in content_of(subject).items() if name not in without}
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def digest_of_revision(revision: Revision) -> str:
    """The same of a saved draft, without asking the database for what it points to."""
    model: Any = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    return digest_of(model.from_serializable_data(revision.content, check_fks=False))
