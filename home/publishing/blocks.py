"""The leaves of a StreamField's value, whatever blocks it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.blocks.struct_block import StructValue
from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from home.publishing.leaves import Leaf, from_html, from_rows, links_in, plain, said_in_tags, spelt_out
from home.publishing.links import public_pages
from home.publishing.named_files import leaves_of_file

Put = Callable[[Any], None]
UNSEEN = (blocks.ChoiceBlock, blocks.MultipleChoiceBlock, blocks.BooleanBlock, blocks.StaticBlock)


def leaves_of(block: blocks.Block, value: Any, label: str, path: str, put: Put) -> Iterator[Leaf]:
    """Leaves of one value, in reading order. ``put`` stores another value in its place, in memory only."""
    if value is None or isinstance(block, UNSEEN):
        return
    if isinstance(value, StreamValue):
        yield from _of_stream(value, label, path)
    elif isinstance(value, StructValue):
        yield from _of_struct(block, value, label, path)
    elif isinstance(value, ListValue):
        yield from _of_list(value, label, path)
    elif isinstance(value, RichText):
        yield from leaves_of_html(label, path, value.source, lambda html: put(RichText(html)))
    elif isinstance(value, dict) and "data" in value:
        yield from _of_table(value, label, path, put)
    elif isinstance(value, Model):
        yield from leaves_of_file(value, label, path)
    else:
        yield plain(label, path, str(value), lambda strings: put(strings[0]))


def _of_stream(value: StreamValue, label: str, path: str) -> Iterator[Leaf]:
    for number, child in enumerate(value, start=1):
        name = _("%(field)s第%(number)d块“%(block)s”") % {"field": label, "number": number, "block": child.block.label}
        yield from leaves_of(child.block, child.value, name, f"{path}.{child.id}", _put_value(child))


def _of_struct(block: Any, value: StructValue, label: str, path: str) -> Iterator[Leaf]:
    office_phones = getattr(block, "office_phones", ())
    for name, child in value.bound_blocks.items():
        inner = leaves_of(
            child.block, child.value, f"{label}{child.block.label}", f"{path}.{name}", _put_key(value, name)
        )
        for leaf in inner:
            leaf.is_office_phone = leaf.is_office_phone or name in office_phones
            yield leaf


def _of_list(value: ListValue, label: str, path: str) -> Iterator[Leaf]:
    for number, child in enumerate(value.bound_blocks, start=1):
        name = _("%(list)s第%(number)d条") % {"list": label, "number": number}
        yield from leaves_of(child.block, child.value, name, f"{path}.{child.id}", _put_value(child))


def leaves_of_html(label: str, path: str, html: str, write: Callable[[str], None]) -> Iterator[Leaf]:
    """The words, then what its links show: addresses outside and of public pages, titles and names of documents."""
    yield from_html(label, path, html, write)
    links = links_in(html)
    pages = public_pages([link.get("id") for link in links if link.get("linktype") == "page"])
    for address in sorted(page.url_path for page in pages.values()):
        yield plain(_("%(place)s的链接地址") % {"place": label}, path, spelt_out(address), None)
    for link in links:
        if link.get("linktype") == "document":
            document = get_document_model().objects.filter(pk=str(link.get("id"))).first()
            if document is not None:
                yield from leaves_of_file(document, label, path)
        elif link.get("href"):
            yield plain(_("%(place)s的链接地址") % {"place": label}, path, spelt_out(str(link["href"])), None)
    for words in said_in_tags(html):
        yield plain(_("%(place)s的说明文字") % {"place": label}, path, words, None)


def _of_table(value: dict[str, Any], label: str, path: str, put: Put) -> Iterator[Leaf]:
    caption = value.get("table_caption") or ""
    if caption:
        yield plain(
            _("%(table)s的标题") % {"table": label},
            path,
            caption,
            lambda strings: value.update(table_caption=strings[0]),
        )
    yield from_rows(label, path, value["data"], lambda rows: value.update(data=rows))


def _put_value(child: Any) -> Put:
    def put(value: Any) -> None:
        child.value = value

    return put


def _put_key(struct: StructValue, name: str) -> Put:
    def put(value: Any) -> None:
        struct[name] = value

    return put
