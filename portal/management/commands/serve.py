from __future__ import annotations

import os
import socket
import sys
from argparse import ArgumentParser
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from portal import registries
from portal.health import migrations_applied
from portal.processes import Family, web_command, worker_command
from portal.seeding import has_content


class Command(BaseCommand):
    help = "Start web server and background worker together; Ctrl-C ends both."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS", "2")))
        parser.add_argument(
            "--prepare", action="store_true", help="first migrate, and seed a demo bureau when the database is empty"
        )

    def handle(self, **options: Any) -> None:
        port: int = options["port"]
        self._refuse_taken_port(port)
        if options["prepare"]:
            self._prepare()
        self._refuse_old_tables()
        connections.close_all()
        family = Family()
        os.environ["DJANGO_SETTINGS_MODULE"] = settings.SETTINGS_MODULE
        try:
            family.start("web", web_command(port=port, workers=options["workers"]))
            family.start("worker", worker_command())
            self._greet(port)
            died = family.watch()
        finally:
            family.end()
        if died:
            raise CommandError(f"{died} 进程意外结束，已停止全部进程。原因见上面的日志。")
        self.stdout.write("已停止。")

    def _refuse_taken_port(self, port: int) -> None:
        with closing(socket.socket()) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise CommandError(f"端口 {port} 已被占用。请换一个：PORT=8001 make run") from None

    def _prepare(self) -> None:
        if not migrations_applied().ok:
            self.stdout.write("正在准备数据库……")
            self.stdout.flush()
            call_command("migrate", verbosity=0, interactive=False)
        if settings.ENVIRONMENT != "production" and not has_content():
            self.stdout.write("数据库是空的，正在生成演示数据……")
            self.stdout.flush()
            call_command("seed_demo", stdout=self.stdout)

    def _refuse_old_tables(self) -> None:
        finding = migrations_applied()
        if not finding.ok:
            raise CommandError(f"{finding.sentence}。{finding.remedy}")

    def _greet(self, port: int) -> None:
        root = f"http://127.0.0.1:{port}{settings.URL_PREFIX}"
        lines = ["", f"门户：{root}/", f"后台：{root}/admin/"]
        if settings.ENVIRONMENT == "dev":
            accounts = [account for entry in registries.demo_accounts for account in entry.run()]
            if accounts:
                lines.append("演示账号（仅限本机演示）：")
            lines += [f"  {account.role}：{account.username}  {account.password}" for account in accounts]
        lines.append("按 Ctrl-C 停止。")
        self.stdout.write("\n".join(lines))
        sys.stdout.flush()
