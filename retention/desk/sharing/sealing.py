"""What answers behind a link have in common: nobody keeps them, finds them, or learns what there is."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from retention.lib.zones import is_zone
from retention.sharing.choices import Device
from retention.sharing.models import ShareLink
from retention.sharing.throttle import TooOften

USUAL_LANGUAGE = "en-gb"


@contextmanager
def written_for(link: ShareLink, place: str) -> Iterator[None]:
    """English words; days, figures and amounts in the way of the link's region, moments of a time zone.

    Whoever of ours may be signed in on the same device, and how they like it, does not matter.
    """
    with timezone.override(place), translation.override(f"en-{link.region.lower()}"):
        yield


def zone_of(link: ShareLink) -> str:
    """Days are those of whom the link is for."""
    zone = link.contact.time_zone if link.contact else ""
    return zone if zone and is_zone(zone) else "UTC"


def opens_nothing(request: HttpRequest, wait: str = "") -> HttpResponse:
    """What a link opens that is none: one and the same page, without a cookie."""
    with translation.override(USUAL_LANGUAGE):
        answer = render(request, "desk/share/closed.html", {"wait": wait}, status=429 if wait else 404)
    return sealed(answer)


def closed(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """What whoever holds no good link is told: the same whatever the link was."""
    wait = refusal.message if isinstance(refusal, TooOften) else ""
    answer = opens_nothing(request, wait)
    if isinstance(refusal, TooOften):
        answer["Retry-After"] = str(refusal.minutes * 60)
    return answer


def sealed(answer: HttpResponse) -> HttpResponse:
    """No search engine, no cache; the address goes to no other site."""
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Cache-Control"] = "no-store, private"
    answer["Referrer-Policy"] = "same-origin"
    return answer


def device_of(request: HttpRequest) -> str:
    """A phone or not; nothing finer is looked at."""
    agent = request.headers.get("User-Agent", "")[:400]
    if not agent:
        return Device.UNKNOWN.value
    return Device.PHONE.value if "Mobi" in agent or "Android" in agent else Device.COMPUTER.value
