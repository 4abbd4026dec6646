import pytest

from portal.accounts.models import User
from portal.audit.models import AuditEntry, HistoryIsAppendOnly
from portal.audit.record import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return record(None, "calendar.imported", target="2026", detail={"days": 33})


def test_an_entry_says_who_did_what_to_what():
    user = User.objects.create_user("admin1")
    record(user, "role.granted", target="user:7", detail={"role": "signer"})

    stored = AuditEntry.objects.get()
    assert (stored.actor, stored.action, stored.target, stored.detail) == (
        user,
        "role.granted",
        "user:7",
        {"role": "signer"},
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.update(action="x"),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["action"]),
        lambda entry: AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"action": "x"}),
    ],
    ids=["save", "delete", "update", "queryset delete", "bulk update", "update or create"],
)
def test_history_only_grows(entry, change):
    with pytest.raises(HistoryIsAppendOnly):
        change(entry)

    assert AuditEntry.objects.get().action == "calendar.imported"
