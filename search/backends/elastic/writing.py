"""Writing in bulk: a busy cluster is waited for, a refused document is an error, a lost one never silent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from elasticsearch.helpers import streaming_bulk

from search.backends.base import SearchUnavailable
from search.backends.elastic.client import writing

CHUNK = 500  # actions of one request
CHUNK_BYTES = 8 * 1024 * 1024
BUSY = (429, 503)
RETRIES, FIRST_WAIT, LONGEST_WAIT = 5, 0.5, 8.0  # seconds, doubling: a quarter of a minute in all
CONFLICT, GONE = 409, 404


def put(index: str, key: str, source: dict[str, Any], **meta: Any) -> dict[str, Any]:
    return {"_op_type": "index", "_index": index, "_id": key, "_source": source, **meta}


def take(index: str, key: str) -> dict[str, Any]:
    return {"_op_type": "delete", "_index": index, "_id": key}


def write(actions: Iterable[dict[str, Any]]) -> int:
    """Do ``actions``; how many changed something. Raises SearchUnavailable when one was refused.

    Deleting what is not there is well; so is a condition that no longer holds: somebody wrote something newer.
    """
    done = 0
    refused: list[str] = []
    results = streaming_bulk(
        writing(),
        actions,
        chunk_size=CHUNK,
        max_chunk_bytes=CHUNK_BYTES,
        raise_on_error=False,
        max_retries=RETRIES,
        initial_backoff=FIRST_WAIT,
        max_backoff=LONGEST_WAIT,
        retry_on_status=BUSY,
        require_alias=True,
    )
    for ok, item in results:
        ((operation, about),) = item.items()
        if ok:
            done += 1
        elif about["status"] != CONFLICT and not (operation == "delete" and "error" not in about):
            error = about.get("error") or {}
            refused.append(f"{about['status']} {error.get('type', '') if isinstance(error, dict) else error}")
    if refused:
        raise SearchUnavailable(f"Elasticsearch refused {len(refused)} documents: {refused[0][:200]}")
    return done
