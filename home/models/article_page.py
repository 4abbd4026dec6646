from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks.body import BodyBlock
from home.models.public_page import PublicPage


class ArticlePage(PublicPage):
    """One matter, told once: the answer in short first, then how it is done."""

    intro = models.CharField(_("简单说"), max_length=200, blank=True, help_text=_("一两句话，先给结论。"))
    body = StreamField(BodyBlock(), verbose_name=_("内容"))
    source = models.CharField(_("发布部门"), max_length=60, blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("intro"), FieldPanel("body"), FieldPanel("source")]
    search_fields = [*PublicPage.search_fields, index.SearchField("intro"), index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types: list[str] = []
    template = "home/article_page.html"

    class Meta:
        verbose_name = _("文章")
        verbose_name_plural = _("文章")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        siblings = self.get_siblings(inclusive=False).live().public().order_by("-first_published_at")
        context["related"] = siblings[:5] if self.depth > 3 else siblings.none()
        return context
