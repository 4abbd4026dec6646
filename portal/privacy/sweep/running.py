"""One sweep from beginning to end, inside a process whose database, folders and keys are this run's own."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils.module_loading import import_string

from portal import registries
from portal.accounts import seeding as accounts
from portal.accounts.models import User
from portal.organizations import seeding as organizations
from portal.privacy.sweep import backups, brokers, caches, crawl, fields, folders, operators, tables
from portal.privacy.sweep.allowed import AllowList
from portal.privacy.sweep.browser import LifeWentWrong
from portal.privacy.sweep.canaries import Canary
from portal.privacy.sweep.encodings import Net
from portal.privacy.sweep.report import Item, Sweep
from portal.privacy.sweep.stage import Records, Stage


@dataclass(frozen=True)
class Line:
    """One place of the report; ``leaks`` maps a label to how often it was met."""

    place: str
    items: int
    allowed: list[str]
    leaks: dict[str, int]
    where: list[str]


@dataclass
class Outcome:
    """``unplanted``: fields that people fill and the life does not; ``unused``: entries of the allow-list that allowed
    nothing. ``fault`` is empty when the run could be made."""

    planted: int = 0
    places: list[Line] = field(default_factory=list)
    unplanted: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    fault: str = ""

    @property
    def is_clean(self) -> bool:
        return not (self.fault or self.unplanted or any(line.leaks for line in self.places))

    def as_json(self) -> dict[str, object]:
        return {"clean": self.is_clean, **asdict(self)}


def live(stage: Stage) -> None:
    """Plant every sign: the acts of all apps in their order, each record of a logger kept on the way."""
    organizations.seed(1)
    accounts.seed(1)
    for user in User.objects.all():  # notices to staff are mails too
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.com")
    records = Records(stage.seen)
    logging.getLogger().addHandler(records)
    try:
        for act in registries.sweep_acts:
            import_string(act.run)(stage)
        stage.seen.extend(operators.outputs())
        stage.seen.extend(crawl.public_answers())
    finally:
        logging.getLogger().removeHandler(records)


def look_through(stage: Stage) -> Sweep:
    """Search every place; the database first, for copies of it may hold what it holds."""
    sweep = Sweep(Net(stage.canaries.all), AllowList.written())
    sweep.look_through(tables.cells())
    sweep.allow_list.in_database = {label for tally in sweep.tallies.values() for label in tally.allowed}
    sweep.look_through(stage.seen)
    sweep.look_through(_files(stage.folder))
    for place in registries.sweep_places:
        sweep.look_through(import_string(place.run)())
    connections.close_all()  # an SQLite log is written back and gone when nobody holds it
    sweep.look_through(tables.database_files())
    return sweep


def look_for(words: Iterable[Canary], also: Iterable[Path] = ()) -> Outcome:
    """Look for ``words`` in the living installation, reading only: database, caches, its folders, and ``also``
    (where logs and backups lie is known to its keeper alone)."""
    sweep = Sweep(Net(words), AllowList.written())
    sweep.look_through(tables.cells())
    sweep.allow_list.in_database = {label for tally in sweep.tallies.values() for label in tally.allowed}
    sweep.look_through(tables.database_files())
    sweep.look_through(_own_files())
    for folder in also:
        sweep.look_through(backups.archives(folder) if backups.is_archive(folder) else folders.files("also", folder))
    for place in registries.sweep_places:
        sweep.look_through(import_string(place.run)())
    return Outcome(places=_lines(sweep))


def _own_files() -> Iterator[Item]:
    """What the portal keeps in folders; the database's own file is looked at as such."""
    own = Path(settings.VAR_DIR)
    database = Path(str(connection.settings_dict["NAME"])).name
    yield from caches.entries()
    yield from brokers.messages()
    yield from folders.files("media", Path(settings.MEDIA_ROOT))
    yield from folders.files("static", Path(settings.STATIC_ROOT))
    known = ("broker", "media", "static", "cache", database, f"{database}-wal", f"{database}-shm")
    yield from folders.files("var", own, without=known)


def _files(folder: Path) -> Iterator[Item]:
    yield from _own_files()
    yield from folders.mails(folder / "mails")
    yield from folders.files("logs", folder / "logs")
    yield from folders.files("temp", folder / "temp")
    call_command("backup", folder / "backups", verbosity=0, stdout=(folder / "backup.txt").open("w"))
    yield from backups.archives(folder / "backups")


def summed_up(stage: Stage, sweep: Sweep) -> Outcome:
    """Raises LifeWentWrong when a field that was filled is not found even in its own column: the net has a hole."""
    fields_planted = {canary.field for canary in stage.canaries.all}
    unseen = sorted(set(_columns(fields_planted)) - _met(sweep))
    if unseen:
        raise LifeWentWrong(f"planted and not found in its own column: {', '.join(unseen)}")
    return Outcome(
        planted=len(stage.canaries.all),
        places=_lines(sweep),
        unplanted=sorted(fields.to_be_planted() - fields_planted),
        unused=[f"{each.place} ({', '.join(each.canaries)})" for each in sweep.allow_list.unused(sweep.tallies)],
    )


def _lines(sweep: Sweep) -> list[Line]:
    return [
        Line(place, tally.items, sorted(tally.allowed), dict(sorted(tally.leaks.items())), tally.where)
        for place, tally in sorted(sweep.tallies.items())
    ]


def _columns(planted: set[str]) -> Iterator[str]:
    """Fields whose column is plain text, so that the sign must be there."""
    yield from planted & fields.plain_fields()


def _met(sweep: Sweep) -> set[str]:
    """Fields whose sign lies in the column of that very field."""
    places = fields.places_of_fields()
    return {
        name
        for name, place in places.items()
        if any(label.partition("/")[0] == name for label in sweep.found_in(place))
    }
