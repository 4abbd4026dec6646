"""Public answers are searched again: when the administrator's rules or the detectors change, and when something else of
the same case becomes public. What is doubtful waits for a person as open marks on the copy behind the public text
(tab 要再看一遍). Nothing is taken down here: a machine's doubt is no reason to hide what two people released. That it
may stand is for two people to say (``standing``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

import portal.privacy
from mailbox import generalising, leftovers, marking, queries
from mailbox.enums import Decision, Visibility
from mailbox.leftovers import Leftover
from mailbox.marking import FIELDS, Case
from mailbox.models import Letter, LetterContact, Mark, PublicAnswer, PublicDraft
from mailbox.publishing import RESCAN, case_of, known_names, locked
from portal.audit.models import AuditEntry
from portal.audit.record import record as audit
from portal.outbox.queue import enqueue
from portal.outbox.registry import Payload
from portal.privacy.models import MarkRule

BATCH = 25  # answers of one row of the queue: about a second
DONE = "answers.rescanned"
SEARCHED_WITH = ("detectors", "data")


def ask_for_all(now: datetime) -> None:
    """Search every public answer again, with what the rules and detectors are now."""
    if queries.published_answers().exists():
        enqueue(
            RESCAN,
            key=f"{RESCAN}:{fingerprint()}:{now:%Y%m%d%H%M}:0",
            payload={"after": 0, "round": f"{now:%Y%m%d%H%M}"},
        )


def ask_when_stale(now: datetime) -> bool:
    """The same, if the last round was made with other rules or detectors; for the clock, which calls daily."""
    last = AuditEntry.objects.filter(action=DONE).order_by("-pk").first()
    if last is not None and last.detail.get("with") == fingerprint():
        return False
    ask_for_all(now)
    return True


def rules_changed(**kwargs: object) -> None:
    """Listener of ``MarkRule``'s signals."""
    ask_for_all(timezone.now())


def fingerprint() -> str:
    """Short code of everything a search depends on: the detectors' source, their word lists, the active rules."""
    made = hashlib.sha256(_detectors().encode())
    for row in MarkRule.objects.filter(is_active=True).order_by("pk").values_list("words", "kind"):
        made.update(repr(row).encode())
    return made.hexdigest()[:16]


@cache
def _detectors() -> str:
    home = Path(portal.privacy.__file__).parent
    files = sorted(path for name in SEARCHED_WITH for path in (home / name).iterdir() if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def work(payload: Payload) -> None:
    """One row of the queue: the other answers of a case, or the next ``BATCH`` of all, and then a row for the rest."""
    if "case" in payload:
        _scan_case(int(payload["case"]))
        return
    after, name = int(payload["after"]), str(payload["round"])
    ids = list(queries.published_answers().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])
    for pk in ids:
        scan(pk)
    if len(ids) == BATCH:
        enqueue(RESCAN, key=f"{RESCAN}:{name}:{ids[-1]}:{fingerprint()}", payload={"after": ids[-1], "round": name})
    else:
        audit(None, DONE, detail={"with": fingerprint(), "doubtful": doubtful().count()})


def doubtful() -> QuerySet[PublicAnswer]:
    """Public answers with something to look at again."""
    return queries.published_answers().filter(draft__marks__decision=Decision.OPEN).distinct()


def _scan_case(answer_id: int) -> None:
    answer = PublicAnswer.objects.select_related("letter").filter(pk=answer_id).first()
    if answer is None:
        return
    related = Q(letter__in=same_case(answer.letter)) | Q(supersedes=answer) | Q(superseded_by=answer)
    for pk in queries.published_answers().filter(related).exclude(pk=answer_id).values_list("pk", flat=True):
        scan(pk)


def same_case(letter: Letter) -> QuerySet[Letter]:
    """Letters of the same matter or the same writer, ``letter`` among them."""
    contact = LetterContact.objects.filter(letter=letter).first()
    by_writer = Q(pk=letter.pk) | Q(merged_into=letter)
    if letter.merged_into_id is not None:
        by_writer |= Q(pk=letter.merged_into_id) | Q(merged_into=letter.merged_into_id)
    for name in ("name_hash", "phone_hash"):
        value = getattr(contact, name, "")
        if value:
            by_writer |= Q(**{f"contact__{name}": value})
    return Letter.objects.filter(by_writer)


def scan(answer_id: int) -> int:
    """Search one public answer and leave open marks for what is doubtful. Returns how many there are now.

    Searched without a lock first: most answers are well, and a writer at the desk must not wait for all of them.
    """
    seen = PublicAnswer.objects.select_related("letter").filter(pk=answer_id).first()
    if seen is None or not _searched(seen).found:
        return 0
    with transaction.atomic():
        answer, _letter = locked(answer_id)
        now = _searched(answer)
        if not now.found:
            return 0
        if now.draft.pk is None:
            now.draft.save()
            now.draft.editors.add(answer.proposed_by)
        _mark(now.draft, now.found, now.case)
        return now.draft.marks.filter(decision=Decision.OPEN).count()


@dataclass(frozen=True)
class Searched:
    """A public answer's draft, an unsaved one where it has none, with what is doubtful in it."""

    draft: PublicDraft
    case: Case
    found: list[Leftover]


def _searched(answer: PublicAnswer) -> Searched:
    """Nothing is found in what is not public."""
    draft = PublicDraft.objects.filter(public_answer=answer).first() or PublicDraft(
        public_answer=answer, title=answer.title, question=answer.question, answer=answer.answer,
        brief=answer.brief, is_confirmed=True,
    )  # fmt: skip
    case, hidden = _whole_case(answer.letter)
    if answer.letter.visibility != Visibility.PUBLISHED:
        return Searched(draft, case, [])
    marks = [] if draft.pk is None else list(draft.marks.all())
    return Searched(draft, case, _worth_a_look(answer, leftovers.find(draft, marks, case, hidden)))


def _worth_a_look(answer: PublicAnswer, found: list[Leftover]) -> list[Leftover]:
    """A batch of past letters let the lines of offices stay; that was its rule."""
    return [each for each in found if not (answer.batch and marking.is_office_line(each.kind, each.field, each.words))]


def _whole_case(letter: Letter) -> tuple[Case, list[Mark]]:
    """What is known of all letters of the case, and what was hidden in their other copies."""
    own, names = case_of(letter), set[str]()
    others = same_case(letter).exclude(pk=letter.pk).select_related("contact")
    for each in others:
        names.update(known_names(each))
    hidden = Mark.objects.filter(draft__public_answer__letter__in=others, decision=Decision.ACCEPTED, kind="person")
    return Case(own.names | names, own.phones, own.schools), list(hidden.select_related("draft"))


def _mark(draft: PublicDraft, found: Collection[Leftover], case: Case) -> None:
    """Open marks for ``found``. Words within a mask first become plain text, so that they can be marked."""
    masks = {pk for each in found for pk in each.masks}
    if masks:
        _flatten(draft, masks)
        found = leftovers.find(draft, list(draft.marks.all()), case)
    marks = list(draft.marks.all())
    facts = marking.facts_of_draft(draft, case, [marking.place_of(mark) for mark in marks])
    new = []
    for each in found:
        if each.start is not None and each.end is not None:
            mark = Mark(
                draft=draft, field=each.field, start=each.start, end=each.end, kind=each.kind, reason=each.why[:120]
            )
            mark.mask = generalising.proposals(marking.place_of(mark), facts)[0]
            new.append(mark)
    Mark.objects.bulk_create(marking.beside(marking.without_overlaps(new), marks))


def _flatten(draft: PublicDraft, masks: Collection[int]) -> None:
    """Put the masks of these marks into the draft's text in place of the hidden words."""
    for field in FIELDS:
        marks = list(draft.marks.filter(field=field).order_by("start"))
        text, shift, at, parts = marking.text_of(draft, field), 0, 0, []
        for mark in marks:
            start, end = mark.start, mark.end
            mark.start, mark.end = start + shift, end + shift
            if mark.pk in masks and mark.decision == Decision.ACCEPTED:
                parts += [text[at:start], mark.mask]
                at, shift = end, shift + len(mark.mask) - (end - start)
        setattr(draft, field, "".join([*parts, text[at:]]))
        Mark.objects.bulk_update([mark for mark in marks if mark.pk not in masks], ["start", "end"])
    draft.marks.filter(pk__in=masks).delete()
    draft.save()
