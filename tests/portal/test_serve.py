"""``serve`` starts web server and worker, and ends both: asked to, or because one of them died."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from portal.processes import Family

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"


def sleeper(seconds=60):
    return [sys.executable, "-c", f"import time; time.sleep({seconds})"]


def stubborn(tmp_path):
    """A child that ignores being asked to end, with a child of its own."""
    code = (
        "import os, pathlib, signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(tmp_path / 'grandchild')!r}).write_text(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    return [sys.executable, "-c", code]


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture
def handlers():
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def family(handlers):
    made = Family()
    yield made
    made.end()


@pytest.mark.slow
def test_the_one_that_died_is_named_and_takes_the_others_along(family):
    family.start("web", sleeper())
    family.start("worker", sleeper(0))

    assert family.watch() == "worker"
    family.end()
    assert all(child.returncode is not None for child in family.children.values())


@pytest.mark.slow
def test_grandchildren_of_a_stubborn_child_end_too(family, tmp_path, monkeypatch):
    monkeypatch.setattr("portal.processes.PATIENCE", 0.5)
    family.start("web", stubborn(tmp_path))
    deadline = time.monotonic() + 20
    while not (tmp_path / "grandchild").exists() or not (tmp_path / "grandchild").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    grandchild = int((tmp_path / "grandchild").read_text())

    family.end()

    assert not alive(family.children["web"].pid)
    time.sleep(0.2)
    assert not alive(grandchild)


def free_port():
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answer(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Empty for the test that comes first; the next one starts on what that has prepared."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture
def served(folder):
    """``serve --prepare`` on the folder; gives the process and its port once it answers."""
    port = free_port()
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "CELERY_BROKER_URL"}}
    env |= {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "VAR_DIR": str(folder), "WEB_WORKERS": "1"}
    log = (folder / "serve.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, str(MANAGE), "serve", "--prepare", "--port", str(port)],
        env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 240
    while answer(port, "/health/live/")[0] != 200:
        assert process.poll() is None, (folder / "serve.log").read_text()
        assert time.monotonic() < deadline, (folder / "serve.log").read_text()
        time.sleep(0.3)
    yield process, port, folder / "serve.log"
    if process.poll() is None:
        process.terminate()
        process.wait(40)
    log.close()


def children_of(pid):
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


@pytest.mark.slow
def test_an_empty_folder_becomes_a_served_bureau_and_ctrl_c_ends_it(folder, request):
    assert list(folder.iterdir()) == []
    served = request.getfixturevalue("served")
    process, port, log = served
    status, ready = answer(port, "/health/ready/")
    assert status == 200
    assert json.loads(ready)["checks"]["migrations"]["ok"] is True
    assert answer(port, "/admin/login/")[0] == 200
    children = children_of(process.pid)
    assert len(children) == 2

    process.send_signal(signal.SIGINT)

    assert process.wait(40) == 0, log.read_text()
    assert not any(alive(child) for child in children)
    assert f"http://127.0.0.1:{port}/" in log.read_text()
    assert answer(port, "/health/live/")[0] == 0


@pytest.mark.slow
def test_when_the_worker_dies_all_of_it_ends_with_an_error(served):
    process, port, log = served
    _, worker = children_of(process.pid)
    os.kill(worker, signal.SIGKILL)

    assert process.wait(40) == 1
    assert "worker 进程意外结束" in log.read_text()
    assert answer(port, "/health/live/")[0] == 0


@pytest.mark.slow
def test_a_port_in_use_is_said_before_anything_is_made(tmp_path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        env = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.dev", "VAR_DIR": str(tmp_path)}
        tried = subprocess.run(
            [sys.executable, str(MANAGE), "serve", "--prepare", "--port", port],
            env=env, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    assert tried.returncode == 1
    assert f"端口 {port} 已被占用" in tried.stderr
