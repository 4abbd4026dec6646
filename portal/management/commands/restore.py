from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal import archives, erasures, registries
from portal.seeding import has_content


class Command(BaseCommand):
    help = "Replace database and media by a backup, after reading all of it; then migrate and rebuild what hangs on it."
    requires_system_checks = []  # a broken database must not keep its own rescue from starting

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="one backup: a folder with a manifest.json")
        parser.add_argument("--replace", action="store_true", help="needed when the database has content")
        parser.add_argument("--dry-run", action="store_true", help="only verify the backup")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, **options: Any) -> None:
        folder: Path = options["directory"]
        manifest = self._verified(folder)
        result: dict[str, Any] = {"folder": str(folder), "files": len(manifest.files), "made_at": manifest.made_at}
        sentences = [f"备份完整：{manifest.made_at}，{len(manifest.files)}个文件。"]
        if not options["dry_run"]:
            self._refuse_to_overwrite(replace=options["replace"])
            sentences += self._restore(folder)
        if options["json"]:
            self.stdout.write(json.dumps({**result, "done": sentences[1:]}, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(sentences))

    def _verified(self, folder: Path) -> archives.Manifest:
        try:
            manifest = archives.verify(folder)
        except archives.ArchiveFault as error:
            raise CommandError(str(error)) from error
        if manifest.database != connection.vendor:
            raise CommandError(f"备份来自 {manifest.database}，现在的数据库是 {connection.vendor}：不能恢复。")
        return manifest

    def _refuse_to_overwrite(self, *, replace: bool) -> None:
        known = "accounts_user" in connection.introspection.table_names()
        if known and has_content() and not replace:
            raise CommandError("数据库里已有内容。先停下网站和后台进程；确定要整个替换，请加 --replace。")

    def _restore(self, folder: Path) -> list[str]:
        try:
            unread = erasures.gather(folder.resolve().parent)
            archives.load_database(folder)
            before = archives.replace_media(folder)
        except (archives.ArchiveFault, OSError) as error:
            raise CommandError(f"没有恢复成功：{error}") from error
        call_command("migrate", verbosity=0, interactive=False)
        done = ["数据库和附件已恢复。", *([unread] if unread else [])]
        if before is not None:
            done.append(f"原来的附件移到了 {before}。")
        return done + [f"{entry.name}：{entry.run()}" for entry in registries.restore_hooks]
