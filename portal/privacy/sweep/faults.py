"""Real accidents for the life of the canaries: statements that fail, a mail server that refuses, a worker that dies."""

from __future__ import annotations

import io
import os
import signal
import socketserver
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections

PATIENCE = 0.5  # seconds until a time-out
SWOLLEN = 400_000_000
MOST_TOLD = 400  # bytes; a line of an answer may have 512


@contextmanager
def statement_fails(table: str, error: type[Exception]) -> Iterator[None]:
    """Every INSERT into ``table`` raises ``error``, whose text quotes the row, as PostgreSQL's texts do."""

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT INTO") and table in sql:
            raise error(f"{sql} DETAIL: {params}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False  # a silent one waits for a client that is gone


@contextmanager
def _listening(handler: type[socketserver.BaseRequestHandler]) -> Iterator[int]:
    """A server on a free port of this machine; the port."""
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


class _Silent(socketserver.StreamRequestHandler):
    """Takes whatever is said and never says anything."""

    def handle(self) -> None:
        while self.rfile.read1(65536):
            pass


@contextmanager
def silent_server() -> Iterator[int]:
    """Its port: whoever asks there waits until the own patience ends."""
    with _listening(_Silent) as port:
        yield port


class _Refusing(socketserver.StreamRequestHandler):
    """Speaks SMTP and takes nobody, naming whom: what a library makes of that is what is tested."""

    def handle(self) -> None:
        self.wfile.write(b"220 refusing ESMTP\r\n")
        for line in self.rfile:
            command = line[:4].upper()
            if command == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(self.answer(command, line))

    def answer(self, command: bytes, line: bytes) -> bytes:
        return b"550 no such person: " + line.strip() + b"\r\n" if command == b"RCPT" else b"250 ok\r\n"


class _Bouncing(_Refusing):
    """Takes the address and sends the mail back when it has come, with all that stands in it."""

    def answer(self, command: bytes, line: bytes) -> bytes:
        if command != b"DATA":
            return b"250 ok\r\n"
        self.wfile.write(b"354 go on\r\n")
        told = b" ".join(each.strip() for each in iter(self.rfile.readline, b".\r\n"))
        return b"554 not wanted here: " + told[:MOST_TOLD] + b"\r\n"


@contextmanager
def mail_server(kind: str) -> Iterator[dict[str, object]]:
    """A mail server that is "refusing" persons, "bouncing" mails or "silent", as Django settings."""
    with _listening(MAIL_SERVERS[kind]) as port:
        yield {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": port,
            "EMAIL_HOST_USER": "",
            "EMAIL_USE_TLS": False,
            "EMAIL_USE_SSL": False,
            "EMAIL_TIMEOUT": PATIENCE,
        }


MAIL_SERVERS = {"refusing": _Refusing, "bouncing": _Bouncing, "silent": _Silent}


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


def swollen(said: bytes) -> bytes:
    """A small workbook that is ``SWOLLEN`` bytes when it is unpacked, ``said`` at its beginning."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", said + b" " * SWOLLEN)
    return packed.getvalue()


def die() -> None:
    """As a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)
