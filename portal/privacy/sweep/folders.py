"""Folders as items: each file's bytes and each file's name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from portal.privacy.sweep.decoding import mail_parts
from portal.privacy.sweep.report import Item

BLOCK = 32 * 1024 * 1024  # bytes; whole files up to here, so that archives can be opened
OVERLAP = 64 * 1024


def blocks_of(path: Path) -> Iterator[bytes]:
    """The file in blocks that overlap, so that nothing is cut in two."""
    with path.open("rb") as handle:
        block = handle.read(BLOCK)
        while block:
            yield block
            more = handle.read(BLOCK - OVERLAP)
            block = block[-OVERLAP:] + more if more else b""


def files(place: str, folder: Path, *, without: tuple[str, ...] = ()) -> Iterator[Item]:
    """Every file below ``folder`` but those below the subfolders ``without``. The place is ``place/subfolder``, and
    ``… names`` for what the files are called."""
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if within.parts[0] in without or path.is_symlink() or not path.is_file():
            continue
        here = "/".join((place, *within.parts[:-1]))
        yield Item(f"{here} names", path.name.encode("utf-8", "surrogateescape"), str(within))
        for block in blocks_of(path):
            yield Item(here, block, str(within))


def mails(folder: Path) -> Iterator[Item]:
    """Mails as Django's file backend writes them: many in a file, a line of dashes after each."""
    for path in sorted(folder.rglob("*.log")):
        for number, text in enumerate(path.read_bytes().split(b"\n" + b"-" * 79 + b"\n")):
            if text.strip():
                for part, data in mail_parts(text.lstrip(b"\n")):
                    yield Item(f"mail {part}", data, f"{path.name} {number + 1}")
