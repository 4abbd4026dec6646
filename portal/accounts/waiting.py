"""What waits for a second person, said on the admin's first page to those who may confirm it."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component


class Waiting(Component):
    """A panel with a number of proposals; ``template_name`` says of what and leads there."""

    def __init__(self, template_name: str, order: int, count: int) -> None:
        self.template_name, self.order, self.count = template_name, order, count

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"count": self.count}
