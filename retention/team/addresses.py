"""Where a request comes from, as far as it can be believed."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

IPV6_SITE = 64


def address_of(request: HttpRequest) -> str | None:
    """The client's address, or None when it is not known (a local socket).

    X-Forwarded-For is written by anybody, so only the entry added by the outermost of our own proxies
    (KEEL_TRUSTED_PROXIES) counts.
    """
    proxies: int = settings.KEEL_TRUSTED_PROXIES
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if proxies else []
    given = told[-proxies] if len(told) >= proxies > 0 else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(given.strip()))
    except ValueError:
        return None


def place_of(address: str | None) -> str | None:
    """What tries are counted by: an IPv4 address, or the /64 network that one IPv6 customer owns."""
    if address is None:
        return None
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, IPV6_SITE), strict=False).network_address)
    return address
