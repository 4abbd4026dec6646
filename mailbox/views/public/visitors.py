"""Who posts to the public forms, as far as it matters: from which network, and from one of our own pages or not."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from portal.middleware import client_address


def client_of(request: HttpRequest) -> str:
    """The address that limits count by; of an IPv6 address the /64 network, which one household or machine owns."""
    address = client_address(request)
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:  # a socket that listens on both kinds: else all of IPv4 were one network
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, 64), strict=False))


def is_from_us(request: HttpRequest) -> bool:
    """False when the browser says that another site sent this form.

    These forms do without Django's CSRF cookie, whose loss would lose a letter: the form's signed pass and this check
    stand in for it. A browser that says nothing (old ones) is believed; the pass still has to fit.
    """
    if request.headers.get("Sec-Fetch-Site", "") in {"cross-site", "same-site"}:
        return False
    origin = request.headers.get("Origin", "")
    if not origin:
        return True
    return urlsplit(origin).netloc in {request.get_host(), urlsplit(settings.PUBLIC_URL).netloc}
