"""The backends that this site uses. Others ask for them here and know no class."""

from __future__ import annotations

from collections.abc import Callable

from search.backends.base import Backend
from search.backends.elastic.backend import ElasticBackend
from search.backends.elastic.client import configured
from search.backends.embedded import EmbeddedBackend
from search.backends.fallback import FallbackBackend

BACKENDS: dict[str, Callable[[], Backend]] = {"embedded": EmbeddedBackend, "elasticsearch": ElasticBackend}


def backend(name: str = "") -> Backend:
    """The site's index: the one readers ask, or the one in the backend called ``name``."""
    if name:
        return BACKENDS[name]()
    return FallbackBackend(ElasticBackend(), EmbeddedBackend()) if configured() else EmbeddedBackend()


def used() -> list[str]:
    """Names of the backends that this site keeps."""
    return ["embedded", "elasticsearch"] if configured() else ["embedded"]
