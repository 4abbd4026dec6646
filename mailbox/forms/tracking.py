"""What the writer fills in on the tracking pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mailbox.enums import Satisfaction
from mailbox.forms.fields import CleanCharField
from mailbox.forms.writing import TileField


class EnterForm(forms.Form):
    """编号和查询码. Shapes are not judged: a number that cannot exist is told the same as a wrong code."""

    number = CleanCharField(
        label=_("信件编号"),
        help_text=_("在回执上，例如YL-2026-01874-K"),
        longest=100_000,  # what is too long does not fit either, and is told the same
        error_messages={"required": _("请写信件编号。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    code = CleanCharField(
        label=_("查询码"),
        help_text=_("16位，也在回执上。大小写、空格和横线都不要紧。"),
        longest=100_000,  # what is too long does not fit either, and is told the same
        error_messages={"required": _("请写查询码。")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class SupplementForm(forms.Form):
    text = CleanCharField(
        label=_("补充说明"),
        help_text=_("补充的话和原信放在一起办，原信不会改动。"),
        one_line=False,
        shortest=2,
        longest=2000,
        counted=True,
        error_messages={"required": _("请写上要补充的内容。")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class RemindForm(forms.Form):
    text = CleanCharField(
        label=_("想说的话"),
        required=False,
        one_line=False,
        longest=500,
        counted=True,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WithdrawForm(forms.Form):
    text = CleanCharField(
        label=_("为什么撤回"),
        required=False,
        one_line=False,
        longest=500,
        counted=True,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(
        label=_("我确定撤回，不再等答复"),
        help_text=_("撤回后不能恢复。还想反映，要重新写一封。"),
        error_messages={"required": _("请先勾选“我确定撤回”。")},
    )


class RateForm(forms.Form):
    handling = TileField(
        label=_("对办理结果"),
        choices=Satisfaction.choices,
        error_messages={"required": _("请选对办理结果满不满意。")},
    )
    reception = TileField(
        label=_("对服务态度"),
        choices=Satisfaction.choices,
        error_messages={"required": _("请选对服务态度满不满意。")},
    )
    text = CleanCharField(
        label=_("想说的话"),
        required=False,
        one_line=False,
        longest=500,
        counted=True,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label=_("我确定删除联系方式"),
        help_text=_("删除后不能恢复。"),
        error_messages={"required": _("请先勾选“我确定删除联系方式”。")},
    )


class LeaveForm(forms.Form):
    """退出 asks nothing."""


ACTIONS: dict[str, type[forms.Form]] = {
    "supplement": SupplementForm,
    "remind": RemindForm,
    "withdraw": WithdrawForm,
    "rate": RateForm,
    "leave": LeaveForm,
}
