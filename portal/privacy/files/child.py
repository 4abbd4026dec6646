"""The process in which foreign files are taken apart: bounded in memory and processor time, told what to do on stdin.

An order names its ``task``, mostly the ``kind`` and ``source`` of the file, and what the task needs. The answer on
stdout is the task's own, or ``{"refused", "detail"}``. Exceeding the time ends the process by SIGPROF; the parent reads
the signal.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

HEAP = 230_000_000  # bytes of private memory; with the libraries' own pages the process stays below 300 MB
HEAPS = {"search": 298_000_000}  # the detectors' lists take 180, the arithmetic of their model 35
WRITTEN = 200_000_000  # bytes of one file
SECONDS = {"copy": 60.0, "draw": 10.0, "boxes": 10.0}  # of processor time; how long "read" may take says ``clock``


def limit(seconds: float, heap: int = HEAP) -> None:
    """From here on: too much memory is a MemoryError, too much time is the end."""
    from portal.privacy.files import clock  # noqa: PLC0415 - a module of the standard library alone

    resource.setrlimit(resource.RLIMIT_DATA, (heap, heap))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN, WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    clock.start(seconds)


def seconds_for(order: dict[str, Any]) -> float:
    from portal.privacy.files import clock  # noqa: PLC0415 - as above

    if order["task"] == "search":
        return clock.for_searching(sum(len(text) for units, *_about in order["layers"] for _place, text, _end in units))
    return SECONDS.get(order["task"]) or clock.for_reading(Path(order["source"]).stat().st_size)


def answer(order: dict[str, Any]) -> dict[str, Any]:
    """What the order's task comes to. The readers are imported under the limits."""
    from portal.privacy.files.refusals import FileRefused, Reason  # noqa: PLC0415 - limits come first

    try:
        return _done(order)
    except FileRefused as error:
        return {"refused": error.reason, "detail": error.detail}
    except (MemoryError, RecursionError):
        return {"refused": Reason.MEMORY, "detail": ""}


def _done(order: dict[str, Any]) -> dict[str, Any]:
    if order["task"] == "search":
        return {"found": _searched(order)}
    from portal.privacy.files import copying, drawing, reading  # noqa: PLC0415 - limits come first
    from portal.privacy.files.edits import Edits  # noqa: PLC0415
    from portal.privacy.files.kinds import FileKind  # noqa: PLC0415

    kind, source = FileKind(order["kind"]), Path(order["source"])
    if order["task"] == "read":
        return {"contents": reading.read(source, kind).as_json()}
    if order["task"] == "draw":
        return {"pages": drawing.draw(source, kind, order["page"], Path(order["target"]))}
    if order["task"] == "boxes":
        return {"boxes": drawing.boxes(source, kind, order["spans"])}
    return {"left_out": copying.write(source, Path(order["target"]), kind, Edits.from_json(order["edits"]))}


def _searched(order: dict[str, Any]) -> list[list[Any]]:
    from portal.privacy.files import layers, searching  # noqa: PLC0415 - limits come first

    people = searching.People.from_json(order["people"])
    return [one.as_json() for one in searching.found_in(layers.from_lists(order["layers"]), people)]


def main() -> None:
    order = json.load(sys.stdin)
    limit(seconds_for(order), HEAPS.get(order["task"], HEAP))
    json.dump(answer(order), sys.stdout)


if __name__ == "__main__":
    main()
