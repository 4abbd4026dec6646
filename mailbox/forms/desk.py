"""Forms of the desk: one small form a move. Texts are cleaned of invisible tricks; who may is checked by the move."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mailbox import numbering, queries, withholding
from mailbox.assignment import Classification
from mailbox.contacts import FIELDS
from mailbox.enums import About, Action, Channel, LetterClass, NotifyBy, Outcome, Status, Withheld
from mailbox.models import Letter, Topic
from mailbox.permissions import Actor
from mailbox.receiving import Contact, Incoming
from portal.organizations.models import Organization
from portal.privacy.lookup import normalize_phone
from portal.text import clean_text

LONGEST_NOTE = 2000
LONGEST_TEXT = 20_000
CHOOSE = ("", "请选择")
NO_CAUSE = ("", "没有")
REPLY_OUTCOMES = (Outcome.RESOLVED, Outcome.EXPLAINED, Outcome.PARTLY_SUPPORTED, Outcome.NOT_SUPPORTED)
COUNTER_CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.WEB]


class CleanText(forms.CharField):
    """Text that is stored clean (see ``portal.text``); too long is a sentence with both numbers."""

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows})
        kwargs.setdefault("error_messages", {"required": _("这一项不能空着。")})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(str(value or "")).strip()


class UnitField(forms.ModelChoiceField[Organization]):
    """Units of the bureau tree, indented by their depth."""

    def __init__(self, **kwargs: Any) -> None:
        units = Organization.objects.filter(is_active=True).order_by("path")
        super().__init__(queryset=units, empty_label=kwargs.pop("empty_label", "不指定"), **kwargs)

    def label_from_instance(self, obj: Organization) -> str:
        return f"{'　' * max(obj.depth - 1, 0)}{obj}"


class TopicField(forms.ModelChoiceField[Topic]):
    def __init__(self, **kwargs: Any) -> None:
        topics = Topic.objects.filter(is_active=True)
        super().__init__(queryset=topics, empty_label=kwargs.pop("empty_label", "请选择"), **kwargs)


class MoveForm(forms.Form):
    """Base of the moves' forms: knows the letter and who acts; a move without fields uses it as it is."""

    use_required_attribute = False

    def __init__(self, *args: Any, letter: Letter, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.letter, self.actor = letter, actor


class ClassifyForm(MoveForm):
    letter_class = forms.ChoiceField(label=_("诉求类别"), choices=[CHOOSE, *LetterClass.choices])
    topic = TopicField(label=_("内容分类"))
    about = forms.ChoiceField(label=_("涉及对象"), choices=[CHOOSE, *About.choices], required=False)
    concerned = UnitField(
        label=_("涉及单位"), required=False, help_text=_("投诉和举报时，就是被反映的单位；它不能主办这封信。")
    )
    supervising_unit = UnitField(label=_("督办单位"), required=False, help_text=_("和承办单位不能是同一个。"))
    is_complex = forms.BooleanField(label=_("情况复杂，按10个工作日办理"), required=False)
    is_urgent = forms.BooleanField(label=_("紧急，值班负责人同时看到"), required=False)

    def __init__(self, *args: Any, letter: Letter, actor: Actor, **kwargs: Any) -> None:
        known = {
            "letter_class": letter.letter_class,
            "topic": letter.topic_id,
            "about": letter.about,
            "concerned": letter.concerned_id,
            "supervising_unit": letter.supervising_unit_id,
            "is_urgent": letter.is_urgent,
        }
        kwargs["initial"] = {**known, **(kwargs.get("initial") or {})}
        super().__init__(*args, letter=letter, actor=actor, **kwargs)

    def classification(self) -> Classification:
        given = self.cleaned_data
        return Classification(
            letter_class=LetterClass(given["letter_class"]),
            topic=given["topic"],
            about=given["about"],
            concerned=given["concerned"],
            is_complex=given["is_complex"],
            is_urgent=given["is_urgent"],
            supervising_unit=given["supervising_unit"],
        )


class RegisterForm(ClassifyForm):
    """Classifies, and says whether the matter may ever become public; words in the letter propose a cause."""

    withheld = forms.ChoiceField(label=_("不公开的事由"), choices=[NO_CAUSE, *Withheld.choices], required=False)

    def __init__(self, *args: Any, letter: Letter, actor: Actor, **kwargs: Any) -> None:
        cause = withholding.suspected(letter.subject, letter.body)
        kwargs["initial"] = {"withheld": cause or "", **(kwargs.get("initial") or {})}
        super().__init__(*args, letter=letter, actor=actor, **kwargs)
        if cause is not None:
            self.fields["withheld"].help_text = _("信里有相关的字样，已替您选上；核对后不属于的，改回“没有”。")

    def classification(self) -> Classification:
        return replace(super().classification(), withheld=self.cleaned_data["withheld"])


class WithholdForm(MoveForm):
    cause = forms.ChoiceField(label=_("不公开的事由"), choices=[NO_CAUSE, *Withheld.choices], required=False)
    reason = CleanText(label=_("原因"), max_length=withholding.LONGEST_REASON, help_text=_("只有工作人员看得到。"))

    def __init__(self, *args: Any, letter: Letter, actor: Actor, **kwargs: Any) -> None:
        kwargs["initial"] = {"cause": letter.withheld, **(kwargs.get("initial") or {})}
        super().__init__(*args, letter=letter, actor=actor, **kwargs)


class ReclassifyForm(ClassifyForm):
    note = CleanText(label=_("更改原因"), rows=2, max_length=LONGEST_NOTE)


class AssignForm(MoveForm):
    """Offers only units that may handle: neither the one complained about nor the supervising one."""

    unit = UnitField(label=_("主办单位"), empty_label="请选择")
    note = CleanText(label=_("交办意见"), rows=2, max_length=LONGEST_NOTE, required=False)

    def __init__(self, *args: Any, letter: Letter, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, letter=letter, actor=actor, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, UnitField):
            field.queryset = queries.units_that_may_handle(letter)


class NoteForm(MoveForm):
    note = CleanText(label=_("说明"), rows=3, max_length=LONGEST_NOTE)


class OptionalNoteForm(MoveForm):
    note = CleanText(label=_("说明"), rows=2, max_length=LONGEST_NOTE, required=False)


class ReturnForm(NoteForm):
    note = CleanText(label=_("退回原因，登记员看了好改转"), rows=3, max_length=LONGEST_NOTE)


class AskForm(NoteForm):
    note = CleanText(
        label=_("要市民补充什么"), rows=3, max_length=LONGEST_NOTE, help_text=_("写信人原样看到；他答复前停表。")
    )


class SupplementForm(NoteForm):
    note = CleanText(
        label=_("市民补充了什么"), rows=3, max_length=LONGEST_NOTE, help_text=_("电话或窗口里说的，记在这里。")
    )


class SendBackForm(NoteForm):
    note = CleanText(label=_("要改什么"), rows=3, max_length=LONGEST_NOTE)


class ReopenForm(NoteForm):
    note = CleanText(label=_("重新办理的原因"), rows=3, max_length=LONGEST_NOTE)


class RedirectForm(NoteForm):
    note = CleanText(label=_("原因和正确的途径"), rows=3, max_length=LONGEST_NOTE, help_text=_("写信人原样看到。"))


class RejectForm(NoteForm):
    note = CleanText(label=_("不予受理的原因"), rows=3, max_length=LONGEST_NOTE, help_text=_("写信人原样看到。"))


class DecideForm(MoveForm):
    """Approving and signing: carries the revision that was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class MergeForm(MoveForm):
    number = forms.CharField(label=_("主件的信件编号"), max_length=40)

    def clean_number(self) -> Letter:
        """The other letter; the same sentence for a wrong number and for one the person may not see."""
        number = numbering.parse_number(self.cleaned_data["number"])
        user = self.actor.user
        found = queries.visible_to(user).filter(number=number).first() if number and user else None
        if found is None:
            raise forms.ValidationError(_("没有找到这个编号的信件。请核对编号，末位是校验字符。"))
        return found


class ReplyForm(MoveForm):
    """The working text of the reply; ``revision`` is the draft the page showed."""

    text = CleanText(label=_("答复"), rows=16, max_length=LONGEST_TEXT, required=False)
    outcome = forms.ChoiceField(
        label=_("办理结果"), choices=[CHOOSE, *((each.value, each.label) for each in REPLY_OUTCOMES)], required=False
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class RevealForm(MoveForm):
    field = forms.ChoiceField(label=_("查看"), choices=list(FIELDS.items()))
    reason = CleanText(label=_("原因"), max_length=200, help_text=_("写信人会在进度里看到这句话。"))


class ReissueForm(MoveForm):
    identity = CleanText(label=_("核对了什么证件"), max_length=200, help_text=_("旧查询码立即作废。"))
    token = forms.CharField(widget=forms.HiddenInput, max_length=400)


class FilterForm(forms.Form):
    """Filters of the inbox; a value it does not know is left out, never an error page."""

    q = forms.CharField(label=_("搜索"), required=False, max_length=100)
    status = forms.ChoiceField(label=_("状态"), choices=[("", "全部"), *Status.choices], required=False)
    letter_class = forms.ChoiceField(label=_("类别"), choices=[("", "全部"), *LetterClass.choices], required=False)
    topic = TopicField(label=_("内容"), required=False, empty_label="全部")
    unit = UnitField(label=_("主办单位"), required=False, empty_label="全部")
    channel = forms.ChoiceField(label=_("来源"), choices=[("", "全部"), *Channel.choices], required=False)
    since = forms.DateField(label=_("收到日从"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class EntryForm(forms.Form):
    """快速录入: a call, a visit, a letter on paper, in one short page."""

    use_required_attribute = False

    channel = forms.ChoiceField(label=_("来源渠道"), choices=COUNTER_CHANNELS)
    letter_class = forms.ChoiceField(
        label=_("诉求类别"), choices=[("", "登记时再定"), *LetterClass.choices], required=False
    )
    subject = CleanText(label=_("主题"), max_length=100)
    body = CleanText(label=_("内容"), rows=8, max_length=LONGEST_TEXT)
    place = CleanText(label=_("涉及的学校或地点"), max_length=100, required=False)
    name = CleanText(label=_("姓名"), max_length=40, required=False, help_text=_("不愿意说就留空。"))
    phone = CleanText(label=_("手机号"), max_length=30, required=False)
    notify_by = forms.ChoiceField(label=_("怎么通知"), choices=[c for c in NotifyBy.choices if c[0] != NotifyBy.EMAIL])
    is_urgent = forms.BooleanField(label=_("紧急"), required=False)
    is_confidential = forms.BooleanField(label=_("要求对承办单位保密"), required=False)
    consent_to_publish = forms.BooleanField(
        label=_("同意公开去标识后的内容"), required=False, help_text=_("要问过本人；不影响办理。")
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=400)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("phone") and not normalize_phone(given["phone"]):
            self.add_error("phone", _("这不像一个电话号码。请再问一遍，或留空。"))
        if given.get("notify_by") == NotifyBy.PHONE and not given.get("phone"):
            self.add_error("phone", _("要打电话通知，请写下号码。"))
        return given

    def incoming(self) -> Incoming:
        given = self.cleaned_data
        names = ("subject", "body", "letter_class", "place", "channel", "is_urgent", "is_confidential")
        return Incoming(
            **{name: given[name] for name in names},
            consent_to_publish=given["consent_to_publish"],
            contact=Contact(name=given["name"], phone=given["phone"], notify_by=given["notify_by"]),
        )


FORMS: dict[Action, type[MoveForm]] = {
    Action.REGISTER: RegisterForm,
    Action.ASSIGN: AssignForm,
    Action.RECALL: OptionalNoteForm,
    Action.ACCEPT: MoveForm,
    Action.RETURN: ReturnForm,
    Action.ASK_CITIZEN: AskForm,
    Action.SUPPLEMENT: SupplementForm,
    Action.SUBMIT: ReplyForm,
    Action.SEND_BACK: SendBackForm,
    Action.APPROVE: DecideForm,
    Action.SIGN: DecideForm,
    Action.CLOSE: MoveForm,
    Action.ARCHIVE: MoveForm,
    Action.REOPEN: ReopenForm,
    Action.REDIRECT: RedirectForm,
    Action.REJECT: RejectForm,
    Action.MERGE: MergeForm,
}
