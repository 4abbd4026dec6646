"""A worker killed at any moment loses nothing and doubles no database effect."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections import Counter
from contextlib import closing

import pytest
from django.db import connection

from portal.limits.models import Hits
from portal.outbox.models import OutboxMessage
from portal.outbox.queue import enqueue
from portal.processes import worker_command

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROWS = 6
KILLS = 3


def wait_for(condition, *, seconds, what):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.05)


def free_port():
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def database_url():
    """The database of this very test, for another process."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    host = config["HOST"].replace("/", "%2F")
    return f"postgres://{config['USER']}:{config['PASSWORD']}@{host}:{config['PORT']}/{config['NAME']}"


@pytest.fixture
def redis_url(tmp_path):
    """A Redis of our own on a free port, ended by its process id."""
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("redis-server is not installed")
    port = free_port()
    server = subprocess.Popen(
        [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


@pytest.fixture
def start_worker(tmp_path, settings):
    """Start a real Celery worker with beat; every one still alive is killed at the end."""
    started = tmp_path / "started"
    started.mkdir()
    settings.CELERY_BEAT_SCHEDULE_FILENAME = str(tmp_path / "beat")
    workers = []

    def start(broker_url):
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": database_url(),
            "VAR_DIR": str(tmp_path / "var"),
            "CELERY_BROKER_URL": broker_url,
            "FAULTS_STARTED": str(started),
        }
        worker = subprocess.Popen(worker_command(), env=env, start_new_session=True)
        workers.append(worker)
        return worker

    start.started = lambda: sum(1 for _ in started.iterdir())
    yield start
    for worker in workers:
        kill(worker)


def kill(worker):
    """Kill -9 the worker and its beat, as a power cut would."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)


@pytest.mark.parametrize("broker", ["filesystem", "redis"])
def test_a_worker_killed_in_mid_handler_loses_nothing_and_doubles_nothing(broker, start_worker, request):
    url = request.getfixturevalue("redis_url") if broker == "redis" else "filesystem://localhost"
    for n in range(ROWS):
        enqueue("faults.slow", key=f"slow:{n}", payload={"n": n})

    for _ in range(KILLS):
        before = start_worker.started()
        worker = start_worker(url)
        wait_for(lambda before=before: start_worker.started() > before, seconds=40, what="a handler to start")
        kill(worker)
    start_worker(url)
    wait_for(lambda: not OutboxMessage.objects.exclude(state="done").exists(), seconds=60, what="all rows to be done")

    assert start_worker.started() >= ROWS + 1  # at least one handler was cut off and ran again
    assert Counter(Hits.objects.filter(scope="effect").values_list("window", flat=True)) == dict.fromkeys(
        range(ROWS), 1
    )
