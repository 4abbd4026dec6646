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


class Refused(SearchUnavailable):
    """The cluster answers, but will not take a document as it is: asking again later does not help."""


def put(index: str, key: str, source: dict[str, Any], **meta: Any) -> dict[str, Any]:
    return {"_op_type": "index", "_index": index, "_id": key, "_source": source, **meta}


def take(index: str, key: str) -> dict[str, Any]:
    return {"_op_type": "delete", "_index": index, "_id": key}


def write(actions: Iterable[dict[str, Any]]) -> int:
    """Do ``actions``; how many changed something.

    Deleting what is not there is well; so is a condition that no longer holds: somebody wrote something newer.
    Raises Refused when a document was not taken, SearchUnavailable when the cluster stayed busy.
    """
    done = 0
    refused: list[str] = []
    busy = 0
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
        (about,) = item.values()
        if ok:
            done += 1
        elif about["status"] in (*BUSY, GONE) and "error" in about:
            busy += 1
        elif about["status"] != CONFLICT and "error" in about:
            refused.append(f"{about['_id']} {about['status']} {about['error'].get('type', '')}")
    if busy:
        raise SearchUnavailable(f"Elasticsearch could not take {busy} documents now")
    if refused:
        raise Refused(f"Elasticsearch refused {len(refused)} documents: {refused[0][:200]}")
    return done
