import re

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ContactValue(blocks.StructValue):
    @property
    def phone_number(self) -> str:
        """Digits, plus and hyphens: what a ``tel:`` link takes."""
        return re.sub(r"[^\d+-]", "", self.get("phone") or "")


class ContactBlock(blocks.StructBlock):
    """Who answers questions about this page: the office, never a private person."""

    office_phones = ("phone",)
    office = blocks.CharBlock(label=_("科室或窗口"), max_length=60)
    phone = blocks.CharBlock(label=_("电话"), max_length=30, required=False)
    address = blocks.CharBlock(label=_("地址"), max_length=100, required=False)
    hours = blocks.CharBlock(label=_("时间"), max_length=60, required=False)

    class Meta:
        icon = "mobile-alt"
        label = _("联系方式")
        template = "home/blocks/contact.html"
        value_class = ContactValue
