import json
from queue import Empty

import pytest
from kombu import Connection

from portal.settings.env import broker_options


@pytest.fixture
def channel(tmp_path):
    with Connection("filesystem://", transport_options=broker_options("filesystem://", tmp_path)) as connection:
        yield connection.default_channel


def test_the_project_uses_its_own_transport(channel):
    assert type(channel).__module__ == "portal.outbox.broker"


def test_messages_come_out_once_in_their_order(channel):
    for n in (1, 2):
        channel._put("portal", {"n": n})

    assert [channel._get("portal"), channel._get("portal")] == [{"n": 1}, {"n": 2}]
    with pytest.raises(Empty):
        channel._get("portal")


def test_a_half_written_message_is_not_seen(channel, tmp_path):
    (tmp_path / "messages" / ".1_x.portal.msg").write_text("{", encoding="utf-8")

    with pytest.raises(Empty):
        channel._get("portal")


def test_a_message_of_another_queue_stays(channel, tmp_path):
    channel._put("other", {"n": 1})

    with pytest.raises(Empty):
        channel._get("portal")
    (left,) = (tmp_path / "messages").iterdir()
    assert json.loads(left.read_text(encoding="utf-8")) == {"n": 1}


def test_nothing_is_left_behind(channel, tmp_path):
    channel._put("portal", {"n": 1})
    channel._get("portal")

    assert list((tmp_path / "messages").iterdir()) == []
