"""The child's processor time: little at first, more for each piece of honest work that is done.

A file that is slow without being large has used up its time in two seconds; one of 300 pages gets what 300 pages take.
"""

from __future__ import annotations

import signal

FIRST = 1.6  # seconds: the libraries, the bounds, the first pieces
A_MEGABYTE = 0.1
A_PAGE = 0.12
A_THOUSAND_CELLS = 0.06
A_THOUSAND_PARAGRAPHS = 0.4
A_MEGAPIXEL = 0.06
A_FONT = 0.1
A_DRAWN_PAGE = 0.12
MOST = 25.0
LOADING = 5.0  # the model and the lists that names are looked for with: 1.5 s of an idle core
A_THOUSAND_CHARACTERS = 0.1  # 0.04 s of an idle core
MOST_SEARCHING = 30.0


def start(seconds: float) -> None:
    """When the time is over the process ends by SIGPROF."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def for_reading(size: int) -> float:
    """Seconds that a file of ``size`` bytes may take before it has shown what it holds."""
    return min(FIRST + A_MEGABYTE * size / 1_000_000, MOST)


def for_searching(length: int) -> float:
    """Seconds that looking through so many characters may take: the detectors know no piece of honest work."""
    return min(LOADING + A_THOUSAND_CHARACTERS * length / 1000, MOST_SEARCHING)


def grant(seconds: float) -> None:
    """More time for work that was done, ``MOST`` in all. Does nothing in a process whose time nobody counts."""
    left, _every = signal.getitimer(signal.ITIMER_PROF)
    more = min(seconds, MOST - _given[0])
    if left > 0 and more > 0:
        _given[0] += more
        signal.setitimer(signal.ITIMER_PROF, left + more)


_given = [0.0]  # of this process, which reads one file and ends
