"""One import from first look to sum: the file is read through before anything is saved, then stored in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction

from mailbox.exceptions import MailboxError
from mailbox.importing import columns, files
from mailbox.importing.rows import PastLetter, RowProblem, understand
from mailbox.importing.storing import SOURCE, Ending, Order, Told, merge, store
from mailbox.models import Letter

BATCH = 100  # rows a transaction: short enough for others to write in between, long enough to be quick


@dataclass
class Survey:
    """What the first look over the file says."""

    rows: int = 0
    # The line that stands for all rows with the same key (number, or writer and words): the one answered last.
    chosen: dict[str, tuple[object, int, int]] = field(default_factory=dict)

    def see(self, past: PastLetter) -> None:
        weight = (past.answered or past.sent, len(past.answer), -past.line)
        for key in keys_of(past):
            if key not in self.chosen or weight > self.chosen[key]:
                self.chosen[key] = weight

    def stands(self, past: PastLetter) -> bool:
        """True when no other row of the file stands for ``past``."""
        return all(self.chosen[key][2] == -past.line for key in keys_of(past))


def keys_of(past: PastLetter) -> list[str]:
    return [key for key in (f"number:{past.number}", past.same_matter) if key]


@dataclass(frozen=True)
class Source:
    """A file and how to read it."""

    path: Path
    answered: bool
    order: Order

    def letters(self) -> Iterator[PastLetter | Told]:
        """Each row as a letter, or as refused with its reason."""
        required = columns.WITH_ANSWER if self.answered else columns.ALWAYS
        for row in files.read(self.path, required):
            try:
                yield understand(row, answered=self.answered, now=self.order.now)
            except RowProblem as problem:
                yield Told(row.line, str(row.values.get(columns.NUMBER) or "")[:60], Ending.REJECTED, str(problem))


def survey(source: Source) -> Survey:
    """Read the file through. Raises UnreadableFile before anything was saved."""
    seen = Survey()
    for past in source.letters():
        seen.rows += 1
        if isinstance(past, PastLetter):
            seen.see(past)
    return seen


def run(source: Source, seen: Survey, tell: Callable[[Told], None]) -> None:
    """Store every row, ``BATCH`` a transaction, and tell each one's outcome. Copies come after what they copy."""
    waiting: list[PastLetter] = []
    rows = source.letters()
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic():
            told = []
            for past in batch:
                if isinstance(past, Told):
                    told.append(past)
                elif seen.stands(past):
                    told.append(_safely(past, source.order, store))
                else:
                    waiting.append(past)
        for each in told:
            tell(each)
    with transaction.atomic():
        told = [_safely(past, source.order, _copy) for past in waiting]
    for each in told:
        tell(each)


def _safely(past: PastLetter, order: Order, deed: Callable[[PastLetter, Order], Told]) -> Told:
    """One row in a savepoint of its own: what the mailbox refuses leaves nothing behind."""
    try:
        with transaction.atomic():
            return deed(past, order)
    except MailboxError as error:
        return Told(past.line, past.number, Ending.REJECTED, str(error))


def _copy(past: PastLetter, order: Order) -> Told:
    """A row that another row of the file stands for: merged on the first run, unchanged on every later one."""
    same = Letter.objects.filter(source=SOURCE, source_number=past.number).first()
    if same is None:
        return store(past, order)
    imported_now = same.events.filter(facts__batch=order.batch).exists()
    new_words = past.answer and not same.replies.filter(text=past.answer).exists()
    if not imported_now and not new_words:
        return Told(past.line, past.number, Ending.UNCHANGED, "以前已导入")
    return merge(past, same, order)
