import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from portal import errors, health
from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as real_urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500"]


def breaks(request):
    raise RuntimeError("许清和 13812341234")


def malformed(request):
    raise BadRequest


def forbidden(request):
    raise PermissionDenied


urlpatterns = [
    path("breaks/", breaks),
    path("malformed/", malformed),
    path("forbidden/", forbidden),
    path("post/", lambda request: HttpResponse("ok")),
    path("health/live/", health.live),
    *real_urlpatterns,
]
pytestmark = pytest.mark.urls(__name__)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/malformed/", 400, "<h1"),
        ("/forbidden/", 403, "<h1"),
        ("/no-such-page-of-ours/", 404, "没有这个页面"),
    ],
)
def test_each_error_has_a_page_that_says_so(client, address, status, sentence):
    answer = client.get(address)

    assert answer.status_code == status
    assert sentence in answer.content.decode()


def test_the_500_page_needs_no_database():
    client = Client(raise_request_exception=False)  # and no db fixture: a query would fail this test
    answer = client.get("/breaks/")

    assert (answer.status_code, answer.content.decode()) == (500, errors.SERVER_ERROR)
    assert "13812341234" not in answer.content.decode()


def test_the_500_page_inherits_and_embeds_nothing():
    page = errors.SERVER_ERROR

    assert not any(word in page for word in ("style", "script", "{%", "{{", "http"))
    assert "请按浏览器的“后退”" in page


@pytest.mark.django_db
def test_a_csrf_failure_says_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/post/", {"body": "x"})

    assert answer.status_code == 403
    assert "请按浏览器的“后退”" in answer.content.decode()
