"""The written list of where a sign may lie, and why. What is not in it is a leak."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

AS_DATABASE = "as the database"  # whatever lies in an allowed column, and nothing else
LIST = Path(__file__).parent / "data" / "allowed.toml"


@dataclass(frozen=True)
class Permission:
    """``place`` and ``canaries`` are shell patterns; ``why`` is for the reader who asks."""

    place: str
    canaries: tuple[str, ...]
    why: str
    sometimes: bool = False  # whether it lies there depends on the moment

    def covers(self, place: str, label: str) -> bool:
        return fnmatchcase(place, self.place) and any(fnmatchcase(label, pattern) for pattern in self.canaries)


class AllowList:
    def __init__(self, permissions: Iterable[Permission]) -> None:
        self.permissions = list(permissions)
        self.used: set[Permission] = set()
        self.in_database: set[str] = set()  # labels that AS_DATABASE stands for

    @classmethod
    def written(cls, path: Path = LIST) -> AllowList:
        """The list of the project. Raises ValueError for an entry without a reason."""
        rows = tomllib.loads(path.read_text("utf-8"))["allow"]
        unexplained = [row["place"] for row in rows if not row["why"].strip()]
        if unexplained:
            raise ValueError(f"no reason given for {', '.join(unexplained)}")
        return cls(Permission(**{**row, "canaries": tuple(row["canaries"])}) for row in rows)

    def permits(self, place: str, label: str) -> bool:
        covering = [
            each
            for each in self.permissions
            if each.covers(place, label)
            or (AS_DATABASE in each.canaries and label in self.in_database and fnmatchcase(place, each.place))
        ]
        self.used.update(covering)
        return bool(covering)

    def unused(self, places: Iterable[str]) -> list[Permission]:
        """Entries about ``places`` that allowed nothing: the life is poorer than it was, or the list wider than it
        must be. A place that this installation has not (a cluster, a file of SQLite) is none of them."""
        looked_at = list(places)
        here = [each for each in self.permissions if any(fnmatchcase(place, each.place) for place in looked_at)]
        return [each for each in here if each not in self.used and not each.sometimes]


@cache
def unfilled() -> dict[str, str]:
    """Fields with room for words that nobody fills about a letter → why."""
    found: dict[str, str] = tomllib.loads((LIST.parent / "unfilled.toml").read_text("utf-8"))["unfilled"]
    return found
