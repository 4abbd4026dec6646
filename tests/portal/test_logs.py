import io
import json
import logging

import pytest
from django.core.exceptions import DisallowedHost

from portal.logs import EventFormatter


@pytest.fixture
def written():
    """Log through the project's formatter; returns the lines as written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(EventFormatter())
    loggers = [logging.getLogger(name) for name in ("mailbox.testing", "django.request", "somelibrary")]
    for logger in loggers:
        logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger in loggers:
        logger.removeHandler(handler)


def log(name="mailbox.testing"):
    return logging.getLogger(name)


def test_an_event_is_a_constant_message_with_ids(written):
    log().warning("letter.received", extra={"letter_id": 7, "number": "YL-2026-01874-K", "urgent": False})

    (event,) = written()
    assert {key: event[key] for key in ("level", "logger", "message", "letter_id", "number", "urgent")} == {
        "level": "WARNING",
        "logger": "mailbox.testing",
        "message": "letter.received",
        "letter_id": 7,
        "number": "YL-2026-01874-K",
        "urgent": False,
    }


@pytest.mark.parametrize(
    "value",
    [
        "许清和",
        "13812341234",
        "tel 13812341234 x",
        "xuqinghe@example.com",
        "203.0.113.9",
        "2001:db8::1",
        "/letters/track/?code=ABCD",
        "x" * 200,
    ],
)
def test_what_could_name_a_person_is_removed(written, value):
    log().warning("letter.received", extra={"note": value})

    (event,) = written()
    assert event["note"] == "[removed]"


@pytest.mark.parametrize("value", [{"body": "请假"}, ["请假"], ("请假",), object()])
def test_structures_never_get_in(written, value):
    log().warning("letter.received", extra={"payload": value})

    assert "payload" not in written()[0]


def test_a_message_with_somebodys_words_is_removed(written):
    log().warning("孩子请假12天")

    assert written()[0]["message"] == "[removed]"


def test_a_librarys_message_stays_a_template(written):
    log("somelibrary").warning("cannot send to %s", "xuqinghe@example.com")

    (event,) = written()
    assert event["message"] == "cannot send to %s"
    assert "xuqinghe" not in json.dumps(event)


def test_an_exception_is_its_class_and_place(written):
    try:
        raise ValueError("许清和 13812341234")
    except ValueError:
        log().exception("letter.failed", extra={"letter_id": 7})

    (event,) = written()
    assert event["exception"] == "ValueError"
    assert event["frames"][-1].endswith("test_an_exception_is_its_class_and_place")
    assert "13812341234" not in json.dumps(event)


def test_a_failed_request_shows_its_route_and_not_what_was_typed(written, client, db):
    client.get("/health/13812341234/?phone=13812341234", REMOTE_ADDR="203.0.113.9")

    (event,) = written()
    assert (event["status_code"], event["method"], event["message"]) == (404, "GET", "request.failed")
    assert "13812341234" not in json.dumps(event)
    assert "203.0.113.9" not in json.dumps(event)


def test_a_refused_host_is_not_quoted(written):
    log("somelibrary").error(DisallowedHost("Invalid HTTP_HOST header: 'x@example.com'"))

    assert written()[0]["message"] == "[removed]"
