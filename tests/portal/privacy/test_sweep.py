"""The net: a sign is caught in every encoding and every place, and what the written list does not name is a leak."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import logging
import pickle
import secrets
import zipfile
import zlib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from urllib.parse import quote

import pytest
import redis
from django.core.cache import caches
from django.core.mail import EmailMessage
from django.db import connection, models
from django.test import override_settings
from kombu import Connection

from home.sweeping import documents
from mailbox.models import Letter
from portal.outbox.models import OutboxMessage
from portal.privacy.sweep import brokers, fields, folders, redis_keys, tables
from portal.privacy.sweep import caches as cache_items
from portal.privacy.sweep.allowed import LIST, AllowList, Permission, unfilled
from portal.privacy.sweep.canaries import Canaries, given_words
from portal.privacy.sweep.decoding import MOST, Opened
from portal.privacy.sweep.encodings import Net, full_width
from portal.privacy.sweep.report import Item, Sweep
from portal.privacy.sweep.stage import Records
from portal.privacy.sweep.unreadable import CannotLook
from tests import factories as f

TO = ["b@example.com"]
LABEL = "mailbox.letter.body/open"
CHINESE = "欧阳鹓鶵鹔"


def caught(data: bytes, sign: str) -> bool:
    """Whether the net of this very sign finds it in ``data``, packed or not."""
    canaries = Canaries()
    word = canaries.word(LABEL)
    net = Net([type(canaries.made[LABEL])(LABEL, sign, sign)]) if sign != word else Net(canaries.all)
    return any(net.caught(layer) for layer in Opened().layers(data))


def zipped(text: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/comments.xml", text)
    return target.getvalue()


def session(text: str) -> bytes:
    """As Django signs and compresses: base64 of zlib, after a point."""
    return b"." + base64.urlsafe_b64encode(zlib.compress(json.dumps({"kept": text}).encode() * 9)) + b":1w:signature"


WRITTEN = {
    "plain": lambda text: text.encode(),
    "between other bytes": lambda text: b"\x00\xff" + text.encode() + b"\x00",
    "capitals": lambda text: text.upper().encode(),
    "full width": lambda text: full_width(text).encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "gb18030": lambda text: text.encode("gb18030"),
    "percent": lambda text: quote(text).encode(),
    "percent twice": lambda text: quote(quote(text)).encode(),
    "json": lambda text: json.dumps(text).encode(),
    "json in json": lambda text: json.dumps(json.dumps(text)).encode(),
    "entities": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "hexadecimal entities": lambda text: "".join(f"&#x{ord(char):X};" for char in text).encode(),
    "escaped html": lambda text: html.escape(f"<b>{text}</b>").encode(),
    "hexadecimal": lambda text: text.encode().hex().encode(),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64, one byte on": lambda text: base64.b64encode(b"a" + text.encode() + b"b"),
    "base64, two bytes on": lambda text: base64.urlsafe_b64encode(b"ab" + text.encode() + b"c"),
    "zlib": lambda text: zlib.compress(text.encode()),
    "zlib after other bytes": lambda text: b"\x80\x05 header" + zlib.compress(pickle.dumps({"letter": text})),
    "gzip": lambda text: gzip.compress(text.encode()),
    "zip": zipped,
    "zip in gzip in base64": lambda text: base64.b64encode(gzip.compress(zipped(text))),
    "signed session": session,
    "docx": lambda text: documents.word(lambda place: text if place == "comment" else "x"),
    "xlsx": lambda text: documents.workbook(lambda place: text if place == "hidden sheet" else "x"),
    "pdf": lambda text: documents.printed(lambda place: text if place == "author" else "x"),
    "jpeg": lambda text: documents.photograph(lambda place: text if place == "exif artist" else "x"),
}
ASCII_ONLY = {"capitals", "full width", "jpeg"}


@pytest.mark.parametrize("way", WRITTEN)
def test_a_word_is_caught_however_it_is_written(way):
    sign = "kz12ab34q0007x"
    assert caught(WRITTEN[way](f"前{sign}后" if way not in ("pdf", "jpeg", "capitals") else sign), sign)
    assert not caught(WRITTEN[way]("kz12ab34q0008x"), sign)


@pytest.mark.parametrize("way", sorted(set(WRITTEN) - ASCII_ONLY))
def test_a_name_is_caught_however_it_is_written(way):
    assert caught(WRITTEN[way](CHINESE), CHINESE)


@pytest.mark.parametrize("written", ["139 8765 4321", "139-8765-4321", "+8613987654321", "１３９８７６５４３２１"])
def test_a_phone_number_is_caught_with_gaps(written):
    assert caught(f"电话{written}。".encode(), "13987654321")


def test_the_text_of_a_page_of_a_pdf_is_read_even_when_its_letters_are_no_text():
    sign = "kz12ab34q0007x"
    assert caught(documents.printed(lambda place: sign if place == "text" else "x"), sign)


def test_a_bomb_is_opened_only_so_far():
    bomb = zlib.compress(b"0" * (MOST * 3))
    assert sum(len(layer) for layer in Opened().layers(bomb)) <= MOST + len(bomb)


def test_broken_archives_are_searched_as_they_are():
    broken = zipped("x")[:-30]
    assert next(Opened().layers(broken)) == broken


def test_signs_of_a_run_differ_from_each_other_and_from_other_runs():
    first, second = Canaries(), Canaries()
    signs = [made.word(f"field/{n}") for made in (first, second) for n in range(200)]
    signs += [made.phone(f"phone/{n}") for made in (first, second) for n in range(50)]
    assert len(set(signs)) == 500
    assert first.word("field/1") == signs[1]  # the same label, the same sign


# ---- places: a leak planted on purpose is found in each


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()


@pytest.fixture
def sweep(canaries):
    """Looks through items for one sign, with nothing allowed."""

    def look(items, allow=()) -> Sweep:
        made = Sweep(Net(canaries.all), AllowList(allow))
        made.look_through(items)
        return made

    canaries.word(LABEL)
    return look


@pytest.fixture
def sign(canaries) -> str:
    return canaries.word(LABEL)


@pytest.mark.django_db
class TestDatabase:
    def test_a_payload_in_the_queue(self, sweep, sign, django_user_model):
        OutboxMessage.objects.create(
            kind="x",
            key="x",
            payload={"said": f"信里写着{sign}"},
            available_at="2026-11-26T00:00Z",
            created_at="2026-11-26T00:00Z",
        )
        assert sweep(tables.cells()).leaks.keys() == {"database:outbox_outboxmessage.payload"}

    def test_a_session(self, sweep, sign, client):
        held = client.session
        held["typed"] = sign * 20
        held.save()
        assert sweep(tables.cells()).leaks.keys() == {"database:django_session.session_data"}

    def test_a_table_that_no_model_knows(self, sweep, sign):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE forgotten (words text)")
            cursor.execute("INSERT INTO forgotten VALUES (%s)", [sign])
        found = sweep(tables.cells()).leaks
        assert found.keys() == {"database:forgotten.words"}
        assert found["database:forgotten.words"].where == ["forgotten"]  # says where, never what

    def test_a_column_that_is_added_tomorrow(self, sweep, sign):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE mailbox_letter ADD COLUMN second_body text DEFAULT '{sign}'")
        f.letter()
        assert sweep(tables.cells()).leaks.keys() == {"database:mailbox_letter.second_body"}


def test_a_field_that_is_added_tomorrow_asks_for_a_canary():
    field = models.TextField()
    field.contribute_to_class(Letter, "second_body")
    try:
        assert "mailbox.letter.second_body" in fields.to_be_planted()
    finally:
        Letter._meta.local_fields.remove(field)
        Letter._meta._expire_cache()
        del Letter.second_body
    assert "mailbox.letter.second_body" not in fields.to_be_planted()


CACHES = {
    "memory": lambda folder: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "sweep"},
    "files": lambda folder: {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(folder)},
}


@pytest.mark.parametrize("kind", CACHES)
def test_a_cache_entry(kind, sweep, sign, tmp_path):
    with override_settings(CACHES={"default": CACHES[kind](tmp_path)}):
        caches["default"].set("letter", {"body": sign * 30})
        try:
            assert sweep(cache_items.entries()).leaks.keys() == {"cache"}
        finally:
            caches["default"].clear()


def test_a_cache_of_a_kind_that_cannot_be_searched_is_no_clean_cache():
    with (
        override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.base.BaseCache", "LOCATION": ""}}),
        pytest.raises(TypeError),
    ):
        list(cache_items.entries())


# ---- servers that others use too: each test has a beginning of keys of its own


@pytest.fixture
def own(redis_server) -> Iterator[tuple[redis.Redis, str]]:
    """A connection to a real Redis, and the beginning of the keys of a run."""
    beginning = f"sweep{secrets.token_hex(4)}"
    with redis.Redis.from_url(f"{redis_server}/0") as client:
        yield client, beginning
        for key in client.keys(f"{beginning}*"):
            client.delete(key)


KEPT = {
    "string": lambda client, key, word: client.set(key, word),
    "list": lambda client, key, word: client.rpush(key, "x", word),
    "set": lambda client, key, word: client.sadd(key, word),
    "sorted set": lambda client, key, word: client.zadd(key, {word: 1}),
    "field of a hash": lambda client, key, word: client.hset(key, word, "x"),
    "value of a hash": lambda client, key, word: client.hset(key, "x", word),
    "stream": lambda client, key, word: client.xadd(key, {"x": word}),
    "name of a key": lambda client, key, word: client.set(f"{key}{word}", "x"),
}


@pytest.mark.parametrize("kind", KEPT)
def test_whatever_redis_keeps(kind, own, sweep, sign):
    client, beginning = own
    KEPT[kind](client, f"{beginning}:", sign)
    found = (Item("redis", entry) for entry in redis_keys.entries(client, beginning=beginning))
    assert sweep(found).leaks.keys() == {"redis"}


def test_of_a_shared_redis_only_the_own_keys_are_deleted(own):
    client, beginning = own
    client.mset({f"{beginning}:mine": "x", f"{beginning}*:other": "x", f"{beginning}-living": "x"})
    redis_keys.delete(client, f"{beginning}*")  # a star is a star
    assert sorted(client.keys(f"{beginning}*")) == sorted(
        f"{beginning}{rest}".encode() for rest in (":mine", "-living")
    )
    for living in ("", "portal", ":1:"):
        with pytest.raises(ValueError, match=f"^{living}$"):
            redis_keys.delete(client, living)


@pytest.mark.parametrize("version", [1, 2])
def test_a_cache_entry_in_redis(version, own, redis_server, sweep, sign):
    _client, beginning = own
    config = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{redis_server}/0",
        "KEY_PREFIX": beginning,
    }
    with override_settings(CACHES={"default": config}):
        caches["default"].set("letter", {"body": sign * 30}, version=version)
        assert sweep(cache_items.entries()).leaks.keys() == {"cache"}
        cache_items.leave()
        assert list(cache_items.entries()) == []


@pytest.fixture
def broker(own, redis_server, settings) -> Connection:
    """The site's broker is a real Redis, with keys of this test alone."""
    settings.CELERY_BROKER_URL = f"{redis_server}/0"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": f"{own[1]}:"}
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    with Connection(settings.CELERY_BROKER_URL, transport_options=options) as connection:
        yield connection


def test_a_message_that_waits_in_redis(broker, sweep, sign):
    with broker.SimpleQueue("portal") as queue:
        queue.put({"said": f"信里写着{sign}"})
        assert sweep(brokers.messages()).leaks.keys() == {"broker/redis"}
        brokers.leave()
        assert list(brokers.messages()) == []


def test_a_message_that_a_worker_holds_and_has_not_done(broker, sweep, sign):
    with broker.SimpleQueue("portal") as queue:
        queue.put({"said": sign})
        queue.get(timeout=5)
        assert sweep(brokers.messages()).leaks.keys() == {"broker/redis"}


def test_entries_of_the_cache_are_no_messages(own, broker, redis_server, sweep, sign):
    config = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{redis_server}/0",
        "KEY_PREFIX": f"{own[1]}:cache",
    }
    with override_settings(CACHES={"default": config}):
        caches["default"].set("letter", sign)
        assert sweep(brokers.messages()).leaks == {}
        cache_items.leave()


def test_a_message_in_the_folders_of_the_small_installation(sweep, sign, settings, tmp_path):
    settings.CELERY_BROKER_URL, settings.VAR_DIR = "filesystem://localhost", tmp_path
    (tmp_path / "broker" / "messages").mkdir(parents=True)
    (tmp_path / "broker" / "messages" / "1.msg").write_text(json.dumps({"body": sign}))
    assert sweep(brokers.messages()).leaks.keys() == {"broker/messages"}


def test_a_broker_that_cannot_be_looked_into_is_no_clean_broker(settings):
    settings.CELERY_BROKER_URL = "amqp://user:secret@127.0.0.1//"
    with pytest.raises(CannotLook, match="amqp") as told:
        list(brokers.messages())
    assert "secret" not in str(told.value)


def test_a_log_line_and_the_values_behind_it(sweep, sign):
    seen: list[Item] = []
    logger = logging.getLogger("tests.sweep")
    logger.addHandler(Records(seen))
    try:
        logger.error("letter.failed", extra={"letter_words": sign})
    finally:
        logger.handlers.clear()
    assert sweep(seen).leaks.keys() == {"log record"}


def test_the_locals_of_an_error_report_are_looked_at(sweep, sign, settings):
    """With Django's own reporter the sweep would find the letter; with ours it does not."""

    def fail() -> list[Item]:
        seen: list[Item] = []
        logger = logging.getLogger("tests.sweep")
        logger.addHandler(Records(seen))
        letter = f"孩子的事{sign}"
        try:
            raise ValueError(letter[:1])
        except ValueError:
            logger.exception("letter.failed")
        finally:
            logger.handlers.clear()
        return seen

    assert sweep(fail()).leaks == {}
    settings.DEFAULT_EXCEPTION_REPORTER = "django.views.debug.ExceptionReporter"
    assert sweep(fail()).leaks.keys() == {"error report"}


@pytest.mark.parametrize(
    ("part", "mail"),
    [
        ("mail headers", lambda sign: EmailMessage(f"信件：{sign}", "x", "a@example.com", TO)),
        ("mail body", lambda sign: EmailMessage("x", f"您写的是：{sign}" * 20, "a@example.com", TO)),
        ("mail recipient", lambda sign: EmailMessage("x", "x", "a@example.com", [f"{sign}@example.com"])),
        (
            "mail body",
            lambda sign: EmailMessage("x", "x", "a@example.com", TO, attachments=[("x.txt", sign, "text/plain")]),
        ),
    ],
)
def test_a_mail(part, mail, sweep, sign, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    mail(sign).send()
    EmailMessage("y", "y", "a@example.com", TO).send()
    assert sweep(folders.mails(tmp_path)).leaks.keys() == {part}


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("broker/1.msg", lambda sign: json.dumps({"body": base64.b64encode(sign.encode()).decode()}), "var/broker"),
        ("upload.tmp", lambda sign: sign, "var"),
        ("notice.docx", lambda sign: documents.word(lambda place: sign if place == "author" else "x"), "var"),
    ],
)
def test_a_file(name, content, place, sweep, sign, tmp_path):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    written = content(sign)
    path.write_bytes(written.encode() if isinstance(written, str) else written)
    assert sweep(folders.files("var", tmp_path)).leaks.keys() == {place}


def test_the_name_of_a_file(sweep, sign, tmp_path):
    (tmp_path / f"{sign}.pdf").touch()
    assert sweep(folders.files("media", tmp_path)).leaks.keys() == {"media names"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's files are its own")
def test_what_was_deleted_is_overwritten_in_the_file(tmp_path, canaries, sign):
    from pysqlite3 import dbapi2 as sqlite

    def remains(*, secure: bool) -> bool:
        path = tmp_path / f"{secure}.sqlite3"
        database = sqlite.connect(path)
        database.execute(f"PRAGMA secure_delete={'ON' if secure else 'OFF'}")
        database.execute("CREATE TABLE letter (body text)")
        database.execute("INSERT INTO letter VALUES (?)", [sign])
        database.execute("DELETE FROM letter")
        database.commit()
        database.close()
        return bool(Net(canaries.all).caught(path.read_bytes()))

    assert remains(secure=False)  # the reason for the setting
    assert not remains(secure=True)


# ---- the written list


def test_a_place_is_allowed_by_an_entry_and_by_nothing_else(sweep, sign):
    items = [Item("database:a.b", sign.encode()), Item("logs", sign.encode())]
    made = sweep(items, [Permission("database:*", ("mailbox.letter.body/*",), "the letter")])
    assert made.tallies["database:a.b"].allowed == {LABEL: 1}
    assert made.leaks.keys() == {"logs"}


def test_a_copy_of_the_database_may_hold_what_the_database_may_and_no_more(sweep, sign):
    allow = AllowList([Permission("backup", ("as the database",), "a copy")])
    assert not allow.permits("backup", LABEL)
    allow.in_database = {LABEL}
    assert allow.permits("backup", LABEL)
    assert not allow.permits("logs", LABEL)


def test_every_entry_has_a_reason():
    written = AllowList.written()
    assert len(written.permissions) > 20
    assert all(len(each.why) > 8 for each in written.permissions)


def test_an_entry_without_a_reason_is_refused(tmp_path):
    path = tmp_path / "list.toml"
    path.write_text('[[allow]]\nplace = "logs"\ncanaries = ["*"]\nwhy = " "\n')
    with pytest.raises(ValueError, match="logs"):
        AllowList.written(path)


def test_nothing_private_is_allowed_where_others_read():
    """Whatever is added to the list: these places stay closed."""
    allow = AllowList.written()
    private = (LABEL, "mailbox.lettercontact.name/report", "mailbox.reply.text/open", "typed.subject/open")
    open_places = (
        "logs", "temp", "var", "static", "broker", "media/documents", "cache", "mail body", "mail headers",
        "error report",
        "public letters/", "public search/", "elasticsearch", "http cacheable", "http headers",
        "database:search_searchtext.terms", "database:outbox_outboxmessage.payload",
        "database:django_session.session_data", "database:audit_auditentry.detail", "database:mailbox_event.facts",
        "database:wagtailcore_revision.content", "database:mailbox_lettercontact.name",
    )  # fmt: skip
    assert [(place, label) for place in open_places for label in private if allow.permits(place, label)] == []


def test_the_list_of_unfilled_fields_names_only_fields_that_exist():
    here = fields.roomy_fields()
    assert [pattern for pattern in unfilled() if not any(fnmatchcase(field, pattern) for field in here)] == []
    assert LIST.exists()


def test_words_of_the_living_system_come_from_a_file_and_are_not_repeated(tmp_path):
    path = tmp_path / "words.txt"
    path.write_text("13987654321\n\n欧阳金丝雀\n", encoding="utf-8")
    assert [(each.label, each.sign) for each in given_words(path)] == [
        ("mailbox.lettercontact.given/line 1 said", "13987654321"),
        ("mailbox.lettercontact.given/line 3 said", "欧阳金丝雀"),
    ]
    path.write_text("ab\n", encoding="utf-8")
    with pytest.raises(ValueError, match="1"):
        given_words(path)
