from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core import checks
from django.core.management.base import BaseCommand
from django.db import connections

from portal.diagnosis import Diagnosis, examine


class Command(BaseCommand):
    help = "Look for everything that is misconfigured, and say how to mend it. Exit 0 when all is well, else 1."
    requires_system_checks = []  # they are part of the answer

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, **options: Any) -> None:
        found = [*examine(), *self._system_checks()]
        if options["json"]:
            lines = [{"name": f.name, "ok": f.ok, "about": f.sentence, "remedy": f.remedy} for f in found]
            self.stdout.write(json.dumps({"ok": all(f.ok for f in found), "findings": lines}, ensure_ascii=False))
        else:
            for finding in found:
                self.stdout.write(f"{'好　' if finding.ok else '问题'}  {finding.name}：{finding.sentence}")
                if not finding.ok and finding.remedy:
                    self.stdout.write(f"      怎么办：{finding.remedy}")
        if not all(finding.ok for finding in found):
            raise SystemExit(1)

    def _system_checks(self) -> list[Diagnosis]:
        databases = list(connections)
        messages = checks.run_checks(databases=databases, include_deployment_checks=False)
        bad = [message for message in messages if message.is_serious(checks.WARNING) and not message.is_silenced()]
        if not bad:
            return [Diagnosis("系统检查", True, "没有发现问题", "")]
        return [Diagnosis(str(message.id), False, str(message.msg), str(message.hint or "")) for message in bad]
