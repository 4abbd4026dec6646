from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from home.front import front_context
from home.models.public_page import PublicPage


class HomePage(PublicPage):
    """The first page: one search box, three doors, what was answered and published last, true figures."""

    headline = models.CharField(_("标题语"), max_length=30, default="先查一查，也许已有答复")
    often_searched = models.CharField(
        _("大家常查"),
        max_length=60,
        blank=True,
        default="转学、课后服务费、一年级报名、校服",
        help_text=_("用顿号隔开。"),
    )

    content_panels = [*PublicPage.content_panels, FieldPanel("headline"), FieldPanel("often_searched")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.SectionPage", "home.ArticlePage", "home.DisclosureIndexPage"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("首页")
        verbose_name_plural = _("首页")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context |= front_context()
        context["often"] = [word.strip() for word in self.often_searched.split("、") if word.strip()]
        context["topics"] = self.get_children().live().public().in_menu().specific()
        return context
