"""The one list of detectors. A new one is a module with a ``detect`` and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from portal.privacy.detectors import (
    addresses,
    bank_cards,
    births,
    classes,
    health,
    id_cards,
    mails,
    names_bare,
    names_explained,
    names_known,
    names_said,
    names_tagged,
    names_titled,
    papers,
    phones,
    plates,
    socials,
    tables,
)
from portal.privacy.spans import Case, Finding, View

Detector = Callable[[View, Case], Iterator[Finding]]
Follower = Callable[[View, Case, list[Finding]], Iterator[Finding]]

DETECTORS: tuple[Detector, ...] = (
    phones.detect,
    id_cards.detect,
    bank_cards.detect,
    papers.detect,
    plates.detect,
    mails.detect,
    socials.detect,
    births.detect,
    classes.detect,
    addresses.detect,
    health.detect,
    tables.detect,
    names_known.detect,
    names_said.detect,
    names_explained.detect,
    names_titled.detect,
    names_bare.detect,
    names_tagged.detect,
)
# Run afterwards, in this order, each over all that was found before it.
FOLLOWERS: tuple[Follower, ...] = (
    names_bare.spread,
    names_bare.same_family,
    names_titled.same_surname,
    names_known.repeat,
)


def findings(view: View, case: Case) -> list[Finding]:
    """All that any detector finds, overlapping and unsorted."""
    found = [finding for detect in DETECTORS for finding in detect(view, case)]
    for follow in FOLLOWERS:
        found.extend(list(follow(view, case, found)))
    return found
