"""The backend that this site uses. Others ask for it here and know no class."""

from __future__ import annotations

from search.backends.base import Backend
from search.backends.embedded import EmbeddedBackend

BACKENDS: dict[str, type[EmbeddedBackend]] = {"embedded": EmbeddedBackend}


def backend(name: str = "embedded") -> Backend:
    """The site's index in the backend called ``name``."""
    return BACKENDS[name]()
