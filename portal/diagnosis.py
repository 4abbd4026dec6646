"""What ``doctor`` looks at, beside Django's system checks: the machine this portal runs on."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError

from portal import health, registries, sqlite
from portal.celery import app as celery_app
from portal.outbox.models import MessageState, OutboxMessage
from portal.registries import Finding

LEAST_FREE = 1024**3  # bytes; below this a day of attachments may fill the disk


@dataclass(frozen=True)
class Diagnosis:
    name: str
    ok: bool
    sentence: str
    remedy: str


def examine() -> Iterator[Diagnosis]:
    """Own examinations in a fixed order, then the registered ones. Each answers, or says why it could not."""
    own: list[tuple[str, Callable[[], Finding]]] = [
        ("数据库", health.database_writable),
        ("数据库结构", health.migrations_applied),
        ("数据库程序", database_library),
        ("待办队列", health.outbox_age),
        ("失败的待办", failed_rows),
        ("消息通道", broker_reachable),
        ("磁盘", disk_space),
        ("静态文件", static_files),
        ("邮件", mail_server),
    ]
    watched = [(entry.name, entry.run) for registry in (registries.doctor, registries.health) for entry in registry]
    for name, look in [*own, *watched]:
        try:
            finding = look()
        except DatabaseError as error:
            finding = Finding(False, f"没有查成（{type(error).__name__}）", "先解决数据库的问题，再运行一次 doctor。")
        yield Diagnosis(name, finding.ok, finding.sentence, finding.remedy)


def database_library() -> Finding:
    if connection.vendor != "sqlite":
        return Finding(True, f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}")
    faults = sqlite.faults_of_library()
    if faults:
        return Finding(False, faults[0], "安装 requirements.txt 里的 pysqlite3，或改用 PostgreSQL。")
    return Finding(True, f"SQLite {sqlite3.sqlite_version}")


def failed_rows() -> Finding:
    kinds = sorted(set(OutboxMessage.objects.filter(state=MessageState.FAILED).values_list("kind", flat=True)))
    if kinds:
        return Finding(False, f"多次失败的待办：{'、'.join(kinds)}", "在后台查看原因，排除后重试。")
    return Finding(True, "没有多次失败的待办")


def broker_reachable() -> Finding:
    """A broker that is away only slows things down: beat works the table off without it."""
    try:
        with celery_app.connection_for_write() as link:
            link.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError) as error:
        return Finding(
            False, f"消息通道连不上（{type(error).__name__}）", "检查 CELERY_BROKER_URL；不用它时删掉这个变量。"
        )
    return Finding(True, "消息通道可以使用")


def disk_space() -> Finding:
    folder = next(path for path in (Path(settings.VAR_DIR), *Path(settings.VAR_DIR).parents) if path.exists())
    free = shutil.disk_usage(folder).free
    sentence = f"剩余 {free / 1024**3:.1f} GB"
    return Finding(free >= LEAST_FREE, sentence, "" if free >= LEAST_FREE else "清理磁盘或扩容。")


def static_files() -> Finding:
    if settings.ENVIRONMENT != "production":
        return Finding(True, "开发环境直接读取源文件")
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return Finding(True, "已经收集")
    return Finding(False, "还没有收集静态文件，网页会没有样式", "运行 manage.py collectstatic --noinput。")


def mail_server() -> Finding:
    """Opens and closes a connection; sends nothing."""
    backend = get_connection()
    try:
        backend.open()
        backend.close()
    except OSError as error:  # smtplib's errors are OSErrors too
        return Finding(
            False, f"发信服务器连不上（{type(error).__name__}）", "检查 EMAIL_URL。信件照收，通知会稍后重发。"
        )
    return Finding(True, "发信服务器可以使用")
