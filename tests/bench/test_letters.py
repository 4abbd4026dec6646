"""Letters coming in, and the desk that lists them."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from mailbox.models import Letter, LetterClock
from portal.accounts.roles import Role
from tests import factories
from tests.bench.corpus import Writer
from tests.bench.figures import ratio, say, timed

RECEIVED, LISTED = 200, 5_000
FILE = os.environ.get("BENCH_LETTERS", "")


@pytest.mark.django_db(transaction=True)
def test_receiving_letters():
    """Each with its own commit; the test database does not wait for the disk, a real one does."""
    writer = Writer(4)
    texts = [writer.letter(500).split("\n") for _ in range(RECEIVED)]
    found = timed("receive()", lambda text: factories.receive(subject=text[0], body=text[1]), texts)
    say(f"receive(): {found.per_second:.0f} letters a second, one after the other")


@pytest.mark.django_db
def test_the_inbox_of_a_full_desk(client: Client):
    now = timezone.now()
    pattern = factories.letter(now=now)
    client.force_login(factories.person(Role.REGISTRAR))
    few = timed("inbox of 1 letter", lambda tab: listed(client, tab), ["mine", "all"] * 10)
    copies(pattern, LISTED - 1)
    assert Letter.objects.count() == LISTED
    many = timed(f"inbox of {LISTED} letters", lambda tab: listed(client, tab), ["mine", "all", "late", "soon"] * 5)
    timed("inbox, search in texts", lambda q: listed(client, "all", q=q), ["课后服务费", "清溪小学", "校车"] * 3)
    ratio("full desk against empty", many, few)


def listed(client: Client, tab: str, **query: str) -> None:
    assert client.get("/admin/letters/", {"tab": tab, **query}).status_code == 200


def copies(pattern: Letter, count: int) -> None:
    """Letters like ``pattern`` with its clocks, received over the last two months."""
    writer, clocks = Writer(5), list(LetterClock.objects.filter(letter=pattern))
    facts = {field.attname: getattr(pattern, field.attname) for field in Letter._meta.concrete_fields}
    rows = []
    for number in range(count):
        own = {"id": None, "number": f"BN-2026-{number:06d}", "subject": writer.title(), "body": writer.text(300)}
        rows.append(Letter(**{**facts, **own, "received_at": pattern.received_at - timedelta(days=number % 60)}))
    made = Letter.objects.bulk_create(rows, batch_size=500)
    LetterClock.objects.bulk_create(
        (_clock(clock, letter, number % 60) for number, letter in enumerate(made) for clock in clocks), batch_size=500
    )


def _clock(clock: LetterClock, letter: Letter, days: int) -> LetterClock:
    facts = {field.attname: getattr(clock, field.attname) for field in LetterClock._meta.concrete_fields}
    earlier = {
        name: value - timedelta(days=days)
        for name, value in facts.items()
        if name.endswith("_on") and value is not None
    }
    return LetterClock(**{**facts, **earlier, "id": None, "letter_id": letter.pk})


@pytest.mark.django_db
@pytest.mark.skipif(not Path(FILE).is_file(), reason="BENCH_LETTERS names no spreadsheet of past letters")
def test_importing_past_letters(capsys):
    factories.bureau()
    publisher, releaser = factories.person(Role.PUBLISHER), factories.person(Role.RELEASER)
    call_command(
        "import_letters",
        FILE,
        answered=True,
        publish=True,
        marked_by=publisher.username,
        released_by=releaser.username,
        json=True,
    )
    total = capsys.readouterr().out.strip().splitlines()[-1]
    say(f"import: {total}")
    assert Letter.objects.exists()
