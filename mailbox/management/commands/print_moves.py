"""Print the table of moves as Markdown, or put it into ``docs/letters.md`` between its two marks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mailbox import moves
from portal.settings.env import BASE_DIR

START, END = "<!-- moves: printed by `manage.py print_moves --write` -->", "<!-- /moves -->"


class Command(BaseCommand):
    help = "打印信件流转表；--write 写进 docs/letters.md。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="写进文件，而不是打印")
        parser.add_argument("--file", type=Path, default=BASE_DIR / "docs" / "letters.md")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["write"]:
            self.stdout.write(moves.as_markdown())
            return
        path: Path = options["file"]
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if START not in before or END not in before:
            raise CommandError(f"{path}里没有两个标记，不知道表该放在哪里。", returncode=2)
        head, rest = before.split(START, 1)
        tail = rest.split(END, 1)[1]
        path.write_text(f"{head}{START}\n{moves.as_markdown()}{END}{tail}", encoding="utf-8")
        self.stdout.write(f"已写进{path}。")
