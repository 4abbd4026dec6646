"""A process of its own for a sweep: own folders, own keys, own database, own mails; nothing of the living portal."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from portal import registries
from portal.privacy.sweep import brokers, caches, running
from portal.privacy.sweep.browser import LifeWentWrong
from portal.privacy.sweep.redis_keys import is_redis
from portal.privacy.sweep.running import Line, Outcome
from portal.privacy.sweep.stage import Stage
from portal.settings.env import BASE_DIR

MARKER, RESULT, SQLITE = "sweep", "result.json", "portal.sqlite3"
TIME_LIMIT = 1800  # seconds
FOLDERS = ("var", "database", "mails", "logs", "temp", "backups")
# Of this process's environment the child gets what programs need, and nothing that leads to the portal's data.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_", "LD_", "PYTHON", "VIRTUAL_ENV", "SSL_", "TZ", "ELASTICSEARCH_")
ON_REDIS = ("CACHE_URL", "CELERY_BROKER_URL")
OWN_KEYS = ("SECRET_KEY", "FIELD_KEYS", "CODE_PEPPER")


class CouldNotRun(Exception):
    """The sweep could not be made; the text is a sentence for the person who asked for it."""


def sweep(*, letters: int, keep: Path | None = None, from_copy: bool = False) -> Outcome:
    """Run one sweep in a child process. Raises CouldNotRun; leaks are in the outcome.

    ``from_copy``: this process's database is migrated and holds nothing else, so a copy of it will do (half the time).
    """
    with _folder(keep) as folder:
        for name in FOLDERS:
            (folder / name).mkdir(mode=0o700)
        (folder / MARKER).touch()
        with _database(folder, from_copy=from_copy) as database_url:
            _run_child(folder, _environment(folder, database_url), letters)
        return _read(folder / RESULT)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="portal-sweep-") as name:
            yield Path(name)
        return
    if keep.exists() and any(keep.iterdir()):
        raise CouldNotRun(f"{keep} 不是空文件夹，请换一个。")
    keep.mkdir(parents=True, exist_ok=True, mode=0o700)
    yield keep.resolve()


@contextmanager
def _database(folder: Path, *, from_copy: bool) -> Iterator[str]:
    """A database of this run, empty or a copy; on PostgreSQL beside the living one, dropped at the end."""
    if connection.vendor == "sqlite":
        file = folder / "database" / SQLITE
        if from_copy:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(file)])
        yield f"sqlite:///{file}"
        return
    name = f"test_sweep_{secrets.token_hex(4)}"
    template = str(connection.settings_dict["NAME"]) if from_copy else "template1"
    connection.close()  # PostgreSQL copies only what nobody is connected to
    try:
        _order(f"CREATE DATABASE {name} TEMPLATE {connection.ops.quote_name(template)}")
    except DatabaseError as error:
        raise CouldNotRun("不能建临时数据库：数据库用户要有建库的权限（CREATEDB）。") from error
    try:
        yield _url(connection.settings_dict, name)
    finally:
        _order(f"DROP DATABASE {name}")


def _order(statement: str) -> None:
    """Run ``statement`` on the server, from no database of ours."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _url(config: dict[str, Any], name: str) -> str:
    user, password = quote(str(config["USER"]), safe=""), quote(str(config["PASSWORD"]), safe="")
    host, port = quote(str(config["HOST"]), safe=""), config["PORT"] or 5432
    return f"postgres://{user}:{password}@{host}:{port}/{name}"


def _environment(folder: Path, database_url: str) -> dict[str, str]:
    """What the child sees. Redis and an Elasticsearch cluster are the living ones, used under a name of this run."""
    name = f"sweep{secrets.token_hex(4)}"
    own = {
        "DJANGO_SETTINGS_MODULE": "portal.privacy.sweep.settings",
        "SWEEP_RUN": name,
        "VAR_DIR": str(folder / "var"),
        "TMPDIR": str(folder / "temp"),
        "DATABASE_URL": database_url,
        "EMAIL_URL": f"filemail:///{folder / 'mails'}",
        "PUBLIC_URL": "http://testserver",
        "URL_PREFIX": "",
        "LOG_LEVEL": "DEBUG",
        "DEBUG": "False",
        "SEARCH_EMBEDDER": "none",
        "ELASTICSEARCH_PREFIX": name,
        **{key: secrets.token_urlsafe(48) for key in OWN_KEYS},
    }
    shared = {key: os.environ[key] for key in ON_REDIS if is_redis(os.environ.get(key, ""))}
    return {key: value for key, value in os.environ.items() if key.startswith(PASSED_ON)} | shared | own


def _run_child(folder: Path, environment: dict[str, str], letters: int) -> None:
    command = [sys.executable, str(BASE_DIR / "manage.py"), "sweep_canaries", "--within", str(folder)]
    command += ["--letters", str(letters)]
    with (folder / "logs" / "output.log").open("wb") as out, (folder / "logs" / "errors.log").open("wb") as err:
        try:
            child = subprocess.run(  # noqa: S603 - a command of ours, no shell
                command, env=environment, stdout=out, stderr=err, timeout=TIME_LIMIT, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise CouldNotRun(f"超过{TIME_LIMIT // 60}分钟还没有查完，已经停下。") from error
    if child.returncode != 0 or not (folder / RESULT).exists():
        last = (folder / "logs" / "errors.log").read_text("utf-8", "replace").strip().splitlines()[-1:] or ["没有说明"]
        raise CouldNotRun(f"没有走完（{child.returncode}）：{last[0][:500]}")


def _read(path: Path) -> Outcome:
    told = json.loads(path.read_text("utf-8"))
    told.pop("clean")
    return Outcome(**{**told, "places": [Line(**line) for line in told["places"]]})


def inside(folder: Path, *, letters: int) -> None:
    """The child's part. Refuses, with CouldNotRun, to live anywhere but where ``sweep`` has put it."""
    name = str(connection.settings_dict["NAME"])
    own_database = Path(name).parent == folder / "database" if connection.vendor == "sqlite" else "test_sweep_" in name
    if not (folder / MARKER).exists() or Path(settings.VAR_DIR) != folder / "var" or not own_database:
        raise CouldNotRun("这里不是临时环境，什么都没有做。")
    call_command("migrate", verbosity=0)
    stage = Stage(folder, letters)
    try:
        running.live(stage)
        outcome = running.summed_up(stage, running.look_through(stage))
    except LifeWentWrong as error:
        outcome = Outcome(fault=f"流程没有照写好的走完：{error}")
    finally:
        caches.leave()
        brokers.leave()
        for ending in registries.sweep_endings:
            import_string(ending.run)()
    stage.canaries.save(folder / "canaries.json")
    (folder / RESULT).write_text(json.dumps(outcome.as_json(), ensure_ascii=False), encoding="utf-8")
