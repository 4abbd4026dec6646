"""公开事项 and 网站设置 in the admin menu: edited as drafts and published by a reviewer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from home.models import EnrollmentPlan, FeeItem, FinanceStatement


def metadata_panel() -> MultiFieldPanel:
    """The statutory facts; index number and publication date are missing on purpose: nobody may give them."""
    return MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("publisher"), FieldPanel("document_number")]),
            FieldRowPanel([FieldPanel("made_on"), FieldPanel("form")]),
            FieldRowPanel([FieldPanel("access"), FieldPanel("validity")]),
            FieldRowPanel([FieldPanel("valid_until"), FieldPanel("successor")]),
        ],
        heading=_("公开信息要素"),
    )


class FeeItemViewSet(SnippetViewSet):
    model = FeeItem
    icon = "tag"
    menu_label = _("收费项目")
    list_display = ["item", "school", "year", "get_term_display", "price", "published_on"]
    list_filter = ["year", "term", "stage", "necessity"]
    search_fields = ["item", "school__name"]
    list_per_page = 50
    panels = [
        FieldRowPanel([FieldPanel("school"), FieldPanel("stage")]),
        FieldRowPanel([FieldPanel("year"), FieldPanel("term")]),
        FieldRowPanel([FieldPanel("item"), FieldPanel("scope")]),
        FieldRowPanel([FieldPanel("necessity"), FieldPanel("nature")]),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("unit"), FieldPanel("is_ceiling")]),
        FieldPanel("amount_note"),
        FieldRowPanel([FieldPanel("basis_document"), FieldPanel("basis_agency")]),
        FieldPanel("refund_rule"),
        FieldPanel("reduction_policy"),
        FieldRowPanel([FieldPanel("complaint_phone"), FieldPanel("position")]),
        metadata_panel(),
    ]


class EnrollmentPlanViewSet(SnippetViewSet):
    model = EnrollmentPlan
    icon = "group"
    menu_label = _("招生计划")
    list_display = ["school", "year", "grade", "classes", "places", "published_on"]
    list_filter = ["year", "stage"]
    search_fields = ["school__name"]
    list_per_page = 50
    panels = [
        FieldPanel("school"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("stage"), FieldPanel("grade")]),
        FieldRowPanel([FieldPanel("classes"), FieldPanel("places"), FieldPanel("admitted")]),
        FieldPanel("area"),
        FieldPanel("method"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("materials"),
        FieldPanel("phone"),
        metadata_panel(),
    ]


class FinanceStatementViewSet(SnippetViewSet):
    model = FinanceStatement
    icon = "table"
    menu_label = _("预决算")
    list_display = ["unit", "year", "get_kind_display", "income", "spending", "published_on"]
    list_filter = ["year", "kind"]
    search_fields = ["unit__name"]
    list_per_page = 50
    panels = [
        FieldPanel("unit"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("kind"), FieldPanel("approved_on")]),
        FieldRowPanel([FieldPanel("income"), FieldPanel("appropriation")]),
        FieldRowPanel(
            [FieldPanel("spending"), FieldPanel("personnel"), FieldPanel("operations"), FieldPanel("projects")]
        ),
        FieldRowPanel([FieldPanel("travel_abroad"), FieldPanel("receptions"), FieldPanel("vehicles")]),
        FieldPanel("explanation"),
        metadata_panel(),
    ]


class DisclosureViewSetGroup(SnippetViewSetGroup):
    items = (FeeItemViewSet, EnrollmentPlanViewSet, FinanceStatementViewSet)
    menu_label = _("公开事项")
    menu_icon = "doc-full"
    menu_order = 250
