"""The message broker as items: queues and what else it keeps. Only wake-ups of workers should be there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from kombu.connection import Connection

from portal.privacy.sweep import redis_keys
from portal.privacy.sweep.folders import files
from portal.privacy.sweep.report import Item
from portal.privacy.sweep.unreadable import CannotLook

PLACE, PREFIX = "broker", "global_keyprefix"  # the latter: Kombu's name


def messages() -> Iterator[Item]:
    """Everything the broker holds. Raises CannotLook rather than saying that nothing lies there."""
    url: str = settings.CELERY_BROKER_URL
    scheme = url.partition(":")[0]
    if scheme == "filesystem":
        yield from files(PLACE, Path(settings.VAR_DIR) / "broker")
    elif redis_keys.is_redis(url):
        with _client() as client:
            for entry in redis_keys.entries(client, beginning=_prefix(), without=_of_the_cache()):
                yield Item(f"{PLACE}/redis", entry, "redis")
    elif scheme != "memory":  # of this very process alone
        raise CannotLook(f"这种消息通道不会查（{scheme}）：消息一取就没了，请用它自己的工具看。")


def leave() -> None:
    """Delete what a sweep's own run has left in a Redis that others use too."""
    if redis_keys.is_redis(settings.CELERY_BROKER_URL) and _prefix().startswith("sweep"):
        with _client() as client:
            redis_keys.delete(client, _prefix())


@contextmanager
def _client() -> Iterator[Any]:
    """Celery's own way to the server (sockets, TLS, sentinels); the prefix would be put before keys that have it."""
    options = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS}
    options.pop(PREFIX, None)
    made: Any = Connection
    with made(settings.CELERY_BROKER_URL, transport_options=options) as connection:
        yield connection.default_channel.client


def _prefix() -> str:
    return str(settings.CELERY_BROKER_TRANSPORT_OPTIONS.get(PREFIX, ""))


def _of_the_cache() -> bytes | None:
    """How keys of the site's cache begin, which may share the server; they are looked at as such."""
    cache = caches["default"]
    return f"{cache.key_prefix}:".encode() if isinstance(cache, RedisCache) else None
