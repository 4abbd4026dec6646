"""The shipped table: working days 2007–2026 official, 2027 provisional, and the clock rules with their articles."""

import csv
import datetime
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
FROM = datetime.date(2000, 1, 1)


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def add_days(apps, schema_editor):
    edition = apps.get_model("calendar", "CalendarEdition")
    day = apps.get_model("calendar", "CalendarDay")
    editions = {
        int(row["year"]): edition.objects.create(year=int(row["year"]), is_official=True, notice=row["notice"])
        for row in rows("notices.csv")
    }
    day.objects.bulk_create(
        day(
            edition=editions[int(row["notice_year"])],
            on=row["date"],
            is_working=row["isOffDay"] == "false",
            name=row["name"],
        )
        for row in rows("holidays.csv")
    )
    for row in rows("provisional.csv"):
        year, _ = edition.objects.get_or_create(year=int(row["date"][:4]), defaults={"is_official": False})
        day.objects.create(edition=year, on=row["date"], is_working=False, name=row["name"])


def remove_days(apps, schema_editor):
    apps.get_model("calendar", "CalendarEdition").objects.all().delete()


def add_rules(apps, schema_editor):
    rule = apps.get_model("calendar", "ClockRule")
    known = {field.name for field in rule._meta.fields}
    for row in rows("clocks.csv"):
        if not row["amount"]:
            continue  # a fixed point, which the next schema has room for
        row = {name: value for name, value in row.items() if name in known}
        row["extension_amount"] = row["extension_amount"] or None
        row["roll_forward"] = row["roll_forward"] == "1"
        rule.objects.create(valid_from=FROM, **row)


def remove_rules(apps, schema_editor):
    apps.get_model("calendar", "ClockRule").objects.filter(valid_from=FROM).delete()


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_initial")]
    operations = [
        migrations.RunPython(add_days, remove_days),
        migrations.RunPython(add_rules, remove_rules),
    ]
