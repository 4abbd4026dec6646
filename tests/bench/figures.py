"""Taking times and printing them: p50, p95, and ratios of figures taken in the same run.

Beside the time that passed stands the processor's: on a busy machine that one is what a core would have needed.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Times:
    """Seconds of each repetition, passed and spent by the processor."""

    name: str
    seconds: list[float]
    spent: list[float]

    def share(self, share: float, *, spent: bool = False) -> float:
        """The value that ``share`` (0–1) of the repetitions do not exceed, in milliseconds."""
        ordered = sorted(self.spent if spent else self.seconds)
        return ordered[max(math.ceil(len(ordered) * share) - 1, 0)] * 1000

    @property
    def p50(self) -> float:
        return self.share(0.5)

    @property
    def p95(self) -> float:
        return self.share(0.95)

    @property
    def per_second(self) -> float:
        return len(self.seconds) / sum(self.seconds)


def timed(name: str, work: Callable[[Any], object], inputs: Iterable[Any]) -> Times:
    """Run ``work`` once for each input, after one run that warms up; prints p50 and p95."""
    listed = list(inputs)
    work(listed[0])
    seconds, spent = [], []
    for each in listed:
        began, used = time.perf_counter(), time.process_time()
        work(each)
        seconds.append(time.perf_counter() - began)
        spent.append(time.process_time() - used)
    found = Times(name, seconds, spent)
    cpu = " / ".join(f"{found.share(share, spent=True):.1f}" for share in (0.5, 0.95))
    say(f"{name}: p50 {found.p50:.1f} ms, p95 {found.p95:.1f} ms; processor {cpu} ms; {len(seconds)} times")
    return found


def ratio(what: str, above: Times, below: Times) -> float:
    """How many times slower ``above`` is at the median; printed."""
    found = above.p50 / below.p50
    say(f"{what}: ×{found:.2f}")
    return found


def say(line: str) -> None:
    print(f"\n  {line}", end="", flush=True)
