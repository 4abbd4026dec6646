"""The bureau as a tree: bureau, departments, street offices, schools, kindergartens."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager


class OrganizationKind(models.TextChoices):
    BUREAU = "bureau", _("教育局")
    DEPARTMENT = "department", _("科室")
    STREET_OFFICE = "street_office", _("街道教育办")
    SCHOOL = "school", _("学校")
    KINDERGARTEN = "kindergarten", _("幼儿园")


class Organization(MP_Node):
    """One unit. The path of the tree says who is below whom: rights hold for a unit and all below it."""

    name = models.CharField(_("名称"), max_length=100, unique=True)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    code = models.SlugField(_("代码"), max_length=40, unique=True)
    kind = models.CharField(_("类型"), max_length=20, choices=OrganizationKind.choices)
    place = models.CharField(_("所在街道"), max_length=40, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("办公电话"), max_length=40, blank=True)
    is_private = models.BooleanField(_("民办"), default=False)
    is_active = models.BooleanField(_("在用"), default=True)

    node_order_by: list[str] | None = None
    objects = MP_NodeManager()

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")

    def __str__(self) -> str:
        return self.short_name or self.name

    def covers(self, other: Organization) -> bool:
        """True when ``other`` is this unit or lies below it."""
        return bool(other.path.startswith(self.path))
