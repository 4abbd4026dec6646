"""Lists that apps fill in ``AppConfig.ready()`` and the project's commands and pages only iterate over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

F = TypeVar("F")


@dataclass(frozen=True)
class Entry(Generic[F]):
    order: int
    name: str
    run: F


class Registry(Generic[F]):
    """Named functions in a fixed order. Registering a name again replaces it, so that ``ready()`` may run twice."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry[F]] = {}

    def register(self, order: int, name: str, run: F) -> None:
        self._entries[name] = Entry(order, name, run)

    def __iter__(self) -> Iterator[Entry[F]]:
        return iter(sorted(self._entries.values(), key=lambda entry: (entry.order, entry.name)))


@dataclass(frozen=True)
class Finding:
    """One line of ``doctor`` or ``health``: what was looked at, whether it is well, and how to mend it."""

    ok: bool
    sentence: str
    remedy: str = ""


seeders: Registry[Callable[[int], str]] = Registry()  # scale → a sentence that says what was made
health: Registry[Callable[[], Finding]] = Registry()
doctor: Registry[Callable[[], Finding]] = Registry()
restore_hooks: Registry[Callable[[], str]] = Registry()
