"""One person's way through the writing form, for counting what the similar answers did; it leads to no letter.

The journey is a keyed hash of the form's nonce with a purpose of its own: whoever holds a letter, its query code or the
stored digest of its form token cannot compute it. A card is signed, so that only what was really shown can be counted.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.signing import BadSignature, Signer

from mailbox.forms.form_passes import FormPass
from portal.privacy.lookup import keyed_hash
from portal.suggestions import Card

LENGTH = 32  # hex digits: 128 bits
MOST = 20  # cards that one post may carry
_SALT = "mailbox.forms.card.v1"


def journey_of(form_pass: FormPass) -> str:
    """The journey of a form; the same for every post of it."""
    return keyed_hash(form_pass.nonce, purpose="deflection")[:LENGTH]


def signed(journey: str, card: Card) -> str:
    """The text that stands for ``card`` in the page."""
    facts = {"j": journey, "i": card.id, "r": card.rank, "t": card.topic, "p": round(card.probability, 2)}
    return Signer(salt=_SALT).sign_object(facts)


def read(text: str) -> tuple[str, Card] | None:
    """Journey and card of a signed text; None when it is not one of ours."""
    try:
        found = Signer(salt=_SALT).unsign_object(text)
    except BadSignature:
        return None
    return found["j"], Card(found["i"], found["r"], found["t"], found["p"])


def cards_of(journey: str, texts: Iterable[str]) -> list[Card]:
    """Those of the signed ``texts`` that belong to ``journey``, at most ``MOST``."""
    read_ones = [read(text) for text in list(texts)[:MOST]]
    return [found[1] for found in read_ones if found is not None and found[0] == journey]
