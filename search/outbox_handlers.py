"""Work of the queue for search. Payloads hold a source and an id, never words."""

from __future__ import annotations

from typing import Any

from portal.outbox.registry import handler
from search.cluster.catching_up import catch_up
from search.indexing import refresh


@handler("search.index")
def index_document(payload: dict[str, Any]) -> None:
    refresh(str(payload["source"]), int(payload["id"]))


@handler("search.remove")
def remove_document(payload: dict[str, Any]) -> None:
    refresh(str(payload["source"]), int(payload["id"]))


@handler("search.cluster", outside=True)
def catch_up_cluster(payload: dict[str, Any]) -> None:
    catch_up(str(payload["source"]), int(payload["id"]))
