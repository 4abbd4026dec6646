from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


class FileBlock(blocks.StructBlock):
    """A file to take along; its kind and size are said before it is opened."""

    document = DocumentChooserBlock(label=_("文件"))
    note = blocks.CharBlock(label=_("里面是什么"), max_length=100, required=False)

    class Meta:
        icon = "doc-full"
        label = _("下载")
        template = "home/blocks/file.html"
