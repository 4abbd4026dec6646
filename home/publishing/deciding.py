"""Carrying decisions out: 保留 is remembered by the words, 遮去 makes a new draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from home.publishing import records
from home.publishing.findings import Found
from home.publishing.leaves import Leaf, Write
from portal.accounts.models import User
from portal.audit.record import record

KEEP, MASK = "keep", "mask"


@dataclass
class Wanted:
    keep: list[Found] = field(default_factory=list)
    mask: list[Found] = field(default_factory=list)


@dataclass(frozen=True)
class Done:
    """How many groups of words were kept and masked, and how many places must be changed by hand."""

    kept: int
    masked: int
    by_hand: int


def seen(found: Iterable[Found]) -> str:
    """Short digest of the list that a person saw: decisions are for that list only."""
    words = "\n".join(f"{each.kind} {each.words} {len(each.spots)}" for each in found)
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read(given: Mapping[str, str], found: list[Found], decided: Collection[tuple[str, str]]) -> Wanted:
    """The choices of a posted form: ``all`` for every open row, else ``choice-<number>`` of each."""
    wanted = Wanted()
    for number, each in enumerate(found):
        choice = given.get(f"choice-{number}", "")
        if each.key not in decided:
            choice = given.get("all", "") or choice
        if choice == KEEP:
            wanted.keep.append(each)
        elif choice == MASK:
            wanted.mask.append(each)
    return wanted


def decide(subject: Any, draft: Any, wanted: Wanted, *, by: User) -> Done:
    """Keep and mask what is ``wanted`` on ``draft``, which becomes a new revision when a word of it changes."""
    with transaction.atomic():
        for each in wanted.keep:
            records.keep(subject, each, by)
        masked = [each for each in wanted.mask if each.can_be_masked]
        by_hand = _mask(wanted.mask)
        for each in masked:
            records.take_back(subject, each)
        if masked:
            draft.save_revision(user=by, log_action=True, clean=False)
        _note(subject, "kept", wanted.keep, by)
        _note(subject, "masked", masked, by)
    return Done(len(wanted.keep), len(masked), by_hand)


def _mask(wanted: Iterable[Found]) -> int:
    """Write the masks into the leaves; how many places could not be: nothing is typed there, or it would not fit."""
    spans: dict[int, list[tuple[int, int, str]]] = {}
    writers: dict[int, tuple[Leaf, Write]] = {}
    by_hand = 0
    for spot in (spot for each in wanted for spot in each.spots):
        if spot.leaf.write is None:
            by_hand += 1
            continue
        writers[id(spot.leaf)] = spot.leaf, spot.leaf.write
        spans.setdefault(id(spot.leaf), []).append((spot.start, spot.end, spot.mask))
    for key, (leaf, write) in writers.items():
        changed = leaf.replaced(sorted(spans[key]))
        if leaf.longest is not None and len("".join(changed)) > leaf.longest:
            by_hand += len(spans[key])
        else:
            write(changed)
    return by_hand


def _note(subject: Any, deed: str, found: Iterable[Found], by: User) -> None:
    """Who decided how many of which kind, in the object's history and in the audit trail; never the words."""
    kinds = dict(Counter(each.kind for each in found))
    if not kinds:
        return
    log(instance=subject, action=f"home.{deed}", user=by, data={"kinds": kinds})
    detail: dict[str, int | str] = {str(kind): count for kind, count in kinds.items()}
    record(by, f"page.{deed}", target=f"{subject._meta.label_lower}:{subject.pk}", detail=detail)
