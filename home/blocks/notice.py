from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class NoticeBlock(blocks.StructBlock):
    """One sentence that must not be missed."""

    text = blocks.CharBlock(label=_("要提醒的一句话"), max_length=160)
    tone = blocks.ChoiceBlock(label=_("轻重"), choices=[("", _("说明")), ("warn", _("注意期限"))], required=False)

    class Meta:
        icon = "warning"
        label = _("提示")
        template = "home/blocks/notice.html"
