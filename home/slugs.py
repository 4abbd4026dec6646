"""Addresses that belong to the application: a page of the tree with such a slug would never be reached."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

RESERVED = frozenset(
    (
        "admin", "captcha", "components", "disclosures", "documents", "health", "letters", "media", "reception",
        "robots", "search", "sitemap", "static", "statistics",
    )
)  # fmt: skip


def refuse_reserved(slug: str, *, depth: int) -> None:
    """Refuse a reserved slug for a page right below the home page (``depth`` 3); deeper it hides nothing."""
    if depth <= 3 and slug.lower() in RESERVED:
        raise ValidationError(
            {"slug": _("网址“%(slug)s”是系统功能用的，请换一个，例如“%(slug)s-info”。") % {"slug": slug}}
        )
