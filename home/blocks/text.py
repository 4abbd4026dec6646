from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from home.blocks.pasted_text import clean_html

FEATURES = ["bold", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    """Running text. Few features on purpose; what was pasted from Word is cleaned when the page is saved."""

    class Meta:
        icon = "pilcrow"
        label = _("正文")
        template = "home/blocks/text.html"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=FEATURES, **kwargs)

    def clean(self, value: RichText) -> RichText:
        return super().clean(RichText(clean_html(value.source)))
