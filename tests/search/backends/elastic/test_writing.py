"""Bulk writing against a host that is busy, refuses, or is not there."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from search.backends.base import SearchUnavailable
from search.backends.elastic import writing
from search.backends.elastic.client import available
from search.backends.elastic.writing import Refused, put, take, write
from tests.elasticsearch.node import free_port


class Host:
    """Answers bulk requests with the statuses that ``plan`` gives for each document, then with success."""

    def __init__(self):
        self.plan = {}
        self.written = []
        self.requests = 0

    def item(self, operation, key):
        status = self.plan[key].pop(0) if self.plan.get(key) else 200
        about = {"_index": "i", "_id": key, "status": status}
        if status >= 400 and not (operation == "delete" and status == 404):
            about["error"] = {"type": f"error_{status}"}
        elif status < 300:
            self.written.append(key)
        return {operation: about}


@pytest.fixture
def host(settings, monkeypatch):
    made = Host()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_PUT(self):
            made.requests += 1
            lines = self.rfile.read(int(self.headers["Content-Length"])).decode().splitlines()
            heads = [next(iter(each.items())) for line in lines if (each := json.loads(line)) and is_head(each)]
            items = [made.item(operation, about["_id"]) for operation, about in heads]
            body = json.dumps({"errors": True, "items": items}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "url": f"http://127.0.0.1:{server.server_address[1]}"}
    monkeypatch.setattr(writing, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(writing, "LONGEST_WAIT", 0.02)
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def is_head(line):
    return next(iter(line)) in {"index", "delete"}


def records(*keys):
    return [put("i", key, {"words": "校服"}) for key in keys]


@pytest.mark.parametrize("busy", writing.BUSY)
def test_a_busy_cluster_is_waited_for_and_nothing_is_lost(host, busy):
    host.plan = {"b": [busy, busy]}
    assert write(records("a", "b", "c")) == 3
    assert sorted(host.written) == ["a", "b", "c"]
    assert host.requests == 3


def test_a_cluster_that_stays_busy_is_unavailable_and_takes_the_rest(host):
    host.plan = {"b": [429] * 99}
    with pytest.raises(SearchUnavailable) as told:
        write(records("a", "b", "c"))
    assert not isinstance(told.value, Refused)
    assert host.written == ["a", "c"]
    assert host.requests == 1 + writing.RETRIES


def test_a_document_that_is_refused_is_named_and_the_rest_is_taken(host):
    host.plan = {"b": [400]}
    with pytest.raises(Refused, match="b 400 error_400"):
        write(records("a", "b", "c"))
    assert host.written == ["a", "c"]


def test_a_version_that_is_gone_is_unavailable_not_refused(host):
    host.plan = {"a": [404]}
    with pytest.raises(SearchUnavailable) as told:
        write(records("a"))
    assert not isinstance(told.value, Refused)


def test_deleting_what_is_not_there_and_writing_what_somebody_wrote_newer_is_well(host):
    host.plan = {"gone": [404], "newer": [409]}
    assert write([take("i", "gone"), *records("newer", "a")]) == 1


def test_a_host_that_is_not_there_is_unavailable(settings):
    settings.ELASTICSEARCH = {**settings.ELASTICSEARCH, "url": f"http://127.0.0.1:{free_port()}"}
    with pytest.raises(SearchUnavailable), available():
        write(records("a"))
