"""What staff fill in about personal data: a reason each time, and a fresh one when a period changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from mailbox.forms.fields import CleanCharField


class ReasonForm(forms.Form):
    """The reason goes into the letter's ledger."""

    use_required_attribute = False
    reason = CleanCharField(
        label=_("原因"),
        longest=200,
        help_text=_("4到200个字，记进经过。不要写写信人的姓名、电话和邮箱。"),
        error_messages={"required": _("请写明原因，4到200个字。")},
    )


class RetentionRuleForm(WagtailAdminModelForm):
    """A change of a rule asks why anew: the reason of last time explains another period."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        changed = set(self.changed_data)
        if self.instance.pk and changed and "reason" not in changed:
            self.add_error("reason", _("请写明这一次为什么改。"))
        return cleaned
