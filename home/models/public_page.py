from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from home.copying import DraftCopyForm
from home.publishing import refusals
from home.publishing.gate import Gated
from home.slugs import refuse_reserved


class PublicPage(Gated, Page):
    """What every page type shares: the gate, refused reserved addresses, breadcrumbs from the tree."""

    may_use_reserved_slug = False
    copy_form_class = DraftCopyForm

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Besides Wagtail's own checks, refuse a slug that belongs to the application."""
        super().full_clean(*args, **kwargs)
        if not self.may_use_reserved_slug:
            # A page that is being created has no depth yet; its parent's children list is not known here either, so
            # the rule then holds on every level: harmless, and no page can be moved up into a hidden address.
            refuse_reserved(self.slug, depth=self.depth or 0)

    @property
    def trail(self) -> list[tuple[str, str]]:
        """Title and address of the public pages above this one, the home page left out, and this page."""
        above = self.get_ancestors().filter(depth__gt=2).live()
        return [(page.title, page.url or "") for page in [*above, self]]

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail's. Raises PublicationRefused for an alias, which has no draft of its own."""
        if self.alias_of_id is not None:
            raise refusals.alias_without_draft(self)
        return super().save_revision(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["trail"] = self.trail
        return context
