from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("做什么"), max_length=60)
    detail = blocks.TextBlock(label=_("怎么做"), max_length=300, required=False)


class StepsBlock(blocks.ListBlock):
    """A procedure in order: one step, one deed."""

    class Meta:
        icon = "list-ol"
        label = _("办理步骤")
        template = "home/blocks/steps.html"

    def __init__(self, **kwargs: object) -> None:
        super().__init__(StepBlock(), min_num=2, **kwargs)
