"""The two forms a letter is made of: what it says, and who writes. Each step posts all fields; nothing is kept here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mailbox.enums import LetterClass, NotifyBy
from mailbox.forms.fields import CleanCharField
from mailbox.receiving import Contact, Incoming
from portal.organizations.models import Organization, OrganizationKind
from portal.privacy.lookup import normalize_phone

SUBJECT_LIMIT, BODY_SHORTEST, BODY_LIMIT = 30, 20, 2000
WRITABLE = (  # 申诉求决 is a procedure the registrar recognises, not a word of a writer
    LetterClass.ENQUIRY,
    LetterClass.HELP,
    LetterClass.COMPLAINT,
    LetterClass.SUGGESTION,
    LetterClass.PRAISE,
    LetterClass.REPORT,
)
CLASS_NOTES = {
    LetterClass.ENQUIRY: _("问政策、流程"),
    LetterClass.HELP: _("有困难要解决"),
    LetterClass.COMPLAINT: _("有事做得不对"),
    LetterClass.SUGGESTION: _("可以做得更好"),
    LetterClass.PRAISE: _("谢谢某人某事"),
    LetterClass.REPORT: _("单独保密办理"),
}
PLACES = (OrganizationKind.SCHOOL, OrganizationKind.KINDERGARTEN)


class TileField(forms.ChoiceField):
    """Choice tiles; ``notes`` gives each value its second line."""

    widget = forms.RadioSelect

    def __init__(self, *, notes: dict[Any, Any] | None = None, **given: Any) -> None:
        super().__init__(**given)
        self.notes = {str(value): note for value, note in (notes or {}).items()}


class WhatForm(forms.Form):
    """写什么."""

    kind = TileField(
        label=_("这封信是"),
        required=False,
        choices=[(each.value, each.label) for each in WRITABLE],
        notes=CLASS_NOTES,
        error_messages={"invalid_choice": _("请在六种里选一种，说不准可以不选。")},
    )
    place = CleanCharField(
        label=_("和哪所学校有关"),
        required=False,
        help_text=_("写校名里的几个字就行。"),
        longest=100,
        too_long=_("校名请写在%(limit)d个字以内，现在有%(count)d个字。"),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    subject = CleanCharField(
        label=_("一句话说清是什么事"),
        help_text=_("例如：五年级转学到本区，要带哪些材料"),
        shortest=4,
        longest=SUBJECT_LIMIT,
        counted=True,
        too_short=_("这句话太短，看不出是什么事。请至少写%(limit)d个字，现在有%(count)d个字。"),
        too_long=_("这句话请写在%(limit)d个字以内，现在有%(count)d个字。细节可以写在信的内容里。"),
        error_messages={"required": _("请用一句话写清是什么事。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body = CleanCharField(
        label=_("信的内容"),
        help_text=_("什么时候、发生了什么、您希望怎么办。不用写孩子姓名和身份证号。"),
        one_line=False,
        shortest=BODY_SHORTEST,
        longest=BODY_LIMIT,
        counted=True,
        too_short=_("内容太短，我们看不出是哪段时间、什么情况。请至少写%(limit)d个字，现在有%(count)d个字。"),
        too_long=_("内容太长，请精简到%(limit)d个字以内，现在有%(count)d个字。放不下的，寄出后可以再补充。"),
        error_messages={"required": _("请写信的内容，至少20个字。")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    @property
    def concerned(self) -> Organization | None:
        """The organization whose name was written out or chosen from the list; anything else stays words."""
        place = self.cleaned_data.get("place", "")
        if not place:
            return None
        named = Organization.objects.filter(Q(name=place) | Q(short_name=place), is_active=True)
        found = list(named[:2])
        return found[0] if len(found) == 1 else None


def place_names() -> list[str]:
    """Schools and kindergartens for the list under the field."""
    places = Organization.objects.filter(kind__in=PLACES, is_active=True)
    return list(places.order_by("name").values_list("name", flat=True))


class WhoForm(forms.Form):
    """您的联系方式. A ticked ``anonymous`` wins over whatever stands in the other fields."""

    name = CleanCharField(
        label=_("您的姓名"),
        error_messages={"required": _("请写您的姓名；不想留姓名，请勾选“匿名寄出”。")},
        longest=40,
        too_long=_("姓名请写在%(limit)d个字以内，现在有%(count)d个字。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = CleanCharField(
        label=_("手机号"),
        required=False,
        help_text=_("手机号和邮箱，至少写一个。只有登记员和承办的人能看，每看一次都会写进您的进度里。"),
        longest=40,
        too_long=_("手机号太长了，请只写一个号码。"),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("邮箱"),
        required=False,
        max_length=120,
        error_messages={
            "invalid": _("邮箱写得不完整，应该像name@example.com这样。"),
            "max_length": _("邮箱太长了，请换一个120个字符以内的。"),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    notify_by = TileField(
        label=_("有答复时怎么告诉您"),
        choices=NotifyBy.choices,
        initial=NotifyBy.NONE,
        error_messages={
            "required": _("请选一种告诉您的办法。"),
            "invalid_choice": _("请选一种告诉您的办法。"),
        },
    )
    anonymous = forms.BooleanField(
        label=_("匿名寄出"),
        required=False,
        help_text=_(
            "我们不保存您的姓名、手机号和邮箱，也就没法找您核实。编号和查询码是您找回这封信的唯一办法，丢了谁也补不了。"
        ),
    )
    keep_from_unit = forms.BooleanField(
        label=_("我的身份对承办单位保密"),
        required=False,
        help_text=_("承办的科室和学校看不到您的姓名和电话，要联系您只能通过登记处。"),
    )
    consent = forms.BooleanField(
        label=_("同意公开这封信的答复"),
        required=False,
        help_text=_("公开前去掉姓名、电话、学校班级等个人信息，并由第二个人核对。不勾也一样办理。"),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip()

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not self._anonymous and not 7 <= len(normalize_phone(phone)) <= 15:
            raise forms.ValidationError(_("这不像一个电话号码。手机号是11位数字，座机请带区号。"), code="invalid")
        return phone

    @property
    def _anonymous(self) -> bool:
        return bool(self.data.get("anonymous"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self._anonymous:
            for field in ("name", "phone", "email", "notify_by"):
                self.errors.pop(field, None)
                given[field] = ""
            return given
        wanted = given.get("notify_by")
        no_phone = not given.get("phone") and "phone" not in self.errors
        no_email = not given.get("email") and "email" not in self.errors
        if no_phone and wanted == NotifyBy.PHONE:
            self.add_error("phone", _("您要我们打电话告诉您，请写手机号。"))
        elif no_phone and no_email and wanted != NotifyBy.EMAIL:
            self.add_error("phone", _("请写手机号或者邮箱，我们核实时好找到您。"))
        if no_email and wanted == NotifyBy.EMAIL:
            self.add_error("email", _("您要我们发邮件告诉您，请写邮箱。"))
        return given


def incoming(what: WhatForm, who: WhoForm) -> Incoming:
    """The letter of two valid forms. A report is never published, whatever was ticked before the class was chosen."""
    said, given = what.cleaned_data, who.cleaned_data
    is_report = said["kind"] == LetterClass.REPORT
    return Incoming(
        subject=said["subject"],
        body=said["body"],
        letter_class=said["kind"],
        place=said["place"],
        concerned=what.concerned,
        is_confidential=given["keep_from_unit"],
        consent_to_publish=given["consent"] and not is_report,
        contact=Contact(
            name=given["name"],
            phone=given["phone"],
            email=given["email"],
            notify_by=given["notify_by"] or NotifyBy.NONE,
        ),
    )
