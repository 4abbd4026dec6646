from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from home.blocks.body import BodyBlock
from home.disclosures.metadata import Access, Form, Validity
from home.models.public_page import PublicPage
from portal.organizations.models import Organization


class DisclosurePage(PublicPage):
    """A document of the bureau in words: a policy, a plan, a report, with its statutory facts.

    The publication date is Wagtail's ``first_published_at``, which no form offers.
    """

    index_number = models.CharField(_("索引号"), max_length=60, blank=True)
    publisher = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("发布机构")
    )
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    made_on = models.DateField(_("成文日期"))
    subject = models.CharField(_("主题分类"), max_length=40)
    form = models.CharField(_("体裁"), max_length=20, choices=Form.choices, default=Form.CIRCULAR)
    access = models.CharField(_("公开方式"), max_length=20, choices=Access.choices, default=Access.PUBLIC)
    validity = models.CharField(_("有效性"), max_length=20, choices=Validity.choices, default=Validity.CURRENT)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="predecessors", verbose_name=_("替代文件")
    )
    intro = models.CharField(_("简单说"), max_length=200, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("内容"))

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("index_number"),
                FieldPanel("publisher"),
                FieldPanel("document_number"),
                FieldPanel("made_on"),
                FieldPanel("subject"),
                FieldPanel("form"),
                FieldPanel("access"),
                FieldPanel("validity"),
                FieldPanel("valid_until"),
                FieldPanel("successor"),
            ],
            heading=_("公开信息要素"),
        ),
    ]
    search_fields = [*PublicPage.search_fields, index.SearchField("intro"), index.SearchField("body")]
    parent_page_types = ["home.DisclosureIndexPage"]
    subpage_types: list[str] = []
    template = "home/disclosure_page.html"

    class Meta:
        verbose_name = _("公开文件")
        verbose_name_plural = _("公开文件")

    def clean(self) -> None:
        super().clean()
        if self.made_on and self.made_on > timezone.localdate():
            raise ValidationError({"made_on": _t("成文日期不能晚于今天。")})
        if self.successor_id and self.validity == Validity.CURRENT:
            raise ValidationError({"validity": _t("已有替代文件，有效性不能还是“现行有效”。请改为“已被替代”。")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``successor``: what has taken its place, if everybody may read that."""
        context = super().get_context(request, *args, **kwargs)
        context["successor"] = DisclosurePage.objects.filter(pk=self.successor_id).live().public().first()
        return context

    def is_current(self, today: date) -> bool:
        return self.validity == Validity.CURRENT and (self.valid_until is None or self.valid_until >= today)
