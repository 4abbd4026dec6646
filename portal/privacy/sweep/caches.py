"""Caches as items: every entry that the site's caches hold, whatever keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache

from portal.privacy.sweep.folders import files
from portal.privacy.sweep.report import Item

PLACE = "cache"


class UnknownCache(Exception):
    """A kind of cache that this module cannot look into; the text names its class."""


def entries() -> Iterator[Item]:
    """Keys and values of every configured cache. Raises UnknownCache rather than leaving one out."""
    for alias in caches:
        yield from _entries_of(caches[alias])


def _entries_of(cache: Any) -> Iterator[Item]:
    kind = type(cache)
    if issubclass(kind, DatabaseCache | DummyCache):
        return  # its rows are cells of the database, or there are none
    if issubclass(kind, FileBasedCache):
        yield from files(PLACE, Path(str(cache._dir)))
    elif issubclass(kind, LocMemCache):
        for key, value in list(cache._cache.items()):
            yield Item(PLACE, key.encode() + b"\n" + value, "memory")
    elif issubclass(kind, RedisCache):
        yield from _redis(cache)
    else:
        raise UnknownCache(kind.__name__)


def leave() -> None:
    """Delete the entries of a sweep's own run. Only Redis outlives it, and only its prefix is touched: Django's own
    ``clear`` would empty the living cache beside it."""
    for alias in caches:
        cache: Any = caches[alias]
        if isinstance(cache, RedisCache) and cache.key_prefix.startswith("sweep"):
            client = cache._cache.get_client()
            for key in list(client.scan_iter(match=cache.make_key("*"), count=500)):
                client.delete(key)


def _redis(cache: Any) -> Iterator[Item]:
    """Strings under the site's own prefix; Django's cache writes nothing else."""
    client = cache._cache.get_client()
    for key in client.scan_iter(match=cache.make_key("*"), count=500):
        yield Item(PLACE, bytes(key) + b"\n" + (client.get(key) or b""), "redis")
