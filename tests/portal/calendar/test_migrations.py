"""The shipped table can be taken back and put in again. (The schema itself goes forward and back in CI.)"""

from importlib import import_module

import pytest
from django.apps import apps

from portal.calendar.models import CalendarDay, CalendarEdition, ClockRule

pytestmark = pytest.mark.django_db
TABLE = import_module("portal.calendar.migrations.0002_days_and_rules")
IN_FULL = import_module("portal.calendar.migrations.0004_rules_in_full")


def contents() -> list[list[tuple[object, ...]]]:
    return [
        list(CalendarEdition.objects.values_list("year", "is_official", "notice", "reference", "source")),
        list(CalendarDay.objects.values_list("edition__year", "on", "is_working", "name")),
        list(ClockRule.objects.values_list("code", "valid_from", "amount", "unit", "at", "extension_times", "status")),
    ]


def test_days_come_back_as_they_were():
    before = contents()
    TABLE.remove_days(apps, None)
    assert not CalendarDay.objects.exists()
    TABLE.add_days(apps, None)
    IN_FULL.name_notices(apps, None)
    assert contents() == before
    assert [len(part) for part in before] == [24, 706, 25]


def test_rules_come_back_as_they_were():
    before = contents()
    TABLE.remove_rules(apps, None)
    assert not ClockRule.objects.exists()
    IN_FULL.complete_rules(apps, None)
    assert contents() == before


def test_going_back_leaves_no_rule_that_the_older_schema_cannot_hold():
    IN_FULL.remove_fixed_points(apps, None)
    assert not ClockRule.objects.filter(amount__isnull=True).exists()


def test_a_database_that_already_has_a_year_keeps_its_days():
    CalendarEdition.objects.filter(year=2028).delete()
    CalendarDay.objects.filter(edition__year=2027, name="中秋").delete()
    IN_FULL.add_provisional_years(apps, None)
    assert CalendarDay.objects.filter(edition__year=2028).count() == 7
    assert not CalendarDay.objects.filter(edition__year=2027, name="中秋").exists()
