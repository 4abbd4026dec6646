"""The process in which foreign files are taken apart: bounded in memory and processor time, told what to do on stdin.

``{"task": "read" | "copy", "kind", "source", "target", "edits"}`` → ``{"contents"}``, ``{"left_out"}`` or
``{"refused", "detail"}`` on stdout. Exceeding the time ends the process by SIGPROF; the parent reads the signal.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

HEAP = 230_000_000  # bytes of private memory; with the libraries' own pages the process stays below 300 MB
WRITTEN = 200_000_000  # bytes of one file
SECONDS = {"read": 20.0, "copy": 60.0}  # of processor time


def limit(task: str) -> None:
    """From here on: too much memory is a MemoryError, too much time is the end."""
    resource.setrlimit(resource.RLIMIT_DATA, (HEAP, HEAP))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, SECONDS[task])


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """What the order's task comes to. The readers are imported under the limits."""
    from portal.privacy.files.refusals import FileRefused, Reason  # noqa: PLC0415 - limits come first

    try:
        return _done(order)
    except FileRefused as error:
        return {"refused": error.reason, "detail": error.detail}
    except MemoryError:
        return {"refused": Reason.MEMORY, "detail": ""}


def _done(order: dict[str, Any]) -> dict[str, Any]:
    from portal.privacy.files import copying, reading  # noqa: PLC0415 - limits come first
    from portal.privacy.files.edits import Edits  # noqa: PLC0415
    from portal.privacy.files.kinds import FileKind  # noqa: PLC0415

    kind, source = FileKind(order["kind"]), Path(order["source"])
    if order["task"] == "read":
        return {"contents": reading.read(source, kind).as_json()}
    return {"left_out": copying.write(source, Path(order["target"]), kind, Edits.from_json(order["edits"]))}


def main() -> None:
    order = json.load(sys.stdin)
    limit(order["task"])
    json.dump(answer(order), sys.stdout)


if __name__ == "__main__":
    main()
