"""拟公开、审定、撤下: how a letter's answer becomes public and stops being so. Each deed under the letter's row lock.

Four eyes: who proposed or shaped the public copy never releases it (``permissions.may_release`` and ``shaped_by``).
What is decided on the draft between proposal and release is in ``gate``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from mailbox import chain, leftovers, marking, queries, schools, visibility
from mailbox.enums import Decision, EventKind, Visibility
from mailbox.exceptions import Incomplete, NotAllowed, StaleDraft, WrongState
from mailbox.marking import Case, PublicTexts
from mailbox.models import Letter, Mark, PublicAnswer, PublicDraft, Reply
from mailbox.permissions import Actor, letter_may_be_public, may_propose, may_release
from mailbox.signals import answer_published
from mailbox.transitions import lock
from portal.accounts.roles import Role
from portal.audit.record import record as audit
from portal.outbox.queue import enqueue
from portal.privacy import official

RESCAN = "mailbox.rescan"
LONGEST_TITLE = 120
LONGEST_BRIEF = 200
LONGEST_REASON = 200
SHORTEST_REASON = 4


def propose(letter_id: int, *, by: Actor, now: datetime) -> PublicAnswer:
    """拟公开: start the public copy from the letter and its latest sent reply, with the machine's marks on it.

    A copy that is already on its way is given back as it is; one taken down starts anew with its decisions kept.
    """
    with transaction.atomic():
        letter = lock(letter_id)
        reply = _proposable(letter, by)
        answer = PublicAnswer.objects.filter(letter=letter).first()
        if answer is not None and letter.visibility == Visibility.PROPOSED:
            return answer
        answer = _opened(answer or PublicAnswer(letter=letter), reply, by)
        draft = _draft_of(answer, letter, reply, by)
        visibility.change(letter, Visibility.PROPOSED)
        facts: dict[str, object] = {"answer": answer.pk, "marks": draft.marks.count()}
        chain.record(letter, EventKind.PROPOSED, by=by, now=now, facts=facts)
        return answer


def _proposable(letter: Letter, by: Actor) -> Reply:
    if not queries.can_see(by.held, letter) or not by.held.get(Role.PUBLISHER):
        raise NotAllowed
    if not may_propose(by, letter):
        raise NotAllowed("写信人没有同意公开，或者这是举报件，不能公开。")
    if letter.visibility == Visibility.PUBLISHED:
        raise Incomplete("这封信的答复已经公开了。要改，请先撤下。")
    reply = letter.replies.filter(sent_at__isnull=False).last()
    if letter.status not in queries.PUBLISHABLE or reply is None:
        raise WrongState(status_label=letter.get_status_display())
    return reply


def _opened(answer: PublicAnswer, reply: Reply, by: Actor) -> PublicAnswer:
    """The answer's row at the start of a proposal: nothing public, nobody has released it."""
    letter = answer.letter
    if by.user is None:
        raise NotAllowed
    answer.topic, answer.unit = letter.topic, reply.unit or queries.lead_unit(letter)
    answer.received_on = timezone.localdate(letter.received_at)
    answer.answered_on = timezone.localdate(letter.answered_at or reply.sent_at)
    answer.proposed_by = answer.edited_by = by.user
    answer.published_at = answer.unpublished_at = answer.released_by = None
    answer.unpublish_reason = answer.batch = ""
    answer.save()
    return answer


def _draft_of(answer: PublicAnswer, letter: Letter, reply: Reply, by: Actor) -> PublicDraft:
    """The draft behind the gate, unconfirmed; made from the private texts when there is none yet."""
    draft = PublicDraft.objects.filter(public_answer=answer).first()
    if draft is None:
        draft = PublicDraft.objects.create(
            public_answer=answer, title=letter.subject, question=letter.body, answer=reply.text, brief=answer.brief
        )
        Mark.objects.bulk_create(marking.find_marks(draft, case_of(letter)))
    else:
        draft.is_confirmed, draft.revision = False, draft.revision + 1
        draft.save(update_fields=["is_confirmed", "revision"])
    if by.user is not None:
        draft.editors.add(by.user)
    return draft


def known_names(letter: Letter) -> list[str]:
    """Names known from the case: these are found wherever they stand, whatever a detector thinks of them."""
    contact = getattr(letter, "contact", None)
    return [contact.name] if contact is not None and contact.name else []


def case_of(letter: Letter) -> Case:
    """What is known beside the letter's text when its words are searched."""
    return Case(frozenset(known_names(letter)), official.phones(), schools.known())


def locked(answer_id: int) -> tuple[PublicAnswer, Letter]:
    """A public answer and its letter, the letter's row locked first: all deeds on one letter wait in one line."""
    letter_id = PublicAnswer.objects.values_list("letter_id", flat=True).get(pk=answer_id)
    letter = lock(letter_id)
    answer = PublicAnswer.objects.get(pk=answer_id)
    answer.letter = letter
    return answer, letter


def shaped_by(draft: PublicDraft, actor: Actor) -> bool:
    """True when ``actor`` proposed, marked or edited this copy at any time since it exists."""
    return actor.user is not None and draft.editors.filter(pk=actor.user.pk).exists()


def may_release_copy(answer: PublicAnswer, draft: PublicDraft, actor: Actor) -> bool:
    """Four eyes on the public copy: a releaser who had no hand in it."""
    return may_release(actor, answer) and not shaped_by(draft, actor)


def release(answer_id: int, *, revision: int, by: Actor, now: datetime) -> PublicAnswer:
    """公开: the confirmed text goes out, after one more scan. ``revision`` is the draft the releaser has read.

    Raises NotAllowed for who shaped the copy, StaleDraft when it was changed meanwhile, Incomplete with what is wrong.
    """
    with transaction.atomic():
        answer, letter = locked(answer_id)
        if not queries.can_see(by.held, letter) or not by.held.get(Role.RELEASER):
            raise NotAllowed
        draft = PublicDraft.objects.filter(public_answer=answer).first()
        if draft is None:  # released in a batch, or its working copy was deleted after its time
            raise WrongState(status_label=letter.get_visibility_display())
        _releasable(answer, draft, letter, by, revision)
        marks = list(draft.marks.all())
        texts = marking.public_texts(draft, marks)
        check_complete(texts)
        found = leftovers.find(draft, marks, case_of(letter))
        if found:
            raise Incomplete(leftovers.sentence(found))
        decided = {str(choice): sum(mark.decision == choice for mark in marks) for choice in Decision}
        facts: dict[str, object] = {"revision": draft.revision, "marks": decided}
        public = _publish(letter, answer, texts, by=by, now=now, facts=facts)
        ask_for_the_case(public, draft.revision)
        return public


def ask_for_the_case(answer: PublicAnswer, revision: int) -> None:
    """Something of this case became public: its other public answers are searched again (``rescanning``)."""
    enqueue(RESCAN, key=f"{RESCAN}:case:{answer.pk}:{revision}", payload={"case": answer.pk})


def _releasable(answer: PublicAnswer, draft: PublicDraft, letter: Letter, by: Actor, revision: int) -> None:
    if not may_release_copy(answer, draft, by):
        raise NotAllowed("这份公开稿您参与过，要请另一位同事审定公开。")
    if not letter_may_be_public(letter):
        raise NotAllowed("写信人没有同意公开，或者这是举报件，不能公开。")
    if letter.visibility != Visibility.PROPOSED:
        raise WrongState(status_label=letter.get_visibility_display())
    if draft.revision != revision:
        raise StaleDraft
    if not draft.is_confirmed or draft.marks.filter(decision=Decision.OPEN).exists():
        raise Incomplete("还有标记没有确认。请公开拟稿的同事先逐处确认。")


def check_complete(texts: PublicTexts) -> None:
    """A title that fits, and an answer. Raises Incomplete."""
    if not texts.title or not texts.answer:
        raise Incomplete("标题和答复都要有内容，才能公开。")
    if len(texts.title) > LONGEST_TITLE:
        raise Incomplete(f"标题有{len(texts.title)}个字，最多{LONGEST_TITLE}个字。请改短再公开。")
    if len(texts.brief) > LONGEST_BRIEF:
        raise Incomplete(f"“简单说”有{len(texts.brief)}个字，最多{LONGEST_BRIEF}个字。请改短再公开。")


def _publish(
    letter: Letter, answer: PublicAnswer, texts: PublicTexts, *, by: Actor, now: datetime, facts: dict[str, object]
) -> PublicAnswer:
    """Text, second person, visibility and ledger together; ``visibility.change`` tells search and the rest."""
    answer.title, answer.question, answer.answer, answer.brief = texts.title, texts.question, texts.answer, texts.brief
    answer.released_by, answer.published_at = by.user, now
    answer.save()
    chain.record(letter, EventKind.RELEASED, by=by, now=now, facts={"answer": answer.pk, **facts})
    visibility.change(letter, Visibility.PUBLISHED)
    return answer


def unpublish(answer_id: int, *, reason: str, by: Actor, now: datetime) -> PublicAnswer:
    """撤下 with a reason: off the pages with this transaction, out of search with the message it leaves."""
    with transaction.atomic():
        answer, letter = locked(answer_id)
        _may_take_down(letter, by)
        reason = _checked_reason(reason)
        if letter.visibility != Visibility.PUBLISHED:
            raise WrongState(status_label=letter.get_visibility_display())
        answer.unpublished_at, answer.unpublish_reason = now, reason
        answer.save(update_fields=["unpublished_at", "unpublish_reason", "updated_at"])
        chain.record(letter, EventKind.UNPUBLISHED, by=by, now=now, facts={"answer": answer.pk}, words=reason)
        visibility.change(letter, Visibility.UNPUBLISHED)
        return answer


def drop(answer_id: int, *, reason: str, by: Actor, now: datetime) -> PublicAnswer:
    """Give a proposal up: the answer stays private, with the reason kept."""
    with transaction.atomic():
        answer, letter = locked(answer_id)
        _may_take_down(letter, by)
        reason = _checked_reason(reason)
        if letter.visibility != Visibility.PROPOSED:
            raise WrongState(status_label=letter.get_visibility_display())
        answer.unpublish_reason = reason
        answer.save(update_fields=["unpublish_reason", "updated_at"])
        chain.record(letter, EventKind.UNPUBLISHED, by=by, now=now, facts={"answer": answer.pk}, words=reason)
        visibility.change(letter, Visibility.PRIVATE)
        return answer


def _may_take_down(letter: Letter, by: Actor) -> None:
    """Taking down needs one person only, publisher or releaser: harm must stop at once."""
    if not queries.can_see(by.held, letter) or not (by.held.get(Role.PUBLISHER) or by.held.get(Role.RELEASER)):
        raise NotAllowed


def _checked_reason(reason: str) -> str:
    reason = reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise Incomplete(f"请写明原因，{SHORTEST_REASON}到{LONGEST_REASON}个字。")
    return reason


def supersede(answer_id: int, successor_id: int, *, by: Actor, now: datetime) -> PublicAnswer:
    """Say that a newer public answer has taken this one's place; it stays readable and says so."""
    with transaction.atomic():
        answer, letter = locked(answer_id)
        _may_take_down(letter, by)
        successor = queries.published_answers().filter(pk=successor_id).first()
        if successor is None or successor.pk == answer.pk or not answer.is_public:
            raise Incomplete("请填另一条正在公开的答复的编号。")
        if successor.superseded_by_id is not None:
            raise Incomplete("那一条自己也已被替代，请填最新的一条。")
        answer.superseded_by = successor
        answer.save(update_fields=["superseded_by", "updated_at"])
        audit(by.user, "answer.superseded", target=f"answer:{answer.pk}", detail={"by": successor.pk})
        answer_published.send(sender=PublicAnswer, answer_id=answer.pk)
        return answer


@dataclass(frozen=True)
class BatchRelease:
    """One recorded release of texts that their source already made public: who marked, who released, which file."""

    marked_by: Actor
    released_by: Actor
    batch: str
    phones: frozenset[str] = frozenset()  # official ones, read once for the batch


def release_in_batch(letter: Letter, texts: PublicTexts, given: BatchRelease, now: datetime) -> PublicAnswer:
    """Publish one imported letter within a batch. The caller has just searched these very ``texts`` and found nothing
    that the batch's rule does not let stay."""
    reply = _proposable(letter, given.marked_by)
    answer = _opened(PublicAnswer(letter=letter), reply, given.marked_by)
    if not may_release(given.released_by, answer):
        raise NotAllowed("拟稿和审定要是两个人，并且各有角色。")
    check_complete(texts)
    answer.batch = given.batch
    visibility.change(letter, Visibility.PROPOSED)
    return _publish(letter, answer, texts, by=given.released_by, now=now, facts={"batch": given.batch})


def hold_in_batch(
    letter: Letter, texts: PublicTexts, marks: list[Mark], given: BatchRelease, now: datetime
) -> PublicAnswer:
    """Put one imported letter behind the gate with ``marks`` open: a person decides, a second one releases."""
    reply = _proposable(letter, given.marked_by)
    answer = _opened(PublicAnswer(letter=letter, batch=given.batch), reply, given.marked_by)
    draft = PublicDraft.objects.create(
        public_answer=answer, title=texts.title, question=texts.question, answer=texts.answer
    )
    if given.marked_by.user is not None:
        draft.editors.add(given.marked_by.user)
    for mark in marks:
        mark.draft = draft
    Mark.objects.bulk_create(marks)
    visibility.change(letter, Visibility.PROPOSED)
    facts: dict[str, object] = {"answer": answer.pk, "marks": len(marks), "batch": given.batch}
    chain.record(letter, EventKind.PROPOSED, by=given.marked_by, now=now, facts=facts)
    return answer
