import pytest

from portal.wsgi import under_prefix


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("/mailbox/letters/1/", "/letters/1/"),
        ("/mailbox/", "/"),
        ("/mailbox", "/"),
        ("/letters/1/", "/letters/1/"),
        ("/mailboxes/", "/mailboxes/"),
    ],
)
def test_the_prefix_is_cut_off_whether_or_not_the_proxy_did(asked, seen):
    paths = []
    application = under_prefix(lambda environ, start: paths.append(environ["PATH_INFO"]) or [b""], "/mailbox")
    application({"PATH_INFO": asked}, None)

    assert paths == [seen]


def test_without_a_prefix_nothing_is_wrapped():
    def inner(environ, start):
        return []

    assert under_prefix(inner, "") is inner
