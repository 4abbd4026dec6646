"""Lists of the desk that are data: topics and reply templates. Letters have no viewset: its log would copy titles."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from mailbox.models import ReplyTemplate, Topic
from mailbox.topic_desk import TopicViewSet
from mailbox.topic_names import MAY_NAME
from portal.accounts.policies import RolePolicy
from portal.accounts.roles import Role

register_permission_policy(Topic, RolePolicy(Topic, *MAY_NAME))
register_permission_policy(ReplyTemplate, RolePolicy(ReplyTemplate, Role.REGISTRAR, Role.REVIEWER, Role.ADMINISTRATOR))


class ReplyTemplateViewSet(ModelViewSet):
    model = ReplyTemplate
    name = "reply_templates"
    url_prefix = "reply-templates"
    menu_label = _("答复模板")
    icon = "openquote"
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["name", "topic", BooleanColumn("is_active", label=_("在用"), sort_key="is_active")]
    list_filter = ["topic", "is_active"]
    panels = [FieldPanel("name"), FieldPanel("topic"), FieldPanel("text"), FieldPanel("is_active")]


topics = TopicViewSet()
reply_templates = ReplyTemplateViewSet()
