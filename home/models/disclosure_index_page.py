from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from home.disclosures.queries import catalogue, latest
from home.models.public_page import PublicPage

SLUG = "disclosures"
PER_PAGE = 20


class DisclosureIndexPage(PublicPage):
    """公开信息: the door to everything the bureau and its schools must publish. There is one, at /disclosures/."""

    may_use_reserved_slug = True

    intro = models.CharField(_("这里有什么"), max_length=120, blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.DisclosurePage"]
    max_count = 1
    template = "home/disclosure_index_page.html"

    class Meta:
        verbose_name = _("公开信息首页")
        verbose_name_plural = _("公开信息首页")

    def clean(self) -> None:
        super().clean()
        if self.slug != SLUG:
            raise ValidationError({"slug": _t("公开信息首页的网址固定为“%(slug)s”。") % {"slug": SLUG}})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        documents = self.get_children().live().public().order_by("-first_published_at", "path").specific()
        context["documents"] = Paginator(documents, PER_PAGE).get_page(request.GET.get("page"))
        context["catalogue"] = catalogue()
        context["latest"] = latest(limit=6)
        return context
