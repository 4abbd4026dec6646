"""The private folder of a held file: the original, what was found in it, and the copy. Never below the media."""

from __future__ import annotations

import json
import shutil
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.core.files import File

from portal.privacy.files.models import HeldFile

FOLDER = "held"


class Folder:
    """Made on first use, readable by the portal's own user alone."""

    def __init__(self, held: HeldFile) -> None:
        self._path = Path(settings.VAR_DIR) / FOLDER / str(held.key)
        self._suffix = PurePath(held.name).suffix.lower()

    @property
    def original(self) -> Path:
        return self._path / f"original{self._suffix}"

    @property
    def copy(self) -> Path:
        return self._path / f"copy{self._suffix}"

    def put(self, content: File[bytes]) -> None:
        self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
        content.seek(0)
        with self.original.open("wb") as target:
            for block in content.chunks():
                target.write(block)
        content.seek(0)

    def note(self, found: dict[str, Any]) -> None:
        (self._path / "found.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")

    def noted(self) -> dict[str, Any]:
        """What ``note`` wrote. Raises FileNotFoundError when the folder is gone, as after a restore."""
        found: dict[str, Any] = json.loads((self._path / "found.json").read_text(encoding="utf-8"))
        return found

    def remove(self) -> None:
        shutil.rmtree(self._path, ignore_errors=True)
