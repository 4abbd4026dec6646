"""Public copies at each step of their way, each reached by the gate's own functions."""

from mailbox import gate, publishing
from mailbox.enums import Decision
from mailbox.models import Mark, PublicAnswer, PublicDraft
from portal.accounts.roles import Role
from tests import factories as f

BODY = "我叫许清和，电话13812341234，孩子请假12天，请问课后服务费怎么退？"


def publisher(name=""):
    return f.actor(Role.PUBLISHER, username=name)


def releaser(name=""):
    return f.actor(Role.RELEASER, username=name)


def proposed(**given) -> PublicAnswer:
    letter = f.answered(**{"body": BODY, **given})
    return publishing.propose(letter.pk, by=publisher(), now=f.MONDAY)


def confirmed(answer: PublicAnswer, accept: bool = True) -> PublicDraft:
    for mark in Mark.objects.filter(draft__public_answer=answer, decision=Decision.OPEN):
        gate.decide(mark.pk, accept=accept, by=publisher(), now=f.MONDAY)
    return gate.confirm(answer.pk, revision=draft_of(answer).revision, by=publisher(), now=f.MONDAY)


def draft_of(answer: PublicAnswer) -> PublicDraft:
    return PublicDraft.objects.get(public_answer=answer)


def released(**given) -> PublicAnswer:
    answer = proposed(**given)
    draft = confirmed(answer)
    return publishing.release(answer.pk, revision=draft.revision, by=releaser(), now=f.MONDAY)
