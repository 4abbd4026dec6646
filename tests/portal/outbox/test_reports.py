import pytest
from django.urls import reverse

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.outbox.models import OutboxMessage
from portal.outbox.queue import enqueue

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed():
    row = enqueue("letter.mail", key="1", payload={"event": 7})
    OutboxMessage.objects.update(state="failed", attempts=8, last_error="SMTPServerDisconnected")
    return row


@pytest.fixture
def administrator(client):
    client.force_login(User.objects.create_superuser("administrator"))
    return client


def test_an_administrator_sees_what_failed_and_why(administrator, failed):
    enqueue("letter.index", key="2", payload={"event": 8})
    page = administrator.get(reverse("outbox_failed")).content.decode()

    assert "letter.mail" in page
    assert "SMTPServerDisconnected" in page
    assert "letter.index" not in page


def test_a_retry_puts_the_row_back_on_record(administrator, failed):
    answer = administrator.post(reverse("outbox_retry", args=[failed.pk]))

    assert (answer.status_code, answer["Location"]) == (302, reverse("outbox_failed"))
    assert OutboxMessage.objects.values_list("state", "attempts").get() == ("pending", 0)
    assert AuditEntry.objects.values_list("action", "target").get() == ("outbox.retried", f"outbox:{failed.pk}")


def test_a_second_retry_changes_nothing(administrator, failed):
    for _ in range(2):
        administrator.post(reverse("outbox_retry", args=[failed.pk]))

    assert AuditEntry.objects.count() == 1


def test_other_staff_neither_see_nor_retry(client, failed):
    user = User.objects.create_user("handler")
    from django.contrib.auth.models import Permission

    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    assert client.get(reverse("outbox_failed")).status_code == 302
    client.post(reverse("outbox_retry", args=[failed.pk]))
    assert OutboxMessage.objects.get().state == "failed"


def test_a_retry_by_link_is_refused(administrator, failed):
    assert administrator.get(reverse("outbox_retry", args=[failed.pk])).status_code == 405
