from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.table_block.blocks import TableBlock as WagtailTableBlock


class TableBlock(WagtailTableBlock):
    """A small table with a header row; on a phone each row becomes label–value lines."""

    class Meta:
        icon = "table"
        label = _("表格")
        template = "home/blocks/table.html"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(table_options={"renderer": "text", "minSpareRows": 0, "language": "zh-CN"}, **kwargs)

    def render(self, value: dict[str, Any] | None, context: dict[str, Any] | None = None) -> str:
        """Our own markup; Wagtail's default carries neither row headers nor labels for narrow screens."""
        rows = [[cell or "" for cell in row] for row in (value or {}).get("data", [])]
        if not rows:
            return ""
        header, *body = rows
        variables = {
            "caption": (value or {}).get("table_caption") or "",
            "header": header,
            "rows": [list(zip(header, row, strict=False)) for row in body],
        }
        return render_to_string("home/blocks/table.html", variables)
