"""Whom the limits count: one household or machine, however its address is written."""

import pytest
from django.test import RequestFactory

from mailbox.views.public.visitors import client_of


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("unix:", "unix:"),
        ("", ""),
    ],
)
def test_a_client_is_its_ipv4_address_or_its_ipv6_network(address, counted):
    assert client_of(RequestFactory().get("/", REMOTE_ADDR=address)) == counted
