from __future__ import annotations

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from home.publishing import acting, refusals
from home.publishing.findings import findings

_PAGE: dict[str, Any] = {"on_delete": models.SET_NULL, "null": True, "blank": True, "related_name": "+"}


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """Who runs this site: what stands in header and footer, with the marks that government sites must carry.

    It has no drafts, so nothing in it waits for a decision: what the machine marks is refused. An administrator who
    knows better writes a rule that keeps the words, with the reason.
    """

    office_phones: ClassVar[tuple[str, ...]] = ("help_phone",)

    name = models.CharField(_("机构名称"), max_length=60, default="教育局")
    sponsor = models.CharField(_("主办单位"), max_length=100, blank=True)
    icp_number = models.CharField(_("ICP备案号"), max_length=60, blank=True)
    police_number = models.CharField(_("公安备案号"), max_length=60, blank=True)
    site_code = models.CharField(_("政府网站标识码"), max_length=20, blank=True)
    help_desk = models.CharField(_("咨询服务部门"), max_length=60, blank=True)
    help_phone = models.CharField(_("帮助电话"), max_length=30, blank=True)
    hours = models.CharField(_("办公时间"), max_length=100, blank=True)
    address = models.CharField(_("地址"), max_length=150, blank=True)
    rules_page = models.ForeignKey("wagtailcore.Page", verbose_name=_("信箱办理办法"), **_PAGE)
    privacy_page = models.ForeignKey("wagtailcore.Page", verbose_name=_("隐私说明"), **_PAGE)
    help_page = models.ForeignKey("wagtailcore.Page", verbose_name=_("使用帮助"), **_PAGE)
    accessibility_page = models.ForeignKey("wagtailcore.Page", verbose_name=_("无障碍声明"), **_PAGE)
    about_page = models.ForeignKey("wagtailcore.Page", verbose_name=_("关于本站"), **_PAGE)

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("sponsor"), FieldPanel("address")], heading=_("机构")),
        MultiFieldPanel(
            [FieldPanel("help_desk"), FieldPanel("help_phone"), FieldPanel("hours")], heading=_("需要人帮忙")
        ),
        MultiFieldPanel(
            [FieldPanel("icp_number"), FieldPanel("police_number"), FieldPanel("site_code")], heading=_("网站标识")
        ),
        MultiFieldPanel(
            [
                FieldPanel("rules_page"),
                FieldPanel("privacy_page"),
                FieldPanel("help_page"),
                FieldPanel("accessibility_page"),
                FieldPanel("about_page"),
            ],
            heading=_("页脚链接"),
        ),
    ]

    class Meta:
        verbose_name = _("网站设置")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raises ValidationError at each field with personal data."""
        super().clean()
        told = _t("“%(words)s”像是%(kind)s，会显示在每一页上。请改掉；是机构信息的，请在“标记规则”里加一条保留规则。")
        errors: dict[str, list[str]] = {}
        for found in findings(self):
            sentence = told % {"words": found.words, "kind": found.label}
            errors.setdefault(found.spots[0].leaf.path, []).append(sentence)
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves. Raises PublicationRefused, whoever asks and however."""
        internal = acting.internal()
        left = [found for found in findings(self) if not (internal and internal.keeps(found.words))]
        if left:
            raise refusals.not_in_settings(self, len(left))
        super().save(*args, **kwargs)

    @classmethod
    def of(cls, request: HttpRequest) -> SiteSettings:
        """The settings of the site that was asked, or blank ones where no site exists yet (an empty database)."""
        site = Site.find_for_request(request)
        return cls.for_site(site) if site else cls()

    @property
    def help_phone_number(self) -> str:
        """The phone number as a ``tel:`` link wants it: digits, plus and hyphens only."""
        return re.sub(r"[^\d+-]", "", self.help_phone)

    @property
    def footer_links(self) -> list[tuple[str, str]]:
        """Label and address of the pages named in the settings, unpublished ones left out."""
        wanted = (
            (_("信箱办理办法"), self.rules_page),
            (_("隐私说明"), self.privacy_page),
            (_("使用帮助"), self.help_page),
            (_("无障碍声明"), self.accessibility_page),
            (_("关于本站"), self.about_page),
        )
        return [(str(label), page.url) for label, page in wanted if _is_public(page)]

    @property
    def privacy_url(self) -> str:
        """Where the privacy notice stands; empty as long as none is published."""
        return self.privacy_page.url if _is_public(self.privacy_page) else ""

    @property
    def help_url(self) -> str:
        return self.help_page.url if _is_public(self.help_page) else ""


def _is_public(page: Any) -> bool:
    """Whether ``page`` (a Wagtail page or None) may be linked."""
    return page is not None and bool(page.live)
