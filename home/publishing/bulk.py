"""Many disclosures at once, by an internal path: each distinct text is scanned once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from home.models.release import Release
from home.publishing import acting, refusals
from home.publishing.content import digest_of
from home.publishing.files import states_of
from home.publishing.findings import find, office_phones
from home.publishing.leaves import Leaf
from home.publishing.places import leaves
from portal.privacy import official
from portal.privacy.registry_rules import active_rules


def release_all(items: Sequence[Model], store: Callable[[], Sequence[Model]]) -> None:
    """Scan ``items``, ``store`` them (which gives the stored rows) and record the releases.

    Raises PublicationRefused before anything is stored: outside ``internal_release``, and for words it does not keep.
    """
    internal = acting.internal()
    if internal is None:
        raise refusals.nobody(items[0])
    each = [leaves(item) for item in items]
    distinct: dict[str, Leaf] = {leaf.text: leaf for read in each for leaf in read}
    phones = {phone for read in each for phone in office_phones(read)}
    found = find(list(distinct.values()), {*phones, *official.phones()}, active_rules())
    left = [one for one in found if not internal.keeps(one.words)]
    if left:
        raise refusals.open_findings(items[0], len(left))
    Release.objects.bulk_create([_record(item, internal.source) for item in store()], batch_size=200)


def _record(item: Model, source: str) -> Release:
    return Release(
        content_type=ContentType.objects.get_for_model(item),
        object_id=item.pk,
        how=Release.How.INTERNAL,
        digest=digest_of(item),
        source=source,
        files=states_of(item),
    )
