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

from portal.privacy.sweep import redis_keys
from portal.privacy.sweep.folders import files
from portal.privacy.sweep.report import Item
from portal.privacy.sweep.unreadable import CannotLook

PLACE = "cache"


def entries() -> Iterator[Item]:
    """Keys and values of every configured cache. Raises CannotLook rather than leaving one out."""
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
        raise CannotLook(f"不会查这种缓存：{kind.__name__}。")


def leave() -> None:
    """Delete the entries of a sweep's own run. Only Redis outlives it, and only its prefix is touched: Django's own
    ``clear`` would empty the living cache beside it."""
    for alias in caches:
        cache: Any = caches[alias]
        if isinstance(cache, RedisCache) and cache.key_prefix.startswith("sweep"):
            redis_keys.delete(cache._cache.get_client(), _prefix(cache))


def _redis(cache: Any) -> Iterator[Item]:
    """What lies under the site's own prefix."""
    for entry in redis_keys.entries(cache._cache.get_client(), beginning=_prefix(cache)):
        yield Item(PLACE, entry, "redis")


def _prefix(cache: Any) -> str:
    """How its keys begin, whatever version they are of."""
    return f"{cache.key_prefix}:"
