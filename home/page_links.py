"""How links to pages inside running text are shown; Wagtail's own shows the address of a draft as well."""

from __future__ import annotations

from typing import Any

from wagtail.rich_text.pages import PageLinkHandler

from home.publishing.links import public_pages


class PublicPageLink(PageLinkHandler):
    """The words of a link to a draft or to a page for a few stand there without an address."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        keys = [attrs.get("id") for attrs in attrs_list]
        found = public_pages(keys)
        return [found.get(str(key)) for key in keys]
