"""A Redis server that tests share: the one at REDIS_URL_TEST, else one of this session on a free port."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator

import pytest
import redis

from tests.elasticsearch.node import free_port

START_SECONDS = 20


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address without a database: ``redis://127.0.0.1:port``."""
    running = os.environ.get("REDIS_URL_TEST")
    if running:
        yield running.rpartition("/")[0]
        return
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("left out, no Redis: redis-server is not installed (Debian: redis-server)")
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as server:
        try:
            _wait(f"redis://127.0.0.1:{port}/0")
            yield f"redis://127.0.0.1:{port}"
        finally:
            server.terminate()


def _wait(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    with redis.Redis.from_url(url) as client:
        while True:
            try:
                client.ping()
            except redis.ConnectionError:
                assert time.monotonic() < deadline, "Redis did not come up"
                time.sleep(0.05)
            else:
                return
