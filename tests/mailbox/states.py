"""A letter at every status, each reached by the moves themselves."""

from datetime import timedelta

from mailbox import assignment, correspondence, replying
from mailbox.enums import Action, Status
from mailbox.models import Letter
from portal.accounts.roles import Role
from tests import factories as f

LATER = f.MONDAY + timedelta(hours=1)
NOTE = "请看这一句说明"


def at(status: Status, **given: object) -> Letter:
    """A fresh letter that stands at ``status``; its lead unit, where it has one, is ``f.unit()``."""
    return MAKERS[status](**given)


def _closed(**given):
    return replying.close(f.answered(**given).pk, by=f.actor(Role.REGISTRAR), now=LATER)


def _archived(**given):
    return replying.archive(_closed(**given).pk, by=f.actor(Role.REGISTRAR), now=LATER)


def _awaiting(**given):
    handler = f.actor(Role.HANDLER, f.unit())
    return replying.ask_citizen(f.accepted(**given).pk, by=handler, now=LATER, question="请补一张收据")


def _returned(**given):
    handler = f.actor(Role.HANDLER, f.unit())
    return assignment.return_to_registry(f.assigned(**given).pk, by=handler, now=LATER, note=NOTE)


def _merged(**given):
    main = f.registered()
    return assignment.merge(f.registered(**given).pk, main, by=f.actor(Role.REGISTRAR), now=LATER)


MAKERS = {
    Status.RECEIVED: f.letter,
    Status.REGISTERED: f.registered,
    Status.ASSIGNED: f.assigned,
    Status.ACCEPTED: f.accepted,
    Status.DRAFTED: f.drafted,
    Status.APPROVED: f.approved,
    Status.ANSWERED: f.answered,
    Status.CLOSED: _closed,
    Status.ARCHIVED: _archived,
    Status.AWAITING_CITIZEN: _awaiting,
    Status.RETURNED: _returned,
    Status.WITHDRAWN: lambda **given: correspondence.withdraw(f.letter(**given).pk, now=LATER),
    Status.REDIRECTED: lambda **given: assignment.redirect(
        f.letter(**given).pk, by=f.actor(Role.REGISTRAR), now=LATER, note=NOTE
    ),
    Status.REJECTED: lambda **given: assignment.reject(
        f.letter(**given).pk, by=f.actor(Role.REGISTRAR), now=LATER, note=NOTE
    ),
    Status.MERGED: _merged,
}


def _submit(letter, by):
    draft = replying.draft_of(letter)
    revision = draft.revision if draft else 0
    replying.save_draft(letter.pk, text=f.REPLY, outcome="explained", revision=revision, by=by, now=LATER)
    return replying.submit(letter.pk, by=by, now=LATER)


# How each action is carried out by a member of staff: the named function, with everything it needs.
PERFORM = {
    Action.REGISTER: lambda letter, by: assignment.register(letter.pk, f.classification(), by=by, now=LATER),
    Action.ASSIGN: lambda letter, by: assignment.assign(letter.pk, f.unit(), by=by, now=LATER),
    Action.RECALL: lambda letter, by: assignment.recall(letter.pk, by=by, now=LATER),
    Action.ACCEPT: lambda letter, by: assignment.accept(letter.pk, by=by, now=LATER),
    Action.RETURN: lambda letter, by: assignment.return_to_registry(letter.pk, by=by, now=LATER, note=NOTE),
    Action.ASK_CITIZEN: lambda letter, by: replying.ask_citizen(letter.pk, by=by, now=LATER, question=NOTE),
    Action.SUPPLEMENT: lambda letter, by: correspondence.record_supplement(letter.pk, NOTE, by=by, now=LATER),
    Action.SUBMIT: _submit,
    Action.SEND_BACK: lambda letter, by: replying.send_back(letter.pk, by=by, now=LATER, note=NOTE),
    Action.APPROVE: lambda letter, by: replying.approve(letter.pk, by=by, now=LATER),
    Action.SIGN: lambda letter, by: replying.sign(letter.pk, by=by, now=LATER),
    Action.CLOSE: lambda letter, by: replying.close(letter.pk, by=by, now=LATER),
    Action.ARCHIVE: lambda letter, by: replying.archive(letter.pk, by=by, now=LATER),
    Action.REOPEN: lambda letter, by: replying.reopen(letter.pk, by=by, now=LATER, note=NOTE),
    Action.REDIRECT: lambda letter, by: assignment.redirect(letter.pk, by=by, now=LATER, note=NOTE),
    Action.REJECT: lambda letter, by: assignment.reject(letter.pk, by=by, now=LATER, note=NOTE),
    Action.MERGE: lambda letter, by: assignment.merge(letter.pk, f.registered(), by=by, now=LATER),
}
