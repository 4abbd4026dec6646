"""The report of failed rows in the Wagtail admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from portal.outbox.reports import FailedReport, policy, retry


class FailedMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def register_failed_menu_item() -> MenuItem:
    return FailedMenuItem(
        _("失败的待办"), reverse("outbox_failed"), name="outbox-failed", icon_name="warning", order=950
    )


@hooks.register("register_admin_urls")
def register_failed_urls() -> list[URLPattern]:
    return [
        path("reports/outbox/", FailedReport.as_view(), name="outbox_failed"),
        path("reports/outbox/results/", FailedReport.as_view(results_only=True), name="outbox_failed_results"),
        path("reports/outbox/<int:pk>/retry/", retry, name="outbox_retry"),
    ]
