"""内容分类 in the admin: names that wait for a second person on top, then the list with its form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from mailbox import topic_names
from mailbox.models import Topic
from portal.accounts.grants import shows
from portal.accounts.models import User
from portal.accounts.waiting import Waiting
from portal.privacy import plain_names
from portal.text import clean_text

DEEDS = {"confirm": topic_names.confirm, "decline": topic_names.decline}


class TopicForm(WagtailAdminModelForm):
    """The name that is typed waits for a second person; the code, which stands in addresses, is given once."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        topic, name = self.instance, self.fields["proposed_name"]
        name.required = True
        name.help_text = _("所有人都看得到。写好以后，要另一位登记员或管理员确认才会公开。")
        self.fields["parent"].queryset = Topic.objects.exclude(name="").exclude(pk=topic.pk)
        if topic.pk:
            self.initial["proposed_name"] = topic.proposed_name or topic.name
            self.fields["code"].disabled = True
        if not topic.name:
            del self.fields["is_active"]  # in use once somebody has confirmed the name
        elif topic.proposed_name:
            name.help_text += _("现在公开的是：%(name)s。") % {"name": topic.name}

    def clean_proposed_name(self) -> str:
        words = clean_text(self.cleaned_data["proposed_name"]).strip()
        return self._searched(words) if words != self.instance.name else words

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        return code if self.instance.pk else self._searched(code)

    def save(self, commit: bool = True) -> Topic:
        return topic_names.propose(self.instance, self.cleaned_data["proposed_name"], by=self.for_user)

    def _searched(self, words: str) -> str:
        if refusal := plain_names.refusal(words):
            raise ValidationError(refusal)
        return words


def _said(topic: Topic) -> str:
    if topic.proposed_name:
        return _("已保存。“%(name)s”要另一位登记员或管理员确认以后才会公开。") % {"name": topic.proposed_name}
    return _("已保存：%(name)s。") % {"name": topic.name}


class TopicsView(IndexView):
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user = self.request.user
        rows = [(topic, topic_names.may_confirm(topic, user)) for topic in topic_names.waiting()]
        return {**super().get_context_data(**given), "waiting": rows}


class NewTopicView(CreateView):
    def get_success_message(self, instance: Topic) -> str:
        return _said(instance)


class ChangeTopicView(EditView):
    def get_success_message(self) -> str:
        return _said(self.object)


@require_POST
def deed(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """确认 or 不同意 of the name that the page showed; back to the list with what came of it."""
    user = request.user
    if not isinstance(user, User) or not policy_registry.get_by_type(Topic).user_has_permission(user, "change"):
        raise PermissionDenied
    if name not in DEEDS:
        raise Http404
    try:
        topic = DEEDS[name](pk, request.POST.get("name", ""), by=user)
    except topic_names.NameRefused as error:
        messages.error(request, str(error))
    else:
        confirmed = _("已确认，现在公开的名称是：%(name)s。") % {"name": topic.name}
        messages.success(request, confirmed if name == "confirm" else _("没有改名，这个提议已经去掉。"))
    return redirect("letter_topics:index")


class TopicViewSet(ModelViewSet):
    model = Topic
    name = "letter_topics"
    url_prefix = "letter-topics"
    menu_label = gettext_lazy("内容分类")
    icon = "tag"
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = TopicsView
    add_view_class = NewTopicView
    edit_view_class = ChangeTopicView
    index_template_name = "mailbox/desk/topics.html"
    list_display = [
        "__str__",
        "code",
        "parent",
        "position",
        BooleanColumn("is_active", label=gettext_lazy("在用"), sort_key="is_active"),
        Column("status", label=gettext_lazy("状态")),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("proposed_name"),
            FieldPanel("code"),
            FieldPanel("parent"),
            FieldPanel("position"),
            FieldPanel("is_active"),
        ],
        base_form_class=TopicForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("<int:pk>/<slug:name>/", deed, name="deed")]


def show_waiting(request: HttpRequest, panels: list[Any]) -> None:
    user = request.user
    if isinstance(user, User) and shows(user, *topic_names.MAY_NAME):
        count = topic_names.waiting().exclude(proposed_by=user).count()
        if count:
            panels.append(Waiting("mailbox/desk/waiting_topics.html", 91, count))


hooks.register("construct_homepage_panels", show_waiting)
