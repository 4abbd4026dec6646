from __future__ import annotations

import re
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import DraftStateMixin, LockableMixin, Page, RevisionMixin, Site, WorkflowMixin

from home.publishing import refusals
from home.publishing.gate import Gated

_PAGE: dict[str, Any] = {"on_delete": models.SET_NULL, "null": True, "blank": True, "related_name": "+"}


class SiteSettings(Gated, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, BaseSiteSetting, models.Model):
    """Who runs this site: what stands in header and footer, with the marks that government sites must carry.

    Everybody reads it on every page, so it passes the gate like a page: edited as a draft, searched, released by a
    person who did not write it. Not registered as a setting: Wagtail's editor of settings knows no drafts.
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

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="site_settings")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="site_settings",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = _("网站设置")
        verbose_name_plural = _("网站设置")
        # Wagtail would add the last three itself, but only after the groups that hold them were made.
        default_permissions = ("add", "change", "delete", "view", "publish", "lock", "unlock")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves. Raises PublicationRefused also when released settings would be taken down: a site without its sponsor
        and its marks is not allowed to be."""
        named = kwargs.get("update_fields")
        goes = not self.live and (named is None or "live" in named)
        if goes and SiteSettings.objects.filter(pk=self.pk, live=True).exists():
            raise refusals.settings_stay(self)
        super().save(*args, **kwargs)

    @classmethod
    def for_site(cls, site: Site) -> SiteSettings:
        """The row of ``site``, or a new one that is not stored: reading a page writes nothing."""
        found: SiteSettings | None = cls.base_queryset().filter(site=site).first()
        return found or cls(site=site)

    @classmethod
    def of(cls, request: HttpRequest) -> SiteSettings:
        """The released settings of the site that was asked; blank ones where there are none yet."""
        site = Site.find_for_request(request)
        found = cls.for_site(site) if site else cls()
        return found if found.live else cls()

    @classmethod
    def to_edit(cls, site: Site) -> SiteSettings:
        """The row of ``site``, stored; a new one is no more than a place for drafts."""
        found = cls.for_site(site)
        if found.pk is None:
            found.live = False
            found.save()
        return found

    @property
    def help_phone_number(self) -> str:
        """The phone number as a ``tel:`` link wants it: digits, plus and hyphens only."""
        return re.sub(r"[^\d+-]", "", self.help_phone)

    @cached_property
    def _public_pages(self) -> dict[int, Any]:
        """Those of the pages named in the settings that everybody may read, by key; read once for all links."""
        named = [self.rules_page_id, self.privacy_page_id, self.help_page_id]
        named += [self.accessibility_page_id, self.about_page_id]
        found: dict[int, Any] = Page.objects.live().public().in_bulk([key for key in named if key is not None])
        return found

    def _url(self, key: int | None) -> str:
        page = self._public_pages.get(key) if key is not None else None
        return (page.url or "") if page is not None else ""

    @property
    def footer_links(self) -> list[tuple[str, str]]:
        """Label and address of the pages named in the settings; those that not everybody may read are left out."""
        wanted = (
            (_("信箱办理办法"), self.rules_page_id),
            (_("隐私说明"), self.privacy_page_id),
            (_("使用帮助"), self.help_page_id),
            (_("无障碍声明"), self.accessibility_page_id),
            (_("关于本站"), self.about_page_id),
        )
        return [(str(label), self._url(key)) for label, key in wanted if self._url(key)]

    @property
    def privacy_url(self) -> str:
        """Where the privacy notice stands; empty as long as none is public."""
        return self._url(self.privacy_page_id)

    @property
    def help_url(self) -> str:
        return self._url(self.help_page_id)
