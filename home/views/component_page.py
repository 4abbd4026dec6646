"""Every component in every state, for those who build pages; served in development and tests only."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.suggestions import Suggestion

BADGES = (
    ("s-received", "已收到", ""),
    ("s-registered", "已登记", ""),
    ("s-working", "办理中", ""),
    ("s-review", "答复审核中", ""),
    ("s-answered", "已答复", ""),
    ("s-closed", "已办结", ""),
    ("s-wait", "等您补充", "soon"),
    ("i-clock", "明天到期", "soon"),
    ("s-late", "超期2个工作日", "late"),
    ("s-redirect", "已转其他途径", "mute"),
    ("i-link", "已并案", "mute"),
    ("s-void", "已撤回", "mute"),
)


class _Kinds(forms.ChoiceField):
    notes = {"enquiry": "问政策、流程", "help": "有困难要解决", "complaint": "有事做得不对"}


class _Sample(forms.Form):
    kind = _Kinds(
        label="这封信是",
        widget=forms.RadioSelect,
        choices=[("enquiry", "咨询"), ("help", "求助"), ("complaint", "投诉")],
    )
    subject = forms.CharField(
        label="一句话说清是什么事", max_length=30, help_text="例如：五年级转学到本区，要带哪些材料"
    )
    body = forms.CharField(
        label="信的内容",
        max_length=2000,
        min_length=20,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="什么时候、发生了什么、您希望怎么办。",
        error_messages={"min_length": "内容太短。请至少写20个字，现在有%(show_value)d个字。"},
    )
    email = forms.EmailField(label="电子邮箱", required=False, help_text="有答复时告诉您。")
    attached = forms.FileField(label="图片或文件", required=False, help_text="最多5个，每个不超过10 MB。")
    consent = forms.BooleanField(label="答复可以去掉姓名后公开", required=False)


ENTRIES: tuple[dict[str, Any], ...] = (
    {"icon_name": "s-answered", "at": "9月28日（周一）20:14", "title": "您的信到了"},
    {"icon_name": "s-working", "at": "今天", "title": "正在和学校核对", "detail": "最晚明天答复您", "state": "now"},
    {"icon_name": "s-next", "title": "请您评价", "state": "next"},
)
PLAIN: dict[str, Any] = {
    "badges": BADGES,
    "entries": ENTRIES,
    "facts": [("受理日期", "2026年3月16日（周一）"), ("用时", "3个工作日")],
    "step_names": ["写什么", "看看已有答复", "联系方式", "核对后寄出"],
    "trail": [("组件", "")],
}


def component_page(request: HttpRequest) -> HttpResponse:
    """Shows the components; the form is bound to a short text, so that errors can be seen."""
    form = _Sample({"kind": "enquiry", "subject": "请假的日子，课后服务费能退吗", "body": "能退吗？"})
    rows = Paginator(range(1300), 20).get_page(2)
    return render(request, "components/all.html", {**PLAIN, "form": form, "cards": [_card()], "rows": rows})


def _card() -> Suggestion:
    return Suggestion(
        id="answer-1",
        kind="answer",
        title="学生请假期间，课后服务费怎么退？",
        url="#c-card",
        excerpt="课后服务费连续请假满5个上课日的，按天退。",
        unit="基础教育科",
        on=timezone.localdate(),
        score=1.0,
        body="能退。\n不用申请。",
        marks=("课后服务费",),
    )
