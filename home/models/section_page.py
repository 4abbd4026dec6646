from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks.body import BodyBlock
from home.models.public_page import PublicPage

PER_PAGE = 20


class SectionPage(PublicPage):
    """A section: a sentence about what is here, then its pages, newest first."""

    intro = models.CharField(_("这里有什么"), max_length=120, blank=True)
    body = StreamField(BodyBlock(required=False), verbose_name=_("内容"), blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [*PublicPage.search_fields, index.SearchField("intro"), index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types = ["home.SectionPage", "home.ArticlePage"]
    template = "home/section_page.html"

    class Meta:
        verbose_name = _("栏目")
        verbose_name_plural = _("栏目")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        children = self.get_children().live().public().order_by("-first_published_at", "path")
        context["entries"] = Paginator(children.specific(), PER_PAGE).get_page(request.GET.get("page"))
        return context
