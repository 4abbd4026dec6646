"""The clock rules with their standing, extensions and Chinese words; where the shipped years come from."""

import csv
import datetime
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
FROM = datetime.date(2000, 1, 1)
SOURCE = "holiday-cn（MIT）"
NUMBERS = ("amount", "extension_amount", "extension_times")


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def complete_rules(apps, schema_editor):
    rule = apps.get_model("calendar", "ClockRule")
    for row in rows("clocks.csv"):
        row.update({name: int(row[name]) if row[name] else None for name in NUMBERS})
        row["roll_forward"] = row["roll_forward"] == "1"
        rule.objects.update_or_create(code=row.pop("code"), valid_from=FROM, defaults=row)


def remove_fixed_points(apps, schema_editor):
    apps.get_model("calendar", "ClockRule").objects.filter(valid_from=FROM, amount__isnull=True).delete()


def name_notices(apps, schema_editor):
    edition = apps.get_model("calendar", "CalendarEdition")
    references = {int(row["year"]): row["notice"] for row in rows("notices.csv")}
    for each in edition.objects.filter(is_official=True, source=""):
        each.reference = references.get(each.year, each.notice)
        each.notice = f"国务院办公厅关于{each.year}年部分节假日安排的通知"
        each.source = SOURCE if each.year in references else ""
        each.save()


def unname_notices(apps, schema_editor):
    for each in apps.get_model("calendar", "CalendarEdition").objects.filter(is_official=True):
        each.notice = each.reference
        each.save()


def add_provisional_years(apps, schema_editor):
    """Years that a database set up by an earlier release does not have yet; never touches a year it has."""
    edition, day = apps.get_model("calendar", "CalendarEdition"), apps.get_model("calendar", "CalendarDay")
    known = set(edition.objects.values_list("year", flat=True))
    for row in rows("provisional.csv"):
        year = int(row["date"][:4])
        if year not in known:
            day.objects.create(
                edition=edition.objects.get_or_create(year=year)[0], on=row["date"], is_working=False, name=row["name"]
            )


class Migration(migrations.Migration):
    dependencies = [("calendar", "0003_fixed_points_and_sources")]
    operations = [
        migrations.RunPython(complete_rules, remove_fixed_points),
        migrations.RunPython(name_notices, unname_notices),
        migrations.RunPython(add_provisional_years, migrations.RunPython.noop),
    ]
