"""What could not be done, for the administrator to see and to have tried again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from portal.accounts.models import User
from portal.accounts.policies import RolePolicy
from portal.accounts.roles import Role
from portal.audit.record import record
from portal.outbox.drain import retry_failed
from portal.outbox.models import MessageState, OutboxMessage

policy = RolePolicy(OutboxMessage, Role.ADMINISTRATOR)


class RetryColumn(Column):
    cell_template_name = "outbox/retry_cell.html"


class FailedReport(ReportView):
    """多次失败的待办: kinds, ids and class of error; nobody's words are in the queue."""

    model = OutboxMessage
    permission_policy = policy
    any_permission_required = ["view"]
    page_title = _("失败的待办")
    header_icon = "warning"
    index_url_name = "outbox_failed"
    index_results_url_name = "outbox_failed_results"
    columns = [
        Column("kind", label=_("类型")),
        Column("payload", label=_("内容")),
        Column("attempts", label=_("次数")),
        Column("last_error", label=_("最近的错误")),
        DateColumn("created_at", label=_("产生时间")),
        RetryColumn("pk", label=_("操作")),
    ]

    def get_queryset(self) -> QuerySet[OutboxMessage]:
        return OutboxMessage.objects.filter(state=MessageState.FAILED)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one failed row back into the queue, on record."""
    if not isinstance(request.user, User) or not policy.user_has_permission(request.user, "change"):
        raise PermissionDenied
    if retry_failed(pk):
        record(request.user, "outbox.retried", target=f"outbox:{pk}")
        messages.success(request, gettext("已放回队列，马上会再试一次。"))
    else:
        messages.warning(request, gettext("这一项已经不在失败之列，没有改动。"))
    return redirect("outbox_failed")
