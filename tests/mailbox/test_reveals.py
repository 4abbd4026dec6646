"""谁看了联系方式: counts per person and day; many in one hour stand out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mailbox import contacts, reveals
from portal.accounts.roles import Role
from tests import factories as f

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


def look(letter, at: datetime, username: str = "") -> None:
    contacts.reveal(letter.pk, "phone", reason="核对请假日期", by=f.actor(Role.REGISTRAR, username=username), now=at)


def told() -> list[tuple[str, date, int, int, int]]:
    return [(day.person.username, day.on, day.fields, day.letters, day.most_an_hour) for day in reveals.days(NOW)]


def test_looks_are_counted_by_person_and_local_day():
    first, second = f.letter(), f.letter()
    look(first, datetime(2026, 11, 23, 17, 0, tzinfo=UTC))  # one o'clock of the 24th in Shanghai
    look(first, datetime(2026, 11, 24, 2, 10, tzinfo=UTC))
    look(second, datetime(2026, 11, 24, 2, 50, tzinfo=UTC))
    look(second, datetime(2026, 11, 25, 2, 0, tzinfo=UTC), "other")
    assert told() == [("other", date(2026, 11, 25), 1, 1, 1), ("registrar", date(2026, 11, 24), 3, 2, 2)]


@pytest.mark.parametrize(("looks", "many"), [(reveals.MANY_AN_HOUR - 1, False), (reveals.MANY_AN_HOUR, True)])
def test_many_within_one_hour_stand_out(looks, many):
    letter = f.letter()
    for minute in range(looks):
        look(letter, datetime(2026, 11, 24, 2, minute, tzinfo=UTC))
    (day,) = reveals.days(NOW)
    assert day.is_many is many


def test_the_same_number_over_a_day_does_not():
    letter = f.letter()
    for hour in range(reveals.MANY_AN_HOUR):
        look(letter, datetime(2026, 11, 23, 16, 0, tzinfo=UTC) + timedelta(hours=hour))
    (day,) = reveals.days(NOW)
    assert (day.fields, day.is_many) == (reveals.MANY_AN_HOUR, False)


def test_what_lies_long_back_is_left_out():
    look(f.letter(), NOW - timedelta(days=91))
    assert told() == []


@pytest.mark.parametrize("letters", [1, 3])
def test_the_list_costs_three_queries(letters, django_assert_num_queries):
    for number in range(letters):
        look(f.letter(), NOW, f"person{number}")
    with django_assert_num_queries(3):
        assert len(reveals.days(NOW)) == letters
