"""The processes of a running portal: how each is started, and how they live and end together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

from django.conf import settings

PATIENCE = 15.0  # seconds a child has to finish its request or task before it is killed
LOOK_EVERY = 0.2


def web_command(*, port: int, workers: int, threads: int = 4) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "portal.wsgi:application",
        "--config", "python:portal.web_limits",
        "--bind", f"127.0.0.1:{port}",
        "--workers", str(workers),
        "--threads", str(threads),
        "--preload",  # the code is loaded once and shared; connections and models open after the fork
        "--worker-tmp-dir", str(settings.VAR_DIR),
        "--max-requests", "2000", "--max-requests-jitter", "200",
        "--logger-class", "portal.web_logs.EventLogger",
        "--graceful-timeout", "10",
        "--no-control-socket",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """One worker with the beat inside. ``solo``: one process, one task at a time, which is all SQLite gains from."""
    return [
        sys.executable, "-m", "celery", "--quiet", "--app", "portal", "worker",
        "--pool", "solo",
        "--beat", "--schedule", settings.CELERY_BEAT_SCHEDULE_FILENAME,
        "--without-gossip", "--without-mingle", "--without-heartbeat",
        "--loglevel", "WARNING",
    ]  # fmt: skip


@dataclass
class Family:
    """Children that start together and end together: one that dies takes the others along."""

    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    ending: bool = False

    def start(self, name: str, command: Sequence[str], env: dict[str, str] | None = None) -> None:
        """Start a child in a group of its own, so that its own children (beat, web workers) can be ended with it."""
        self.children[name] = subprocess.Popen(command, env=env or dict(os.environ), start_new_session=True)

    def watch(self) -> str | None:
        """Wait for a signal or for a child's end; the name of the child that died by itself, else None."""
        signal.signal(signal.SIGINT, self._asked_to_end)
        signal.signal(signal.SIGTERM, self._asked_to_end)
        died = None
        while not self.ending and died is None:
            died = next((name for name, child in self.children.items() if child.poll() is not None), None)
            time.sleep(LOOK_EVERY)
        return None if self.ending else died

    def end(self) -> None:
        """Ask every child to finish, then kill what is left of its group."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + PATIENCE
        for child in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, deadline - time.monotonic()))
            _kill_group(child.pid)
            child.wait()

    def _asked_to_end(self, number: int, frame: FrameType | None) -> None:
        self.ending = True


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
