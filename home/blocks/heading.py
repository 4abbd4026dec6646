from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class HeadingBlock(blocks.CharBlock):
    """A heading inside an article: always level 2, so that no page skips a level."""

    class Meta:
        icon = "title"
        label = _("小标题")
        template = "home/blocks/heading.html"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=60, **kwargs)
