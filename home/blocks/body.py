from wagtail import blocks

from home.blocks.contact import ContactBlock
from home.blocks.file import FileBlock
from home.blocks.heading import HeadingBlock
from home.blocks.notice import NoticeBlock
from home.blocks.steps import StepsBlock
from home.blocks.table import TableBlock
from home.blocks.text import TextBlock


class BodyBlock(blocks.StreamBlock):
    """What an article may consist of."""

    heading = HeadingBlock()
    text = TextBlock()
    steps = StepsBlock()
    table = TableBlock()
    notice = NoticeBlock()
    contact = ContactBlock()
    file = FileBlock()
