"""The three axes of a letter, and the other closed lists of the domain. Never one flat list of states."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where the work is."""

    RECEIVED = "received", _("待登记")
    REGISTERED = "registered", _("已登记")
    ASSIGNED = "assigned", _("已转办")
    ACCEPTED = "accepted", _("办理中")
    DRAFTED = "drafted", _("待审核")
    APPROVED = "approved", _("待签发")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已办结")
    ARCHIVED = "archived", _("已归档")
    AWAITING_CITIZEN = "awaiting_citizen", _("待补充")
    RETURNED = "returned", _("已退回")
    WITHDRAWN = "withdrawn", _("已撤回")
    REDIRECTED = "redirected", _("已导入其他程序")
    REJECTED = "rejected", _("不予受理")
    MERGED = "merged", _("已并案")


class Outcome(models.TextChoices):
    """How it ended."""

    RESOLVED = "resolved", _("已解决")
    EXPLAINED = "explained", _("解释说明")
    NOT_SUPPORTED = "not_supported", _("不支持")
    PARTLY_SUPPORTED = "partly_supported", _("部分支持")
    REDIRECTED = "redirected", _("转其他程序")
    WITHDRAWN = "withdrawn", _("已撤回")
    DUPLICATE = "duplicate", _("重复件")
    INVALID = "invalid", _("无效件")


class Visibility(models.TextChoices):
    """Who may see it."""

    PRIVATE = "private", _("不公开")
    RESTRICTED = "restricted", _("限制知悉")
    PROPOSED = "public_answer_proposed", _("公开待审定")
    PUBLISHED = "published", _("已公开")
    UNPUBLISHED = "unpublished", _("已撤下")


class Withheld(models.TextChoices):
    """不公开的事由: matters whose answers never become public, whatever the writer agreed to."""

    ABUSE = "abuse", _("涉及未成年人受侵害")
    CRISIS = "crisis", _("心理危机或自伤")
    INQUIRY = "inquiry", _("正在调查或涉案")


class Channel(models.TextChoices):
    WEB = "web", _("局长信箱")
    PHONE = "phone", _("来电")
    VISIT = "visit", _("来访")
    POST = "post", _("来信")
    FAX = "fax", _("传真")
    EMAIL = "email", _("邮件")
    HOTLINE = "hotline", _("市长热线承办单")
    PARTY_REP = "party_rep", _("党代表工作室")
    SUPERIOR = "superior", _("上级转办")


class LetterClass(models.TextChoices):
    """诉求类别."""

    ENQUIRY = "enquiry", _("咨询")
    HELP = "help", _("求助")
    COMPLAINT = "complaint", _("投诉")
    SUGGESTION = "suggestion", _("建议")
    PRAISE = "praise", _("表扬")
    REPORT = "report", _("举报")
    APPEAL = "appeal", _("申诉求决")


class About(models.TextChoices):
    """What kind of organization the matter concerns."""

    SCHOOL = "school", _("学校")
    KINDERGARTEN = "kindergarten", _("幼儿园")
    INSTITUTION = "institution", _("培训机构")
    OFFICE = "office", _("机关科室")
    NONE = "none", _("不涉及")


class Action(models.TextChoices):
    """What can be done to a letter's status; one row or more each in ``moves``."""

    REGISTER = "register", _("登记")
    ASSIGN = "assign", _("转办")
    RECALL = "recall", _("撤回转办")
    ACCEPT = "accept", _("签收")
    RETURN = "return", _("退回登记处")
    ASK_CITIZEN = "ask_citizen", _("请市民补充")
    SUPPLEMENT = "supplement", _("补充材料")
    SUBMIT = "submit", _("提交审核")
    SEND_BACK = "send_back", _("退回修改")
    APPROVE = "approve", _("审核通过")
    SIGN = "sign", _("签发并寄出")
    CLOSE = "close", _("办结")
    ARCHIVE = "archive", _("归档")
    REOPEN = "reopen", _("重新办理")
    WITHDRAW = "withdraw", _("撤回")
    REDIRECT = "redirect", _("导入其他程序")
    REJECT = "reject", _("不予受理")
    MERGE = "merge", _("并案")


class EventKind(models.TextChoices):
    """What an entry of the ledger tells: the moves, and the deeds that leave the status alone."""

    RECEIVED = "received", _("收到来信")
    REGISTER = "register", _("登记")
    ASSIGN = "assign", _("转办")
    RECALL = "recall", _("撤回转办")
    ACCEPT = "accept", _("签收")
    RETURN = "return", _("退回登记处")
    ASK_CITIZEN = "ask_citizen", _("请市民补充")
    SUPPLEMENT = "supplement", _("补充材料")
    SUBMIT = "submit", _("提交审核")
    SEND_BACK = "send_back", _("退回修改")
    APPROVE = "approve", _("审核通过")
    SIGN = "sign", _("签发并寄出")
    CLOSE = "close", _("办结")
    ARCHIVE = "archive", _("归档")
    REOPEN = "reopen", _("重新办理")
    WITHDRAW = "withdraw", _("撤回")
    REDIRECT = "redirect", _("导入其他程序")
    REJECT = "reject", _("不予受理")
    MERGE = "merge", _("并案")
    ADDED = "added", _("市民补充说明")
    REMINDED = "reminded", _("市民催办")
    RATED = "rated", _("市民评价")
    REVEALED = "revealed", _("查看联系方式")
    CODE_REISSUED = "code_reissued", _("重发查询码")
    RECLASSIFIED = "reclassified", _("更改分类或时限")
    CLOCK_RECOMPUTED = "clock_recomputed", _("重算时限")
    PROPOSED = "proposed", _("拟公开")
    RELEASED = "released", _("公开")
    UNPUBLISHED = "unpublished", _("撤下公开")
    IMPORTED = "imported", _("导入历史信件")
    ERASED = "erased", _("删除联系方式")
    EXPORTED = "exported", _("写信人下载信件和处理记录")
    HELD = "held", _("保全")
    HOLD_LIFTED = "hold_lifted", _("解除保全")
    WITHHELD = "withheld", _("不公开的事由")
    STAND_PROPOSED = "stand_proposed", _("再看公开的答复，提出可以留")
    STAND_AGREED = "stand_agreed", _("再看公开的答复，同意可以留")
    STAND_DECLINED = "stand_declined", _("再看公开的答复，不留")


class MessageKind(models.TextChoices):
    QUESTION = "question", _("请您补充")
    SUPPLEMENT = "supplement", _("补充说明")
    REMINDER = "reminder", _("催办")


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    MOSTLY = "mostly", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")


class NotifyBy(models.TextChoices):
    NONE = "none", _("不用通知，我自己来查")
    PHONE = "phone", _("打电话告诉我")
    EMAIL = "email", _("发邮件告诉我")


class Decision(models.TextChoices):
    """What a person decided about a machine's mark."""

    OPEN = "open", _("待确认")
    ACCEPTED = "accepted", _("遮去")
    REJECTED = "rejected", _("保留")


OPEN_STATUSES = frozenset(
    {
        Status.RECEIVED,
        Status.REGISTERED,
        Status.ASSIGNED,
        Status.ACCEPTED,
        Status.DRAFTED,
        Status.APPROVED,
        Status.AWAITING_CITIZEN,
        Status.RETURNED,
    }
)
FINAL_STATUSES = frozenset(Status) - OPEN_STATUSES
NEVER_PUBLIC_CLASSES = frozenset({LetterClass.REPORT})
