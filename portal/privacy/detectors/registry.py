"""The one list of detectors. A new one is a module with a ``detect`` and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from portal.privacy.detectors import (
    addresses,
    bank_cards,
    births,
    births_disputed,
    circumstances,
    classes,
    health,
    health_in_parts,
    homes_told,
    id_cards,
    mails,
    names_bare,
    names_explained,
    names_framed,
    names_known,
    names_latin,
    names_pets,
    names_said,
    names_spaced,
    names_titled,
    names_weighed,
    papers,
    phones,
    plates,
    probed,
    socials,
    tables,
)
from portal.privacy.detectors.names_weighed import Evidence
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
    homes_told.detect,
    circumstances.detect,
    tables.detect,
    names_known.detect,
    names_said.detect,
    names_explained.detect,
    names_framed.detect,
    names_latin.detect,
    names_pets.detect,
    names_bare.detect,
    names_spaced.detect,
)
# Rules whose finds count unless all evidence together speaks against them.
GUESSES: tuple[Detector, ...] = (names_said.guess, names_titled.detect)
# Run afterwards, in this order, each over all that was found before it.
FOLLOWERS: tuple[Follower, ...] = (
    names_bare.spread,
    names_bare.same_family,
    names_titled.same_surname,
    names_known.repeat,
    health.follow,
    births.follow,
    births_disputed.follow,
    classes.follow,
    health_in_parts.follow,
)


def findings(view: View, case: Case) -> list[Finding]:
    """All that any detector finds, overlapping and unsorted."""
    sheet = Evidence.of(view.text)
    found = probed.credible(sheet, [finding for detect in DETECTORS for finding in detect(view, case)])
    found += names_weighed.credible(sheet, [finding for guess in GUESSES for finding in guess(view, case)])
    found += list(names_weighed.weigh(sheet, found))
    found += list(probed.guesses(view, case, sheet, found))
    for follow in FOLLOWERS:
        found.extend(list(follow(view, case, found)))
    return found
