"""What digits in cells are when they are read as one number."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from portal.privacy.detectors import bank_cards, id_cards, phones
from portal.privacy.files.layers import Row
from portal.privacy.lookup import normalize_phone
from portal.privacy.masks import mask_id_card, mask_name, mask_phone
from portal.privacy.replacements import WORDS
from portal.privacy.spans import Case, Finding, Kind, View

LENGTHS = range(11, 20)  # digits of a mobile number, an identity number, a bank card
MOBILE = re.compile(r"[1一幺１]")  # with which a number of eleven digits begins
CHANCE = 3  # numbers in the same columns, from which on they are looked at together
CHECKED = 0.99  # confidence of an identity number whose check digit is right
MASKS = {Kind.PHONE: mask_phone, Kind.ID_CARD: mask_id_card, Kind.PERSON: mask_name}
KINDS = {Kind.PHONE, Kind.ID_CARD, Kind.BANK_CARD}


@dataclass(frozen=True, slots=True)
class Number:
    """``parts``: what each cell holds of it; ``text``: all of it, as it is written."""

    parts: Row
    kind: Kind
    text: str
    mask: str
    reason: str

    @classmethod
    def of(cls, parts: Row, kind: Kind, text: str, reason: str) -> Number:
        return cls(parts, kind, text, MASKS[kind](text) if kind in MASKS else WORDS[kind], reason)


def knowing(official_phones: Collection[str]) -> Case:
    return Case(official_phones=frozenset(normalize_phone(phone) for phone in official_phones) - {""})


def whole(text: str, case: Case) -> Finding | None:
    """What the digits are when they are all one number. A landline is none: 区号 stands in a column of its own."""
    if len(text) not in LENGTHS or text.startswith("0") or (len(text) == 11 and not MOBILE.match(text)):
        return None
    view = View.of(text)
    for detect in (phones.detect, id_cards.detect, bank_cards.detect):
        for finding in detect(view, case):
            if finding.end - finding.start == len(view.text):
                return finding
    return None
