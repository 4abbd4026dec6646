"""One node as a process that can be started, stopped, killed, paused and started again on its data."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

from tests.elasticsearch.parts import HERE, home, launcher

START_SECONDS = 90
SETTINGS = {
    "cluster.name": "portal-tests",
    "node.name": "one",
    "discovery.type": "single-node",
    "network.host": "127.0.0.1",
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "action.destructive_requires_name": "true",
}


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class Node:
    """Data and log lie in ``folder`` and outlive the process. ``lasting``: made for hours of work, not for a start."""

    def __init__(
        self, folder: Path, *, port: int | None = None, heap: str = "512m", lasting: bool = "BENCH" in os.environ
    ) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.heap = heap
        self.lasting = lasting
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, wait: bool = True) -> Node:
        """Start on what the folder holds. Raises parts.Missing, or AssertionError when it does not come up."""
        config = self.folder / "config"
        for each in (config, self.folder / "tmp"):
            each.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "log4j2.properties", config)
        modules = self.folder / "modules"
        if not modules.exists():
            modules.symlink_to(home() / "modules")
        with (self.folder / "node.log").open("ab") as log:
            self.process = subprocess.Popen(
                self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        if wait:
            self.wait()
        return self

    def _command(self) -> list[str]:
        settings = SETTINGS | {
            "path.data": str(self.folder / "data"),
            "path.logs": str(self.folder / "logs"),
            "http.port": str(self.port),
            "transport.port": str(free_port()),
        }
        java = ["java", f"-Xms{self.heap}", f"-Xmx{self.heap}", "-XX:+UseSerialGC"]
        java += [] if self.lasting else ["-XX:TieredStopAtLevel=1"]
        paths = ["-cp", f"{launcher()}:{home()}/lib/*", f"-Djava.io.tmpdir={self.folder / 'tmp'}"]
        return [*java, *paths, "Launcher", str(self.folder), *(f"{k}={v}" for k, v in settings.items())]

    def wait(self, seconds: float = START_SECONDS) -> None:
        """Until the cluster can be read and written."""
        deadline = time.monotonic() + seconds
        while not self.is_well():
            ended = self.process is None or self.process.poll() is not None
            assert not ended, f"the node ended: {self.log()[-2000:]}"
            assert time.monotonic() < deadline, f"the node did not come up in {seconds} s: {self.log()[-2000:]}"
            time.sleep(0.1)

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def is_well(self) -> bool:
        try:
            with urllib.request.urlopen(
                f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=3
            ) as got:
                return bool(got.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def log(self) -> str:
        return (self.folder / "node.log").read_text(errors="replace")

    def stop(self) -> None:
        """End it in peace; a paused one is woken first."""
        self._signal(signal.SIGCONT)
        self._end(signal.SIGTERM, 30)

    def kill(self) -> None:
        """As a power cut would."""
        self._end(signal.SIGKILL, 10)

    def pause(self) -> None:
        """It keeps its connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def _end(self, number: signal.Signals, seconds: float) -> None:
        self._signal(number)
        if self.process is not None:
            self.process.wait(seconds)
