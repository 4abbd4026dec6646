"""The connection to the cluster: one client a process, its time limits, and its errors as ours."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import BulkIndexError, ScanError, scan

from search.backends.base import SearchUnavailable

READ_SECONDS = 10.0  # of one request, when nobody set a limit for all of them together
WRITE_SECONDS = 30.0  # a bulk request may wait behind a merge
SCANNED = 5_000  # documents of one page of a scan
SHORTEST = 0.05  # seconds; with less left there is no use in asking
_until: ContextVar[float | None] = ContextVar("elastic_until", default=None)


def configured() -> bool:
    """Whether this site has a cluster."""
    return bool(settings.ELASTICSEARCH["url"])


@lru_cache(maxsize=4)
def _client(process: int, urls: tuple[str, ...], user: str, password: str, ca_file: str) -> Elasticsearch:
    """``process``: sockets must not be shared with a parent that was forked."""
    options: dict[str, Any] = {}
    if user:
        options["basic_auth"] = (user, password)
    if ca_file:
        options["ca_certs"] = ca_file
    # Nothing is repeated here: readers have another backend to go to, writers come again by the queue.
    return Elasticsearch(list(urls), max_retries=0, retry_on_timeout=False, connections_per_node=20, **options)


def client() -> Elasticsearch:
    """This process's client for the cluster of the settings. Raises SearchUnavailable when there is none."""
    own = settings.ELASTICSEARCH
    if not own["url"]:
        raise SearchUnavailable("no Elasticsearch is configured")
    urls = tuple(url.strip() for url in own["url"].split(","))
    return _client(os.getpid(), urls, own["user"], own["password"], own["ca_file"])


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """All reading inside takes no longer than ``seconds`` together; what is left then raises SearchUnavailable."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def reading() -> Elasticsearch:
    """The client for a question of a reader."""
    until = _until.get()
    left = READ_SECONDS if until is None else until - time.monotonic()
    if left < SHORTEST:
        raise SearchUnavailable("Elasticsearch took too long")
    return client().options(request_timeout=left)


def writing() -> Elasticsearch:
    """The client for work that nobody waits for."""
    return client().options(request_timeout=WRITE_SECONDS)


def scanned(index: str, source: list[str] | bool, query: Mapping[str, Any] | None = None) -> Iterator[dict[str, Any]]:
    """Every document of ``index``, in no order, with these fields of it. For work that nobody waits for."""
    yield from scan(writing(), query={"query": query} if query else None, index=index, size=SCANNED, _source=source)


@contextmanager
def available() -> Iterator[None]:
    """Whatever keeps the cluster from answering is SearchUnavailable; its text names no words that were asked."""
    try:
        yield
    except ApiError as error:
        raise SearchUnavailable(f"Elasticsearch answered {error.status_code} {error.error}") from error
    except (TransportError, BulkIndexError, ScanError) as error:
        raise SearchUnavailable(f"Elasticsearch: {type(error).__name__}") from error
