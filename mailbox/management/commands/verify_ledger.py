"""Check the hash chain of one letter, or of all: exit 0 when every chain holds, 1 when one is broken, 2: no letter."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from mailbox import chain, numbering
from mailbox.models import Letter


class Command(BaseCommand):
    help = "核对信件经过的哈希链：有没有人改过、删过或插过记录。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", nargs="?", help="信件编号；不写就核对全部")
        parser.add_argument("--json", action="store_true", help="按JSON输出")

    def handle(self, *args: Any, **options: Any) -> None:
        letters = self._letters(options["number"])
        broken = [
            {"number": letter.number, "at": place}
            for letter in letters.iterator(chunk_size=500)
            if (place := chain.broken_at(letter)) is not None
        ]
        self._say(letters.count(), broken, as_json=options["json"])
        if broken:
            sys.exit(1)

    def _letters(self, number: str | None) -> QuerySet[Letter]:
        if not number:
            return Letter.objects.order_by("pk")
        found = Letter.objects.filter(number=numbering.parse_number(number) or number)
        if not found:
            raise CommandError(f"没有编号为{number}的信件。", returncode=2)
        return found

    def _say(self, checked: int, broken: list[dict[str, Any]], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"checked": checked, "broken": broken}, ensure_ascii=False))
            return
        for each in broken:
            self.stdout.write(f"{each['number']}：从第{each['at']}条起对不上。")
        self.stdout.write(f"核对了{checked}封信，{len(broken)}封对不上。")
