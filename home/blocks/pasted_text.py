"""Text pasted from Word, made clean: what an editor sees is what is stored."""

import re

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag

_ALLOWED: dict[str, frozenset[str]] = {
    "p": frozenset(),
    "b": frozenset(),
    "i": frozenset(),
    "ul": frozenset(),
    "ol": frozenset(),
    "li": frozenset(),
    "br": frozenset(),
    "hr": frozenset(),
    "a": frozenset({"href", "linktype", "id"}),
}
_RENAMED = {"strong": "b", "em": "i", "div": "p", **{f"h{level}": "p" for level in range(1, 7)}}
_DROPPED = ("script", "style", "xml", "meta", "link", "title", "iframe", "object")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u3000\t\r\n ]+")
_BETWEEN_HANZI = re.compile("(?<=[\u3400-\u9fff，。；：？！、（）《》“”]) (?=[\u3400-\u9fff，。；：？！、（）《》“”])")


def clean_text(text: str) -> str:
    """No invisible characters, ordinary single spaces, none between two Chinese characters."""
    return _BETWEEN_HANZI.sub("", _SPACES.sub(" ", _INVISIBLE.sub("", text)))


def clean_html(html: str) -> str:
    """Allowed tags and attributes only; ``mso-`` styles, empty spans, ``<o:p>``, NBSP and empty paragraphs go."""
    soup = BeautifulSoup(html, "html.parser")
    for node in soup.find_all(string=lambda text: isinstance(text, Comment)):
        node.extract()
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    for tag in soup.find_all(True):
        _clean_tag(tag)
    soup.smooth()
    for text in soup.find_all(string=True):
        text.replace_with(NavigableString(clean_text(str(text))))
    _drop_empty(soup)
    return str(soup).strip()


def _clean_tag(tag: Tag) -> None:
    tag.name = _RENAMED.get(tag.name, tag.name)
    allowed = _ALLOWED.get(tag.name)
    if allowed is None:
        tag.unwrap()
        return
    tag.attrs = {name: value for name, value in tag.attrs.items() if name in allowed}
    if tag.name == "a" and str(tag.get("href", "")).strip().lower().startswith(("javascript:", "data:", "file:")):
        tag.unwrap()


def _drop_empty(soup: BeautifulSoup) -> None:
    for tag in reversed(soup.find_all(["p", "b", "i", "li", "ul", "ol", "a"])):
        if not tag.get_text(strip=True) and not tag.find(["hr"]):
            tag.decompose()
        elif tag.name in {"p", "li"}:
            _trim(tag)


def _trim(tag: Tag) -> None:
    """No indent of full-width spaces before a paragraph and nothing trailing: the style sheet sets the distance."""
    texts = tag.find_all(string=True)
    texts[0].replace_with(NavigableString(str(texts[0]).lstrip()))
    last = tag.find_all(string=True)
    if last:
        last[-1].replace_with(NavigableString(str(last[-1]).rstrip()))
