"""System checks: what is misconfigured is said before the first request."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from portal import sqlite

CHINESE_CLOCKS = {"Asia/Shanghai", "Asia/Chongqing", "Asia/Urumqi", "PRC"}
SQLITE = "django.db.backends.sqlite3"
SQLITE_HINT = "安装 requirements.txt 里的 pysqlite3，保留设置里的 SQLITE_OPTIONS；或用 DATABASE_URL 换成 PostgreSQL。"


@register()
def sqlite_is_hardened(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Library and settings; opens no connection, so it runs before every command."""
    config = settings.DATABASES["default"]
    if config["ENGINE"] != SQLITE:
        return []
    # An old library is no one's mistake where no wheel exists; production must not run on it.
    level = Error if settings.ENVIRONMENT == "production" else checks.Warning
    return [
        *(level(fault, hint=SQLITE_HINT, id="portal.W001") for fault in sqlite.faults_of_library()),
        *(Error(fault, hint=SQLITE_HINT, id="portal.E002") for fault in sqlite.faults_of_settings(config)),
    ]


@register(Tags.database)
def sqlite_answers_hardened(databases: Sequence[str] | None, **kwargs: Any) -> list[CheckMessage]:
    """What the open database says of itself; runs with ``migrate``, ``check --database`` and ``doctor``."""
    return [
        Error(fault, hint=SQLITE_HINT, id="portal.E003")
        for alias in databases or []
        if connections[alias].vendor == "sqlite"
        for fault in sqlite.faults_of_connection(connections[alias])
    ]


@register()
def time_zone_exists(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    return faults_of_time_zone(settings.TIME_ZONE)


def faults_of_time_zone(name: str) -> list[CheckMessage]:
    """Deadlines are days of the bureau, so its clock must be known, and be the one the law is read by."""
    hint = "设为 Asia/Shanghai。"
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return [Error(f"TIME_ZONE“{name}”不存在。", hint=hint, id="portal.E004")]
    if name in CHINESE_CLOCKS:
        return []
    return [checks.Warning(f"TIME_ZONE 是 {name}，办理期限会按那里的日期计算。", hint=hint, id="portal.W005")]


@register()
def secrets_are_apart(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """One secret known must not open the others."""
    held = [settings.SECRET_KEY, settings.CODE_PEPPER, *settings.FIELD_KEYS]
    if len(set(held)) == len(held):
        return []
    return [
        Error(
            "SECRET_KEY、CODE_PEPPER、FIELD_KEYS 里有相同的值。",
            hint="每一项各用一段不同的随机文字。",
            id="portal.E006",
        )
    ]


@register()
def proxies_make_sense(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.TRUSTED_PROXIES >= 0:
        return []
    return [
        Error("TRUSTED_PROXIES 不能是负数。", hint="写出本站前面有几层自己的反向代理，没有就是0。", id="portal.E007")
    ]


@register()
def folders_are_writable(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The disk is one of the two things a letter needs."""
    faults: list[CheckMessage] = []
    for name in ("VAR_DIR", "MEDIA_ROOT"):
        folder = Path(getattr(settings, name))
        nearest = next((path for path in (folder, *folder.parents) if path.exists()), None)
        if nearest is None or not _writable(nearest):
            faults.append(Error(f"{name}（{folder}）不能写入。", hint="建好文件夹并让运行用户可写。", id="portal.E008"))
    return faults


def _writable(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK)
