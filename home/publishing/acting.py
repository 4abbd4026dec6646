"""Who lets something become public just now: a person, or a named internal path. Nobody else can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from wagtail.log_actions import get_active_log_context

from portal.accounts.models import User

_person: ContextVar[User | None] = ContextVar("publishing_person", default=None)


@dataclass(frozen=True)
class Internal:
    """A path of the system itself. ``kept`` are words that may stand although the machine marks them; all of them may
    where nobody real is spoken of (``is_invented``)."""

    source: str
    kept: frozenset[str] = frozenset()
    is_invented: bool = False

    def keeps(self, words: str) -> bool:
        return self.is_invented or words in self.kept


_internal: ContextVar[Internal | None] = ContextVar("publishing_internal", default=None)


@contextmanager
def acting(user: object) -> Iterator[None]:
    """``user`` publishes inside this block; None leaves it to whoever is signed in."""
    token = _person.set(user if isinstance(user, User) else _person.get())
    try:
        yield
    finally:
        _person.reset(token)


@contextmanager
def internal_release(source: str, *, kept: frozenset[str] = frozenset(), is_invented: bool = False) -> Iterator[None]:
    """The documented way for seeding, imports and migrations: no second person, but every text is scanned, words that
    it does not keep refuse it, and each release is recorded under the name of its ``source``.

    ``is_invented`` is for demonstration texts alone: a detector that learns a new word must not stop ``make run``.
    """
    token = _internal.set(Internal(source, kept, is_invented))
    try:
        yield
    finally:
        _internal.reset(token)


def person() -> User | None:
    """Who publishes: the user of ``acting``, else who is signed in to the admin, where every view says so."""
    given = _person.get()
    if given is not None:
        return given
    user = get_active_log_context().user
    return user if isinstance(user, User) else None


def internal() -> Internal | None:
    return _internal.get()
