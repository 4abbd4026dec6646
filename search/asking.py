"""What is asked of an index: the words of a letter or a question, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search import elsewhere
from search.analysis import MAX_TEXT, normalize
from search.embeddings import Embedder
from search.passages import sentences
from search.places import places
from search.queries import importance, split_letter

EMBEDDED = 3  # sentences of a letter that are embedded: 30–50 ms each on one core
LONGEST = 40  # characters of a letter's sentence that are embedded
LONGEST_QUESTION = 80  # the same where one line is all that is asked
MENDED = 0.7  # importance of a word that was meant, against one that was typed
LOOKED_AT = 40  # sentences of a letter among which the telling ones are chosen

Feedback = Callable[[Collection[str]], Mapping[str, float]]  # document ids → share of readers helped, 0–1


def no_feedback(ids: Collection[str]) -> Mapping[str, float]:
    """Nobody has said anything."""
    return {}


@dataclass(frozen=True, eq=False)
class Asked:
    """``vectors``: one row of unit length a sentence; None when only words are compared.

    ``others``: vectors of matters that belong to other authorities (a row each), to tell a question that is none of
    the bureau's; None where they are not known yet. ``meant``: the text without a slip, when one was found in it.
    """

    text: str
    sentences: tuple[str, ...] = ()
    vectors: NDArray[np.float32] | None = None
    others: NDArray[np.float32] | None = None
    feedback: Feedback = no_feedback
    meant: str = ""

    @cached_property
    def wanted(self) -> dict[str, float]:
        """Terms and their importance; read once the backend knows which names its index keeps whole."""
        found = importance(*split_letter(self.text))
        for term, weight in importance(*split_letter(self.meant)).items() if self.meant else ():
            found.setdefault(term, MENDED * weight)
        return found

    @cached_property
    def places(self) -> frozenset[str]:
        """Districts and schools that the question names."""
        return places(self.text)


def asked(text: str, embedder: Embedder | None = None, *, feedback: Feedback = no_feedback, meant: str = "") -> Asked:
    """``text`` as it is asked; its first line is the subject when more lines follow.

    ``meant``: the same without a slip; its meaning and its words are compared beside the typed ones.
    """
    text = text[:MAX_TEXT]
    told = _both(text, meant) if embedder is not None else ()
    if embedder is None or not told:
        return Asked(text, feedback=feedback, meant=meant)
    return Asked(text, told, embedder.queries(told), elsewhere.known(embedder.model), feedback, meant)


def _both(text: str, meant: str) -> tuple[str, ...]:
    """What is embedded: a slip that was none must not hide what was typed."""
    told = telling_sentences(text)
    return tuple(dict.fromkeys((*told, *telling_sentences(meant))))[:EMBEDDED] if meant else told


def telling_sentences(text: str) -> tuple[str, ...]:
    """The subject and the sentences of the body that hold most of what the letter is about; one line is one sentence.

    They are put into the bureau's words (``normalize``): everyday words and the wording of answers come closer then.
    Documents are embedded as they stand, so a change of the synonyms leaves their vectors alone.
    """
    subject, body = split_letter(text)
    if not subject:
        line = normalize(body)[:LONGEST_QUESTION].strip()
        return (line,) if any(map(str.isalnum, line)) else ()
    wanted = importance(subject, body)
    found = [normalize(each)[:LONGEST] for each in sentences(body)[:LOOKED_AT]]

    def worth(sentence: str) -> float:
        return sum(weight for term, weight in wanted.items() if term in sentence) / (20 + len(sentence))

    best = sorted(dict.fromkeys(found), key=worth, reverse=True)[: EMBEDDED - 1]
    return (normalize(subject)[:LONGEST], *best)
