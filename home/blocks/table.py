from typing import Any

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

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        rows = [[cell or "" for cell in row] for row in value["data"]] if value else []
        header = rows[0] if rows else []
        context["header"] = header
        context["rows"] = [list(zip(header, row, strict=False)) for row in rows[1:]]
        context["caption"] = (value or {}).get("table_caption") or ""
        return context
