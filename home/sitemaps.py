"""Everything the public can read, for search engines and archives: pages, boards, plans and statements."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap

from home.disclosures import queries
from home.disclosures.metadata import Disclosure

LISTS = ("home:fees", "home:enrollment", "home:finances")


class ListSitemap(Sitemap[str]):
    def items(self) -> list[str]:
        return list(LISTS)

    def location(self, item: str) -> str:
        return reverse(item)


class DisclosureSitemap(Sitemap[Disclosure]):
    def items(self) -> list[Disclosure]:
        return [*queries.enrollment_plans(), *queries.finance_statements()]

    def lastmod(self, item: Disclosure) -> datetime:
        return item.updated_at


class FeeBoardSitemap(Sitemap[int]):
    def items(self) -> Iterable[int]:
        return list(queries.fees().order_by("school_id").values_list("school_id", flat=True).distinct())

    def location(self, item: int) -> str:
        return reverse("home:fee_board", args=[item])


SITEMAPS: dict[str, type[Any]] = {
    "pages": WagtailSitemap,
    "lists": ListSitemap,
    "fees": FeeBoardSitemap,
    "disclosures": DisclosureSitemap,
}
