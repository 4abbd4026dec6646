"""Personal data in a file: taken apart by one child process, looked through here or, when it is long, by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.privacy.files import sandbox
from portal.privacy.files.kinds import FileKind, kind_of
from portal.privacy.files.layers import Contents, Layer
from portal.privacy.files.searching import Found, People, found_in

AT_ONCE = 6000  # characters in all layers: half a second; a process of its own needs more than that to begin


@dataclass(frozen=True, slots=True)
class Inspection:
    """``unread``: sentences on what no machine has read and a person must look at."""

    kind: FileKind
    contents: Contents = field(repr=False)
    found: tuple[Found, ...]

    @property
    def unread(self) -> list[str]:
        return self.contents.unread

    @property
    def concealed(self) -> list[str]:
        """Places whose text the file's reader does not see, in the order of the file."""
        return list(dict.fromkeys(layer.units[0].place for layer in self.contents.layers if not layer.shown))


def inspect(path: Path, *, name: str = "", people: People | None = None) -> Inspection:
    """Raises FileRefused when the file cannot be read whole, or not searched within the bounds; ``name`` is what its
    owner calls it."""
    kind = kind_of(path, name=name)
    contents = sandbox.contents_of(path, kind)
    return Inspection(kind, contents, tuple(searched(contents.layers, people or People())))


def searched(layers: Sequence[Layer], people: People) -> list[Found]:
    """What is found in the texts. Raises FileRefused when looking through a long one takes longer than it may."""
    if sum(len(unit.text) for layer in layers for unit in layer.units) <= AT_ONCE:
        return found_in(layers, people)
    return sandbox.found_in(layers, people)
