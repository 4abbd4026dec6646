from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from home.four_eyes import wrote
from home.publishing import refusals


class SecondPersonTask(AbstractGroupApprovalTask):
    """审核后发布: a step of a workflow that nobody who wrote the text can approve; asking for changes stays open."""

    class Meta:
        verbose_name = _("第二人审核")
        verbose_name_plural = _("第二人审核")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        return [action for action in actions if action[0] != "approve" or not wrote(user, obj)]

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Raises PublicationRefused for an author: the editor saves what was typed before it approves."""
        subject = task_state.workflow_state.content_object
        if action_name == "approve" and wrote(user, subject):
            raise refusals.own_work(subject)
        super().on_action(task_state, user, action_name, **kwargs)
