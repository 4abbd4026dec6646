"""A leaf: one field, block or cell row whose text a reader sees, as strings that may be read and written back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

Write = Callable[[list[str]], None]
_BREAKS = frozenset({"p", "li", "br", "hr", "ul", "ol", "h2", "h3", "h4", "td", "tr"})


@dataclass
class Leaf:
    """``strings`` in the order they are read, each followed by its separator of ``gaps`` (as many as strings).

    ``path`` is Wagtail's content path (``body.<id of block>.phone``), which the editor can jump to; ``address`` is
    where else the text is edited (a document's own form). ``write`` takes as many strings as there are; None: this
    text cannot be masked in place. ``longest`` is what the field holds, in characters. ``item`` is the document or
    image that the text belongs to.
    """

    label: str
    path: str
    strings: list[str]
    gaps: Sequence[str] = field(default=("",))
    write: Write | None = None
    longest: int | None = None
    is_office_phone: bool = False
    address: str = ""
    item: Any = None

    @property
    def text(self) -> str:
        return "".join(string + gap for string, gap in zip(self.strings, self.gaps, strict=True))

    def replaced(self, spans: Sequence[tuple[int, int, str]]) -> list[str]:
        """The strings with each span (start, end, words instead; positions of ``text``) replaced. Spans are sorted and
        do not overlap; the new words stand in the first string that a span touches, gaps stay."""
        result: list[str] = []
        offset = 0
        for string, gap in zip(self.strings, self.gaps, strict=True):
            result.append(_replaced(string, offset, spans))
            offset += len(string) + len(gap)
        return result


def _replaced(string: str, offset: int, spans: Sequence[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, words in spans:
        first, last = max(start - offset, 0), min(end - offset, len(string))
        if first >= last:
            continue
        parts += [string[at:first], words if start >= offset else ""]
        at = last
    return "".join([*parts, string[at:]])


def plain(label: str, path: str, value: str, write: Write | None, longest: int | None = None) -> Leaf:
    return Leaf(label, path, [value], write=write, longest=longest)


def from_html(label: str, path: str, html: str, write: Callable[[str], None]) -> Leaf:
    """Running text of ``html``; paragraphs and lines end with a line break. ``write`` gets HTML."""
    soup = BeautifulSoup(html, "html.parser")
    nodes = [node for node in soup.find_all(string=True) if type(node) is NavigableString]
    gaps = ["\n" if _ends_a_line(node) else "" for node in nodes]

    def put(strings: list[str]) -> None:
        for node, string in zip(nodes, strings, strict=True):
            node.replace_with(NavigableString(string))
        write(str(soup))

    return Leaf(label, path, [str(node) for node in nodes], gaps, put)


def _ends_a_line(node: NavigableString) -> bool:
    """Whether the next thing after ``node``, up the tree, begins or ends a block."""
    here: NavigableString | Tag = node
    while True:
        following = here.next_sibling
        if isinstance(following, Tag):
            return following.name in _BREAKS
        if following is not None:
            return False
        parent = here.parent
        if parent is None or parent.name in _BREAKS:
            return True
        here = parent


def links_in(html: str) -> list[Tag]:
    """The ``a`` tags of ``html``; a reader sees their address too."""
    return [tag for tag in BeautifulSoup(html, "html.parser").find_all("a") if isinstance(tag, Tag)]


def said_in_tags(html: str) -> list[str]:
    """What a reader meets beside the running text: words for pictures and those that show under the pointer."""
    tags = [tag for tag in BeautifulSoup(html, "html.parser").find_all(True) if isinstance(tag, Tag)]
    return [str(tag[name]) for tag in tags for name in ("alt", "title", "aria-label") if tag.get(name)]


def spelt_out(address: str) -> str:
    """An address as a reader understands it: browsers copy Chinese as ``%E8%AE%B8``, some programs twice over."""
    for _time in range(3):
        address = unquote(address)
    return address


def from_rows(label: str, path: str, rows: list[list[object]], write: Callable[[list[list[str]]], None]) -> Leaf:
    """A table: cells parted by tabs, rows by line breaks, so that its headings tell the detectors what a column is."""
    cells = [[_cell(cell) for cell in row] for row in rows]
    strings = [cell for row in cells for cell in row]
    gaps = ["\n" if at == len(row) - 1 else "\t" for row in cells for at in range(len(row))]

    def put(changed: list[str]) -> None:
        left = iter(changed)
        write([[next(left) for _cell in row] for row in cells])

    return Leaf(label, path, strings, gaps, put)


def _cell(value: object) -> str:
    """One line: a line break inside a cell would end the row for the detectors."""
    return "" if value is None else " ".join(str(value).split("\n"))
