"""What the commands of the portal tell an operator, whose terminal, mails and log of jobs are nobody's case file."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

from django.core.management import CommandError, call_command

from portal.privacy.sweep.report import Item

PLACE = "command output"
# Those that go through letters, answers and pages; what becomes of a text that is given to them is another matter.
COMMANDS: tuple[tuple[str, dict[str, object]], ...] = (
    ("doctor", {}),
    ("apply_retention", {"dry_run": True}),
    ("verify_ledger", {}),
    ("rehash_contacts", {}),
    ("rotate_field_keys", {}),
    ("rescan_answers", {}),
    ("check_published", {}),
    ("check_index", {}),
    ("rebuild_index", {}),
)


def outputs() -> Iterator[Item]:
    """One item a command: what it says, to whichever stream, and why it ended."""
    for name, options in COMMANDS:
        yield Item(PLACE, said(name, **options).encode(), name)


def said(name: str, *arguments: object, **options: object) -> str:
    """Both streams of a command, and the sentence it failed with; an exit code other than 0 is no fault here."""
    out, err, ended = io.StringIO(), io.StringIO(), ""
    with contextlib.redirect_stderr(err):
        try:
            call_command(name, *arguments, stdout=out, stderr=err, **options)
        except (CommandError, SystemExit) as error:
            ended = str(error)
    return f"{out.getvalue()}{err.getvalue()}{ended}"
