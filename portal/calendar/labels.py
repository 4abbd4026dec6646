"""Chinese words for the codes of the clock rules."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, Promise]

UNITS: Words = {
    "working_day": _("工作日"),
    "calendar_day": _("日"),
    "hour": _("小时"),
    "time_of_day": _("每天的时刻"),
    "date": _("每年的日期"),
}
SCOPES: Words = {
    "mailbox": _("局长信箱"),
    "petition": _("信访"),
    "hotline": _("市长热线承办单"),
    "urgent": _("紧急事项"),
    "report": _("报表"),
    "disclosure": _("主动公开"),
    "request": _("依申请公开"),
}
EVENTS: Words = {
    "received": _("收到"),
    "assigned": _("转办"),
    "accepted": _("受理"),
    "reply_sent": _("答复发出"),
    "reply_delivered": _("收到书面答复"),
    "notice_sent": _("告知发出"),
    "transfer_received": _("收到转送、交办"),
    "objection_sent": _("提出异议"),
    "opinion_delivered": _("处理意见书送达"),
    "review_requested": _("申请复查"),
    "review_delivered": _("复查意见送达"),
    "recheck_requested": _("申请复核"),
    "recheck_delivered": _("复核意见送达"),
    "order_received": _("收到承办单"),
    "order_returned": _("退回承办单"),
    "order_reported": _("报告办理结果"),
    "flagged": _("标为紧急"),
    "duty_officer_reported": _("值班负责人报告"),
    "every_day": _("每天"),
    "every_year": _("每年"),
    "report_sent": _("报表送出"),
    "formed_or_changed": _("信息形成或变更"),
    "published": _("公开"),
    "request_received": _("收到申请"),
    "asked": _("收到征求意见书"),
    "opinion_received": _("收到第三方意见"),
    "approved_by_finance": _("财政批复"),
}
ACTORS: Words = {
    "registrar": _("登记员"),
    "handling_unit": _("承办单位"),
    "director": _("局长"),
    "bureau": _("教育局"),
    "citizen": _("信访人"),
    "upper_body": _("上一级机关"),
    "duty_officer": _("值班负责人"),
    "publisher": _("公开拟稿人"),
    "third_party": _("第三方"),
}
PAUSES: Words = {
    "awaiting_citizen": _("等写信人补充"),
    "name_or_address_unclear": _("姓名或住址不清"),
    "hearing": _("听证"),
    "third_party_consultation": _("征求第三方意见"),
}
STATUSES: Words = {
    "law": _("法规规定"),
    "local_rule": _("地方规定"),
    "bureau_rule": _("本局制度"),
    "promise": _("本局承诺"),
    "to_verify": _("条文待核对"),
}
