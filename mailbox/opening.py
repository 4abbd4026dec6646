"""A public copy behind the gate, opened for a publisher's work under its letter's lock."""

from __future__ import annotations

from dataclasses import dataclass

from mailbox import queries
from mailbox.enums import Visibility
from mailbox.exceptions import NotAllowed, WrongState
from mailbox.models import Letter, PublicAnswer, PublicDraft
from mailbox.permissions import Actor, may_propose
from mailbox.publishing import locked


@dataclass(frozen=True)
class Open:
    """A draft that may be worked on: its row's letter is locked."""

    answer: PublicAnswer
    draft: PublicDraft
    letter: Letter


def open_copy(answer_id: int, by: Actor) -> Open:
    """The draft for a publisher's work. NotAllowed without the role, WrongState when it is not behind the gate."""
    answer, letter = locked(answer_id)
    if not queries.can_see(by.held, letter) or not may_propose(by, letter):
        raise NotAllowed
    return Open(answer, draft_at_gate(answer, letter), letter)


def draft_at_gate(answer: PublicAnswer, letter: Letter) -> PublicDraft:
    if letter.visibility != Visibility.PROPOSED:
        raise WrongState(status_label=letter.get_visibility_display())
    return PublicDraft.objects.get(public_answer=answer)


def touch(opened: Open, by: Actor) -> None:
    """Every change makes earlier pages stale, needs confirming again, and names who had a hand in the copy."""
    if by.user is None:
        raise NotAllowed
    opened.draft.is_confirmed, opened.draft.revision = False, opened.draft.revision + 1
    opened.draft.save()
    opened.draft.editors.add(by.user)
    opened.answer.edited_by = by.user
    opened.answer.save(update_fields=["edited_by", "updated_at"])
