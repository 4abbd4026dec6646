import pytest
from django.urls import reverse

from portal.accounts.models import User
from portal.limits.login import MOST_FAILURES, MOST_FAILURES_OF_CLIENT, TOO_MANY

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"


@pytest.fixture
def registrar():
    return User.objects.create_superuser("registrar", password=PASSWORD)


def log_in(client, username="registrar", password="wrong", address="203.0.113.9"):
    return client.post(reverse("wagtailadmin_login"), {"username": username, "password": password}, REMOTE_ADDR=address)


def test_after_ten_failures_even_the_right_password_is_refused_with_a_sentence(client, registrar):
    for _ in range(MOST_FAILURES):
        assert str(TOO_MANY) not in log_in(client).content.decode()

    answer = log_in(client, password=PASSWORD)

    assert str(TOO_MANY) in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_stranger_cannot_lock_someone_out(client, registrar):
    for _ in range(MOST_FAILURES + 1):
        log_in(client, address="198.51.100.7")

    assert log_in(client, password=PASSWORD).status_code == 302


def test_a_success_forgets_the_failures_before_it(client, registrar):
    for _ in range(MOST_FAILURES - 1):
        log_in(client)
    log_in(client, password=PASSWORD)
    client.logout()
    log_in(client)

    assert log_in(client, password=PASSWORD).status_code == 302


def test_one_client_cannot_try_all_names(client, registrar):
    for n in range(MOST_FAILURES_OF_CLIENT):
        log_in(client, username=f"name{n}")

    assert str(TOO_MANY) in log_in(client, password=PASSWORD).content.decode()
