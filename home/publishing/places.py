"""Every text of a page, disclosure or setting that a reader can see, by looking at its fields; no list per model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import CharField, Field, ForeignKey, Model, SlugField, TextField
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField, StreamField

from home.publishing.blocks import leaves_of, leaves_of_html
from home.publishing.content import children_of, fields_of
from home.publishing.leaves import Leaf, Write, plain
from home.publishing.named_files import leaves_of_file

LABELS = {"slug": "网址", "seo_title": "搜索标题", "search_description": "搜索说明"}


def leaves(subject: Model) -> list[Leaf]:
    """In the order of the fields; empty texts left out. Writing to a leaf changes ``subject`` in memory."""
    found = [leaf for field in fields_of(type(subject)) for leaf in _of_field(field, subject)]
    found += [leaf for child in children_of(subject) for leaf in leaves(child)]
    return [leaf for leaf in found if leaf.text.strip()]


def _of_field(field: Field[Any, Any], subject: Model) -> Iterator[Leaf]:
    label = _(LABELS.get(field.name, str(field.verbose_name)))
    value = getattr(subject, field.name)
    if not value or field.choices:
        return
    if isinstance(field, StreamField):
        yield from leaves_of(field.stream_block, value, label, field.name, _put(subject, field.name))
    elif isinstance(field, RichTextField):
        yield from leaves_of_html(label, field.name, value, _put(subject, field.name))
    elif isinstance(field, ForeignKey):
        yield from leaves_of_file(value, label, field.name)
    elif isinstance(field, CharField | TextField):
        leaf = plain(label, field.name, value, _writer(field, subject), field.max_length)
        leaf.is_office_phone = field.name in getattr(subject, "office_phones", ())
        yield leaf


def _writer(field: Field[Any, Any], subject: Model) -> Write | None:
    """A mask is no part of an address: slugs are changed by hand."""
    if isinstance(field, SlugField):
        return None
    put = _put(subject, field.name)
    return lambda strings: put(strings[0])


def _put(subject: Model, name: str) -> Any:
    def put(value: Any) -> None:
        setattr(subject, name, value)

    return put
