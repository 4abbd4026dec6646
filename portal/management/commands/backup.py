from __future__ import annotations

import json
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal import archives, erasures


class Command(BaseCommand):
    help = (
        "Copy database and media into DIR/<time>, with a manifest, and read it all back before saying so. The register"
        " of erasures is brought up to date beside it, in DIR/erasures.jsonl."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="only say where the backup would go")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, **options: Any) -> None:
        now = timezone.localtime()
        folder = Path(options["directory"]) / now.strftime("%Y%m%d-%H%M%S")
        if options["dry_run"]:
            self._say({"folder": str(folder), "dry_run": True}, f"将备份到 {folder}", as_json=options["json"])
            return
        try:
            manifest = self._write(folder, made_at=now.isoformat(timespec="seconds"))
            erasures.keep_beside(folder.parent)
        except (archives.ArchiveFault, OSError) as error:
            shutil.rmtree(folder.with_name(f"{folder.name}.unfinished"), ignore_errors=True)
            raise CommandError(f"没有备份成功：{error}") from error
        count = len(manifest.files)
        self._say(
            {"folder": str(folder), "files": count},
            f"已备份到 {folder}，{count}个文件，已核对。",
            as_json=options["json"],
        )

    def _write(self, folder: Path, *, made_at: str) -> archives.Manifest:
        """Under another name until it is whole, so that a folder with a time for a name is always a good backup."""
        unfinished = folder.with_name(f"{folder.name}.unfinished")
        unfinished.mkdir(parents=True, mode=0o700)
        archives.dump_database(unfinished)
        media = Path(settings.MEDIA_ROOT)
        if media.exists():
            shutil.copytree(media, unfinished / archives.MEDIA)
        archives.write_manifest(unfinished, made_at=made_at)
        manifest = archives.verify(unfinished)
        unfinished.rename(folder)
        return manifest

    def _say(self, result: dict[str, Any], sentence: str, *, as_json: bool) -> None:
        self.stdout.write(json.dumps(result, ensure_ascii=False) if as_json else sentence)
