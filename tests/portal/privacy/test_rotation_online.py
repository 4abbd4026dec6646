"""The rotation runs while letters are written, read and erased: nothing is lost, nothing old comes back."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from mailbox import erasing
from mailbox.models import Letter, LetterContact
from portal.privacy import rotation
from portal.privacy.key_use import key_use
from portal.privacy.rotation import Progress, columns, rotate
from tests import factories as f

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OLD = "old-key-0123456789-0123456789-0123456789"
NEW = "new-key-0123456789-0123456789-0123456789"
LETTERS, ROUNDS = 24, 3


@pytest.fixture
def letters(settings, tmp_path, monkeypatch) -> list[Letter]:
    monkeypatch.setattr(rotation, "BATCH", 5)
    settings.ERASURE_REGISTER = tmp_path / "erasures.jsonl"
    settings.FIELD_KEYS = [OLD]
    made = [f.letter(name=f"写信人{number:02d}", phone=f"138000000{number:02d}") for number in range(LETTERS)]
    settings.FIELD_KEYS = [NEW, OLD]
    return made


def rotate_all() -> list[Progress]:
    done = []
    for column in columns():
        progress = Progress(column.label, 0)
        list(rotate(column, progress))
        done.append(progress)
    return done


def together(*jobs: Callable[[], object]) -> list[BaseException]:
    """Each job in a thread with a connection of its own, all started at once; what they raised."""
    start, failed = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        try:
            start.wait()
            job()
        except Exception as error:  # a thread's error is invisible otherwise
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def test_what_is_written_during_the_rotation_stays_and_everything_ends_on_the_new_key(letters):
    def write() -> None:
        for number in range(ROUNDS):
            for letter in letters[::2]:
                LetterContact.objects.filter(letter=letter).update(name=f"改过{number}{letter.pk}")

    def receive() -> None:
        for number in range(ROUNDS * 3):
            f.letter(name=f"新来的{number}", phone="13900000000")

    assert together(rotate_all, write, receive) == []
    rotate_all()
    names = {row.letter_id: row.name for row in LetterContact.objects.all()}
    assert [names[letter.pk] for letter in letters[::2]] == [f"改过{ROUNDS - 1}{each.pk}" for each in letters[::2]]
    assert [names[each.pk] for each in letters[1::2]] == [f"写信人{number:02d}" for number in range(1, LETTERS, 2)]
    assert sum(name.startswith("新来的") for name in names.values()) == ROUNDS * 3
    assert (key_use().older, key_use().unknown) == (0, 0)


def test_what_is_erased_during_the_rotation_stays_erased(letters):
    def erase() -> None:
        for letter in letters:
            erasing.at_own_wish(letter.pk, now=f.MONDAY + timedelta(days=1))

    assert together(rotate_all, erase) == []
    rows = LetterContact.objects.all()
    assert {(row.name, row.phone, row.email, row.name_hash, row.phone_hash) for row in rows} == {("",) * 5}


def test_two_rotations_at_once_do_no_harm(letters):
    assert together(rotate_all, rotate_all) == []
    assert [row.phone for row in LetterContact.objects.order_by("letter_id")] == [
        f"138000000{number:02d}" for number in range(LETTERS)
    ]
    assert key_use().older == 0


def test_every_value_can_be_read_at_any_moment_of_the_rotation(letters):
    read: list[str] = []

    def look() -> None:
        for _ in range(ROUNDS):
            read.extend(row.phone for row in LetterContact.objects.order_by("letter_id"))

    assert together(rotate_all, look) == []
    assert read == [f"138000000{number:02d}" for number in range(LETTERS)] * ROUNDS


def test_a_process_that_still_has_the_old_keys_is_noticed(letters, settings):
    """Its letter comes in behind the place where the rotation stands."""
    (column,) = (column for column in columns() if column.name == "phone")
    progress = Progress(column.label, 0)
    batches = rotate(column, progress)
    while progress.rotated < LETTERS:
        next(batches)
    settings.FIELD_KEYS = [OLD]
    late = LetterContact.objects.defer("name", "phone", "email").get(letter=letters[0])
    LetterContact.objects.filter(pk=late.pk).update(phone="13700000000")
    settings.FIELD_KEYS = [NEW, OLD]
    list(batches)
    assert progress.left == 1


def test_hashes_survive_the_rotation(letters):
    before = list(LetterContact.objects.order_by("pk").values_list("name_hash", "phone_hash"))
    rotate_all()
    assert list(LetterContact.objects.order_by("pk").values_list("name_hash", "phone_hash")) == before
