"""All layers of a docx: the shown ones first, then everything else that any part of the package holds."""

from __future__ import annotations

from pathlib import Path

from portal.privacy.files.layers import Contents
from portal.privacy.files.packages import Package
from portal.privacy.files.parts import other_parts
from portal.privacy.files.word_numbering import COMPOSED, compose_numbers
from portal.privacy.files.word_walk import stories

PLACES = (
    ("word/comments", "批注"),
    ("word/people", "修订者名单"),
    ("word/settings", "文档设置"),
    ("word/glossary/", "构建基块"),
    ("word/charts/", "图表"),
    ("word/diagrams/", "组织结构图"),
    ("docProps/", "文档属性"),
    ("customXml/", "自定义数据"),
    ("word/styles", "样式"),
)


def read(path: Path) -> Contents:
    """Raises FileRefused when the package cannot be read whole."""
    package = Package(path)
    contents = Contents()
    told = stories(package)
    for story in told:
        contents.layers += story.layers()
    for story in told:
        for place, texts in story.hidden.items():
            contents.hidden(f"{story.place}的{place}", texts)
        contents.hidden("作者、替代文字或标签", story.about)
    if compose_numbers(package):
        contents.unread.append(COMPOSED)
    other_parts(package, contents, besides={story.name for story in told}, places=PLACES)
    return contents
