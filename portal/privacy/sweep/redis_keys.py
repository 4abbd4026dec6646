"""What a Redis server keeps, as bytes: keys of every kind, with all that is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from portal.privacy.sweep.unreadable import CannotLook

SCHEMES = ("redis", "valkey", "sentinel")  # with whatever may follow: redis+socket, rediss
COUNT = 500  # keys a round trip
READERS: dict[bytes, Callable[[Any, bytes], Any]] = {
    b"string": lambda client, key: [client.get(key)],
    b"list": lambda client, key: client.lrange(key, 0, -1),
    b"set": lambda client, key: client.smembers(key),
    b"zset": lambda client, key: client.zrange(key, 0, -1),
    b"hash": lambda client, key: [part for pair in client.hgetall(key).items() for part in pair],
    b"stream": lambda client, key: [
        part for _id, pairs in client.xrange(key) for pair in pairs.items() for part in pair
    ],
}


def is_redis(url: str) -> bool:
    return url.startswith(SCHEMES)


def entries(client: Any, *, beginning: str = "", without: bytes | None = None) -> Iterator[bytes]:
    """Each key that begins with ``beginning`` (and not with ``without``), then its parts, one a line. A key that goes
    meanwhile is left out. Raises CannotLook rather than leaving a key out."""
    for key in keys(client, beginning):
        if without is not None and key.startswith(without):
            continue
        kind = bytes(client.type(key))
        if kind == b"none":
            continue
        if kind not in READERS:
            raise CannotLook(f"Redis里有不会查的内容：{kind.decode('ascii', 'replace')}。")
        yield b"\n".join((key, *(bytes(part) for part in READERS[kind](client, key) if part is not None)))


def delete(client: Any, beginning: str) -> None:
    """Delete the keys of a sweep's own run. Raises ValueError for a beginning that no run has."""
    if not beginning.startswith("sweep"):
        raise ValueError(beginning)
    for key in list(keys(client, beginning)):
        client.delete(key)


def keys(client: Any, beginning: str) -> Iterator[bytes]:
    literal = "".join(f"[{char}]" if char in "*?[" else char for char in beginning)
    for key in client.scan_iter(match=f"{literal}*", count=COUNT):
        yield bytes(key)
