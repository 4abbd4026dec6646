from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from portal import registries
from portal.seeding import has_content


class Command(BaseCommand):
    help = "A believable demo bureau: units, people with roles, schools, disclosures, letters in every state."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", type=int, default=1, help="so many times as much, for benches (default 1)")
        parser.add_argument("--force-less", action="store_true", help="seed although the database already has content")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be seeded")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, **options: Any) -> None:
        self._refuse(options["scale"], forced=options["force_less"])
        if options["dry_run"]:
            results = {entry.name: "" for entry in registries.seeders}
        else:
            results = self._seed(options["scale"], quiet=options["verbosity"] == 0)
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": options["dry_run"], "seeded": results}, ensure_ascii=False))
            return
        for name, sentence in results.items():
            self.stdout.write(f"将要生成：{name}" if options["dry_run"] else f"{name}：{sentence}")

    def _refuse(self, scale: int, *, forced: bool) -> None:
        if settings.ENVIRONMENT == "production":
            raise CommandError("这是正式环境，不能生成演示数据。", returncode=2)
        if scale < 1:
            raise CommandError("--scale 至少是1。", returncode=2)
        if has_content() and not forced:
            raise CommandError("数据库里已经有内容，没有生成演示数据。要在已有内容之上生成，请加 --force-less。")

    def _seed(self, scale: int, *, quiet: bool) -> dict[str, str]:
        bar = tqdm(list(registries.seeders), unit="项", file=sys.stderr, disable=quiet or not sys.stderr.isatty())
        results = {}
        for entry in bar:
            bar.set_description(entry.name)
            results[entry.name] = entry.run(scale)
        return results
