import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.middleware import AdminPolicyMiddleware, PrivateByDefaultMiddleware, client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "198.51.100.1", "203.0.113.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "10.9.9.9, 198.51.100.1", "198.51.100.1"),
        (2, "10.9.9.9, 198.51.100.1, 192.0.2.4", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.9"),
        (1, "", "203.0.113.9"),
    ],
    ids=["no proxy: header ignored", "one", "spoofed first entry", "two", "shorter than promised", "header missing"],
)
def test_the_client_is_counted_from_our_own_proxies(settings, proxies, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == expected


def answer_of(middleware, path="/", **headers):
    return middleware(lambda request: HttpResponse("x", headers=headers))(RequestFactory().get(path))


def test_every_answer_is_private_unless_its_view_said_otherwise():
    assert answer_of(PrivateByDefaultMiddleware)["Cache-Control"] == "private, no-store"
    public = answer_of(PrivateByDefaultMiddleware, **{"Cache-Control": "public, max-age=60"})
    assert public["Cache-Control"] == "public, max-age=60"


def test_the_admin_has_a_policy_of_its_own():
    policy = answer_of(AdminPolicyMiddleware, "/admin/pages/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert not answer_of(AdminPolicyMiddleware, "/letters/").has_header("Content-Security-Policy")


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "inline"), [("/health/live/", False), ("/admin/login/", True)])
def test_one_policy_reaches_the_browser(client, address, inline):
    policy = client.get(address)["Content-Security-Policy"]

    assert ("'unsafe-inline'" in policy) is inline
    assert "frame-ancestors 'self'" in policy
