"""inspect_file: personal data in every layer of a file, with the place."""

from __future__ import annotations

import json as jsonlib
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.privacy.files import official
from portal.privacy.files.inspection import Inspection, inspect
from portal.privacy.files.refusals import FileRefused
from portal.privacy.files.searching import Found

MOST_HIDDEN = 2000  # texts listed as JSON
LONGEST_HIDDEN = 500  # characters of one


class Command(BaseCommand):
    help = (
        "找出文件各层里的个人信息：正文、批注、修订、页眉页脚、隐藏内容、属性、PDF 的旧版本和附件、照片的拍摄信息等。"
        "支持 docx、xlsx、csv、pdf、jpg、png。不改动文件。退出码：0 没有发现，1 有发现，2 读不出或参数不对。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="要检查的文件")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *args: Any, file: str, json: bool, **options: Any) -> None:
        path = Path(file)
        if not path.is_file():
            raise CommandError(f"找不到文件“{file}”。请检查路径。", returncode=2)
        try:
            found = inspect(path, people=official.people())
        except FileRefused as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(jsonlib.dumps(as_json(found), ensure_ascii=False) if json else told(found))
        if found.found:
            sys.exit(1)


def as_json(inspection: Inspection) -> dict[str, Any]:
    return {
        "kind": inspection.kind,
        "findings": [finding(one) for one in inspection.found],
        "concealed": inspection.concealed,
        "hidden_texts": hidden_texts(inspection),
        "unread": inspection.unread,
    }


def hidden_texts(inspection: Inspection) -> list[dict[str, str]]:
    """What the file's reader does not see, place by place, found or not: a person may know more than the detectors."""
    layers = (layer for layer in inspection.contents.layers if not layer.shown)
    units = [unit for layer in layers for unit in layer.units][:MOST_HIDDEN]
    return [{"place": unit.place, "text": unit.text[:LONGEST_HIDDEN]} for unit in units]


def finding(one: Found) -> dict[str, Any]:
    return {
        "place": one.place,
        "kind": one.kind,
        "text": one.text,
        "mask": one.mask,
        "reason": one.reason,
        "shown": one.shown,
    }


def told(inspection: Inspection) -> str:
    lines = [f"{one.place}：{one.text.strip()}（{one.reason}）" for one in inspection.found]
    lines.append(f"发现{len(inspection.found)}处个人信息。" if lines else "没有发现个人信息。")
    if inspection.concealed:
        lines.append(f"读者看不见、清理时会去掉的内容：{'、'.join(inspection.concealed)}。")
    return "\n".join([*lines, *inspection.unread])
