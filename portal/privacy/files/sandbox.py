"""Starts the child process that takes a file apart, and turns however it ends into an answer or a sentence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from portal.privacy.files.edits import Edits
from portal.privacy.files.kinds import FileKind
from portal.privacy.files.layers import Contents, Layer, as_lists
from portal.privacy.files.refusals import FileRefused, Reason
from portal.privacy.files.searching import Found, People
from portal.settings.env import BASE_DIR

Box = tuple[float, float, float, float]
PATIENCE = {
    "read": 60,
    "search": 90,
    "copy": 180,
    "draw": 40,
    "boxes": 40,
}  # seconds by the clock, for a busy machine; the child counts processor time
TOO_LONG = {"search": Reason.TOO_MUCH_TO_SEARCH}  # what is said when the time is over
# One thread: the arithmetic library that comes along would else reserve memory for each core.
QUIET = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


def contents_of(path: Path, kind: FileKind) -> Contents:
    """Every layer of the file. Raises FileRefused."""
    return Contents.from_json(_ask({"task": "read", "kind": kind, "source": str(path.resolve())})["contents"])


def found_in(layers: Sequence[Layer], people: People) -> list[Found]:
    """What is found in the texts. Raises FileRefused."""
    order = {"task": "search", "layers": as_lists(layers), "people": people.as_json()}
    return [Found.from_json(one, layers) for one in _ask(order)["found"]]


def copy_to(path: Path, target: Path, kind: FileKind, edits: Edits) -> list[str]:
    """Writes a copy made anew; returns sentences on what is not in it. Raises FileRefused."""
    order = {"task": "copy", "kind": kind, "source": str(path.resolve()), "target": str(target.resolve())}
    found: list[str] = _ask({**order, "edits": edits.as_json()})["left_out"]
    return found


def draw(path: Path, target: Path, kind: FileKind, page: int) -> int:
    """Writes a page (from 1) as a jpeg; returns how many pages there are. Raises FileRefused."""
    order = {"task": "draw", "kind": kind, "source": str(path.resolve()), "target": str(target.resolve()), "page": page}
    return int(_ask(order)["pages"])


def boxes_of(path: Path, kind: FileKind, spans: list[tuple[int, int, int]]) -> list[list[Box]]:
    """For each (page from 0, start, end) of a PDF's text: its boxes on the shown page. Raises FileRefused."""
    order = {"task": "boxes", "kind": kind, "source": str(path.resolve()), "spans": spans}
    return [[(a, b, c, d) for a, b, c, d in each] for each in _ask(order)["boxes"]]


def _ask(order: dict[str, Any]) -> dict[str, Any]:
    answer = run(order)
    if "refused" in answer:
        raise FileRefused(Reason(answer["refused"]), answer["detail"])
    return answer


def run(order: dict[str, Any]) -> dict[str, Any]:
    """What ``child`` answers to ``order``. Raises FileRefused when it took too long or ended without an answer."""
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "portal.privacy.files.child"],
            input=json.dumps(order),
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE[order["task"]],
            cwd=BASE_DIR,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8", "LC_ALL": "C.UTF-8", **QUIET},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(TOO_LONG.get(order["task"], Reason.TOO_SLOW)) from error
    if ended.returncode == -signal.SIGPROF:
        raise FileRefused(TOO_LONG.get(order["task"], Reason.TOO_SLOW))
    if ended.returncode:
        raise FileRefused(_cause(ended.stderr))
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


def _cause(errors: str) -> Reason:
    """Libraries in C report exhausted memory in ways of their own; any other end is the file's fault as well."""
    return Reason.MEMORY if "bad_alloc" in errors or "MemoryError" in errors else Reason.BROKEN
