"""Lists that apps fill in ``AppConfig.ready()`` and the project's commands and pages only iterate over.

``portal`` knows no letter and no page; whoever owns them says here how they are seeded, looked after and restored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

F = TypeVar("F")


@dataclass(frozen=True)
class Entry(Generic[F]):
    order: int
    name: str
    run: F


class OrderedRegistry(Generic[F]):
    """Named functions, lowest order first. Registering a name again replaces it, so ``ready()`` may run twice."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry[F]] = {}

    def register(self, order: int, name: str, run: F) -> None:
        self._entries[name] = Entry(order, name, run)

    def unregister(self, name: str) -> None:
        self._entries.pop(name, None)

    def __iter__(self) -> Iterator[Entry[F]]:
        return iter(sorted(self._entries.values(), key=lambda entry: (entry.order, entry.name)))

    def __len__(self) -> int:
        return len(self._entries)


class Registry(Generic[F]):
    """Named functions without an order that matters; they come by name."""

    def __init__(self) -> None:
        self._entries: OrderedRegistry[F] = OrderedRegistry()

    def register(self, name: str, run: F) -> None:
        self._entries.register(0, name, run)

    def unregister(self, name: str) -> None:
        self._entries.unregister(name)

    def __iter__(self) -> Iterator[Entry[F]]:
        return iter(self._entries)


@dataclass(frozen=True)
class Finding:
    """One line of ``doctor`` or of ``/health/ready/``: whether it is well, in a sentence, and how to mend it."""

    ok: bool
    sentence: str
    remedy: str = ""


@dataclass(frozen=True)
class DoubtfulName:
    """A public name in which the machine finds personal data: of what, where to change it, which kinds; no words."""

    what: str
    where: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class DemoAccount:
    """Shown by ``serve`` on a developer's machine only."""

    username: str
    password: str
    role: str


seeders: OrderedRegistry[Callable[[int], str]] = OrderedRegistry()  # scale → a sentence that says what was made
health: Registry[Callable[[], Finding]] = Registry()
doctor: Registry[Callable[[], Finding]] = Registry()
restore_hooks: Registry[Callable[[], str]] = Registry()  # after a restore: a sentence that says what was rebuilt
demo_accounts: Registry[Callable[[], Sequence[DemoAccount]]] = Registry()
# For sweep_canaries, by dotted name: what they need (browsers, writers of files) is loaded when a sweep is run only.
sweep_acts: OrderedRegistry[str] = OrderedRegistry()  # of the canaries' life: (Stage) → None
sweep_places: Registry[str] = Registry()  # besides database, caches and files: () → items to look through
sweep_endings: Registry[str] = Registry()  # () → None: take away what a run has left outside its folder
# Names that everyone reads and no gate lets out, searched again by check_published: () → those with a find in them.
public_names: Registry[Callable[[], Iterator[DoubtfulName]]] = Registry()
