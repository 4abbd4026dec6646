"""What people ask often and no public answer tells: letters of the last 90 days that found nothing, by matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Q

from mailbox import queries
from search.calibration import SHOWN
from search.deflection.arriving import KEPT
from search.deflection.grouping import by_words, groups, shared_terms
from search.deflection.models import LetterLookup

if TYPE_CHECKING:
    from portal.accounts.models import User

NEAR_MEANING = 0.92  # cosine of e5 vectors: the same matter lay at .90–.95 in trials, other matters up to .91
NEAR_WORDS = 0.25
READ = 600  # letters compared at most, newest first: the page must not take seconds
EXAMPLES = 3
OFTEN = 2  # letters that make a group


@dataclass(frozen=True)
class Example:
    """A letter that this reader may open."""

    pk: int
    subject: str
    on: date


@dataclass(frozen=True)
class Group:
    """Letters about one matter. ``words`` and ``examples`` come only from letters that the reader may see."""

    letters: tuple[int, ...]
    topic: str
    topic_id: int | None
    words: tuple[str, ...]
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class _Letter:
    pk: int
    topic: str
    topic_id: int | None
    meaning: bytes
    model: str
    words: queries.LetterWords


def unanswered(user: User, today: date) -> list[Group]:
    """Groups of at least two letters, largest first. Four queries."""
    letters = _letters(today)
    seen = set(queries.visible_to(user).filter(pk__in=[each.pk for each in letters]).values_list("pk", flat=True))
    return [_group([letters[at] for at in rows], seen) for rows in matters(letters) if len(rows) >= OFTEN]


def _letters(today: date) -> list[_Letter]:
    """Without those that have a task, or whose own answer has been published."""
    answered = Q(letter__public_answer__published_at__isnull=False, letter__public_answer__unpublished_at__isnull=True)
    open_ones = LetterLookup.objects.filter(on__gte=today - KEPT, probability__lt=SHOWN, task=None).exclude(answered)
    rows = open_ones.order_by("-on", "-pk").values_list(
        "pk", "letter__topic__name", "letter__topic_id", "meaning", "model"
    )[:READ]
    listed = list(rows)
    words = queries.words_of([row[0] for row in listed])
    return [
        _Letter(pk, topic or "", topic_id, bytes(meaning), model, words[pk])
        for pk, topic, topic_id, meaning, model in listed
        if pk in words
    ]


def matters(letters: Sequence[_Letter]) -> list[list[int]]:
    """Positions of ``letters`` by matter, largest first.

    By meaning where they have one of the same model, the others by words.
    """
    models = Counter(each.model for each in letters if each.model)
    model = models.most_common(1)[0][0] if models else ""
    with_meaning = [at for at, each in enumerate(letters) if model and each.model == model]
    others = [at for at, each in enumerate(letters) if not model or each.model != model]
    found: list[list[int]] = []
    if with_meaning:
        vectors = np.stack([np.frombuffer(letters[at].meaning, dtype="<f4") for at in with_meaning])
        found += [[with_meaning[row] for row in group] for group in groups(vectors, NEAR_MEANING)]
    if others:
        vectors = by_words([letters[at].words.text for at in others])
        found += [[others[row] for row in group] for group in groups(vectors, NEAR_WORDS)]
    return sorted(found, key=lambda group: (-len(group), group[0]))


def _group(letters: Sequence[_Letter], seen: set[int]) -> Group:
    visible = [each for each in letters if each.pk in seen]
    topics = Counter((each.topic, each.topic_id) for each in letters)
    topic, topic_id = topics.most_common(1)[0][0]
    return Group(
        letters=tuple(each.pk for each in letters),
        topic=topic,
        topic_id=topic_id,
        words=tuple(shared_terms([each.words.text for each in visible])),
        examples=tuple(Example(each.pk, each.words.subject, each.words.on) for each in visible[:EXAMPLES]),
    )
