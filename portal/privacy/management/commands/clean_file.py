"""clean_file: a copy of a file that may be published, made anew and proved by reading it again."""

from __future__ import annotations

import json as jsonlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.privacy.files import official
from portal.privacy.files.cleaning import Box, Cleaned, clean
from portal.privacy.files.columns import Choice
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.management.commands.inspect_file import as_json


class Command(BaseCommand):
    help = (
        "做一份可以公开的文件：重新生成，只留下看得见的内容，个人信息换成遮盖后的写法，再读一遍确认没有遗留。"
        "原文件不变。退出码：0 已写好，1 仍有遗留所以没有写，2 读不出、写不了或参数不对。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", help="原文件")
        parser.add_argument("target", help="写到哪里；已有的文件不会被覆盖")
        parser.add_argument(
            "--box", action="append", default=[], metavar="页,左,上,右,下",
            help="PDF 或图片上要遮盖的框，可以写多次；四个数是占页面的比例，如 1,0.1,0.2,0.5,0.25",
        )  # fmt: skip
        parser.add_argument(
            "--keep", action="append", default=[], metavar="文字", help="看过以后允许保留的文字，可多次"
        )
        parser.add_argument(
            "--columns", choices=[one.value for one in Choice],
            help="表格里整列的姓名、电话、证件号等：mask 逐格打星号，empty 清空",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="照做一遍并核对，但不写文件")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *args: Any, source: str, target: str, dry_run: bool, json: bool, **options: Any) -> None:
        path, goal = _checked(source, target)
        try:
            done = clean(
                path,
                goal,
                people=official.people(keep=frozenset(options["keep"])),
                boxes=[_box(text) for text in options["box"]],
                columns=Choice(options["columns"]) if options["columns"] else None,
                write=not dry_run,
            )
        except FileRefused as error:
            raise CommandError(str(error), returncode=1 if error.reason is Reason.SURVIVED else 2) from error
        except OSError as error:
            raise CommandError(f"写不了“{target}”：{error.strerror}。", returncode=2) from error
        self.stdout.write(_as_json(done) if json else _told(done, target, dry_run=dry_run))


def _checked(source: str, target: str) -> tuple[Path, Path]:
    path, goal = Path(source), Path(target)
    if not path.is_file():
        raise CommandError(f"找不到文件“{source}”。请检查路径。", returncode=2)
    if goal.exists():
        raise CommandError(f"“{target}”已经存在，没有覆盖。请换一个名字。", returncode=2)
    if not goal.parent.is_dir():
        raise CommandError(f"没有文件夹“{goal.parent}”。请先建好。", returncode=2)
    if goal.suffix.lower() != path.suffix.lower():
        raise CommandError("新文件的扩展名要与原文件相同。", returncode=2)
    return path, goal


def _box(text: str) -> tuple[int, Box]:
    try:
        page, left, top, right, bottom = text.split(",")
        return int(page), (float(left), float(top), float(right), float(bottom))
    except ValueError as error:
        raise FileRefused(Reason.BAD_BOX, text) from error


def _as_json(done: Cleaned) -> str:
    columns = [{"place": one.place, "heading": one.heading, "kind": one.kind} for one in done.columns]
    about = {"columns": columns, "left_out": done.left_out, "unread_in_copy": done.unread}
    return jsonlib.dumps({**as_json(done.original), **about}, ensure_ascii=False)


def _told(done: Cleaned, target: str, *, dry_run: bool) -> str:
    count = len(done.original.found)
    first = f"原文件里有{count}处个人信息，新文件里一处也没有。" if count else "原文件里没有发现个人信息。"
    last = "这是试做，没有写文件。" if dry_run else f"已写到 {target}。"
    return "\n".join([first, *done.left_out, *done.unread, last])
