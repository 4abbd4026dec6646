"""The embedded broker: Kombu's ``filesystem`` transport, with messages that appear and disappear in one step.

Kombu writes a message into the folder that readers look at and moves what it reads to the system's temporary folder: a
reader can meet a half-written file, and its worker then ends with a decoding error. Here a message is written aside and
renamed into place, and a reader renames it away before reading.
"""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem


class Channel(filesystem.Channel):
    # Kombu's own two bases disagree on the name of the second argument, so no name can satisfy both.
    def _put(self, queue: Any, message: Any, **kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{time_ns()}_{uuid.uuid4()}.{queue}.msg"
        aside = folder / f".{name}"
        aside.write_text(json.dumps(message), encoding="utf-8")
        aside.rename(folder / name)

    def _get(self, queue: Any, timeout: Any = None) -> Any:
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".{name}"
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:
                continue  # another worker was faster
            payload = taken.read_text(encoding="utf-8")
            taken.unlink()
            return json.loads(payload)
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel


def use_embedded_broker() -> None:
    """Let ``filesystem://`` mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
