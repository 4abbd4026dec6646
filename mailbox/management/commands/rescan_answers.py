"""Search all public answers again, at once and here; for after a restore or an upgrade of the detectors."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mailbox import queries, rescanning
from portal.audit.record import record as audit


class Command(BaseCommand):
    help = "把已公开的答复重新检查一遍，可疑的列入“要再看一遍”；不撤下任何一条。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="按JSON输出")

    def handle(self, *args: Any, **options: Any) -> None:
        ids = list(queries.published_answers().order_by("pk").values_list("pk", flat=True))
        for done, pk in enumerate(ids, 1):
            rescanning.scan(pk)
            if done % 500 == 0 and not options["json"]:
                self.stdout.write(f"已检查{done}条，共{len(ids)}条。")
        doubtful = rescanning.doubtful().count()
        audit(None, rescanning.DONE, detail={"with": rescanning.fingerprint(), "doubtful": doubtful})
        if options["json"]:
            self.stdout.write(json.dumps({"answers": len(ids), "doubtful": doubtful}))
        else:
            self.stdout.write(f"检查了{len(ids)}条公开答复，{doubtful}条要再看一遍。")
