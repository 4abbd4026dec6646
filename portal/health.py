"""``/health/live/`` says the process answers; ``/health/ready/`` says it can take a letter. No secrets in either."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal import registries
from portal.outbox import drain
from portal.outbox.models import MessageState, OutboxMessage
from portal.registries import Finding

logger = logging.getLogger(__name__)
OUTBOX_OLD = timedelta(minutes=5)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Touches nothing: a full database must not make a supervisor restart the web server."""
    return JsonResponse({"status": "ok"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 when no letter could be accepted; 200 and ``degraded`` when only what follows later is in trouble."""
    needed = {"database": database_writable()}
    if needed["database"].ok:
        needed["migrations"] = migrations_applied()
    serving = all(finding.ok for finding in needed.values())
    later = {"outbox": outbox_age(), **registered()} if serving else {}
    status = "unavailable" if not serving else "ready" if all(f.ok for f in later.values()) else "degraded"
    checks: dict[str, Any] = {
        name: {"ok": finding.ok, "about": finding.sentence} for name, finding in {**needed, **later}.items()
    }
    return JsonResponse(
        {"status": status, "checks": checks},
        status=200 if serving else 503,
        json_dumps_params={"ensure_ascii": False},
    )


def database_writable() -> Finding:
    """Writes a row and takes it back."""
    try:
        with transaction.atomic():
            OutboxMessage.objects.create(
                kind="health",
                key=f"health:{timezone.now().timestamp()}",
                available_at=timezone.now(),
                created_at=timezone.now(),
            )
            transaction.set_rollback(True)
    except DatabaseError as error:
        logger.exception("health.database_not_writable")
        return Finding(
            False, f"数据库不能写入（{type(error).__name__}）", "检查数据库是否在运行、磁盘是否已满、权限是否正确。"
        )
    return Finding(True, "数据库可以写入")


def migrations_applied() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding(False, f"有{len(waiting)}个数据库变更还没有执行", "运行 manage.py migrate。")
    return Finding(True, "数据库结构是最新的")


def outbox_age() -> Finding:
    """Whether the queue moves. A standing queue delays mail and search, it loses nothing."""
    now = timezone.now()
    failed = OutboxMessage.objects.filter(state=MessageState.FAILED).count()
    oldest = drain.due(now).order_by("available_at").values_list("available_at", flat=True).first()
    if oldest is not None and now - oldest > OUTBOX_OLD:
        minutes = int((now - oldest).total_seconds() // 60)
        return Finding(False, f"待办队列已有{minutes}分钟没有处理", "检查后台进程（celery worker -B）是否在运行。")
    if failed:
        return Finding(False, f"有{failed}项待办多次失败", "在后台“报告”里查看失败的待办，排除原因后重试。")
    return Finding(True, "待办队列正常")


def registered() -> dict[str, Finding]:
    """What the apps watch over themselves. A watcher that breaks is itself a finding, never a 500."""
    found = {}
    for entry in registries.health:
        try:
            found[entry.name] = entry.run()
        except DatabaseError as error:
            found[entry.name] = Finding(False, f"检查没有完成（{type(error).__name__}）")
    return found
