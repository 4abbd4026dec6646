"""What search adds to the Wagtail admin: two entries among the reports."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from search.deflection.access import READERS, WRITERS, may


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, READERS)


class TasksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, WRITERS)


@hooks.register("register_reports_menu_item")
def register_report_menu_item() -> MenuItem:
    return ReportMenuItem(
        _("查到答复的效果"), reverse("deflection:report"), name="deflection", icon_name="search", order=100
    )


@hooks.register("register_reports_menu_item")
def register_tasks_menu_item() -> MenuItem:
    return TasksMenuItem(_("撰写任务"), reverse("deflection:tasks"), name="drafting", icon_name="edit", order=110)


@hooks.register("register_admin_urls")
def register_deflection_urls() -> list[URLResolver]:
    return [path("reports/deflection/", include("search.deflection.urls"))]
