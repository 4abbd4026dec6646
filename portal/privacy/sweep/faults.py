"""Real accidents for the life of the canaries: statements that fail, a mail server that refuses, a worker that dies."""

from __future__ import annotations

import os
import signal
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections


@contextmanager
def statement_fails(table: str, error: type[Exception]) -> Iterator[None]:
    """Every INSERT into ``table`` raises ``error``, whose text quotes the row, as PostgreSQL's texts do."""

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT INTO") and table in sql:
            raise error(f"{sql} DETAIL: {params}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


class _Refusing(socketserver.StreamRequestHandler):
    """Speaks SMTP and takes nobody, naming whom: what a library makes of that is what is tested."""

    def handle(self) -> None:
        self.wfile.write(b"220 refusing ESMTP\r\n")
        for line in self.rfile:
            command = line[:4].upper()
            if command == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"550 no such person: " + line.strip() + b"\r\n" if command == b"RCPT" else b"250 ok\r\n")


@contextmanager
def refusing_mail_server() -> Iterator[dict[str, object]]:
    """A mail server on a free port of this machine, as Django settings."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Refusing) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield {
                "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": server.server_address[1],
                "EMAIL_HOST_USER": "",
                "EMAIL_USE_TLS": False,
                "EMAIL_USE_SSL": False,
            }
        finally:
            server.shutdown()
            thread.join()


def killed_while(work: Callable[[], object]) -> None:
    """Run ``work`` in a process of its own that is expected to kill itself half way; its connections are its own."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise AssertionError("the worker was to die and did not")


def die() -> None:
    """As a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)
