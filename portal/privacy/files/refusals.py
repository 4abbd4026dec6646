"""Why a file is not read or not cleaned, as a full sentence for the person who brought it."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _

from portal.privacy.errors import PrivacyError


class Reason(StrEnum):
    """``sentence`` gives the words; the child process hands back only the code."""

    LOCKED = "locked"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    EMPTY = "empty"
    TOO_BIG = "too_big"
    BOMB = "bomb"
    PIXELS = "pixels"
    OBJECTS = "objects"
    PAGES = "pages"
    CELLS = "cells"
    TEXT = "text"
    TOO_SLOW = "too_slow"
    TOO_MUCH_TO_SEARCH = "too_much_to_search"
    MEMORY = "memory"
    NO_COPY = "no_copy"
    SURVIVED = "survived"
    BAD_BOX = "bad_box"


class FileRefused(PrivacyError):
    """The file stays as it is and nothing was written. ``str()`` is the sentence; ``detail`` names the spot, if any."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        said = sentence(self.reason)
        return f"{said}（{self.detail}）" if self.detail else said


def sentence(reason: Reason) -> str:
    """What is wrong and what to do, in Chinese."""
    return {
        Reason.LOCKED: _("文件设了密码，读不出内容。请去掉密码后再试。"),
        Reason.BROKEN: _("文件已损坏或不完整，读不出内容。请重新导出一份再试。"),
        Reason.UNKNOWN: _("只能处理 docx、xlsx、csv、pdf、jpg 和 png 文件，并且内容要与扩展名一致。"),
        Reason.EMPTY: _("文件是空的。请检查后重新选择。"),
        Reason.TOO_BIG: _("文件超过40 MB。请拆分或压缩图片后再试。"),
        Reason.BOMB: _("文件解压后异常地大，可能是恶意文件，没有打开。"),
        Reason.PIXELS: _("图片的像素太多，没有打开。请缩小到5000万像素以内再试。"),
        Reason.OBJECTS: _("PDF 的结构异常复杂，没有打开。请用“打印为 PDF”重新导出再试。"),
        Reason.PAGES: _("文件超过300页。请拆分后再试。"),
        Reason.CELLS: _("表格超过20万个单元格。请拆分后再试。"),
        Reason.TEXT: _("文件的文字超过40万字。请拆成几份，分别上传。"),
        Reason.TOO_MUCH_TO_SEARCH: _(
            "文件的文字太多，没能在规定时间内查完个人信息。请拆成几份（比如每份100页或3000行以内），分别上传。"
        ),
        Reason.TOO_SLOW: _("文件太复杂，没能在规定时间内读完。请拆分或重新导出再试。"),
        Reason.MEMORY: _("打开这个文件需要的内存太多，已经停止。请拆分或缩小后再试。"),
        Reason.NO_COPY: _("没能做出清理后的文件。原文件没有改动，请换一种格式导出再试。"),
        Reason.SURVIVED: _("清理后的文件里仍能找到个人信息，没有交出。请在原文件里改掉下面的内容再试。"),
        Reason.BAD_BOX: _("遮盖框不在页面上。页码从1开始，四个数是左、上、右、下占页面的比例，在0和1之间。"),
    }[reason]
