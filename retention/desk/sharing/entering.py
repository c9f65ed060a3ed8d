"""Who comes in behind a link: every request is counted before it is judged; codes and forms."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.views.decorators.debug import sensitive_variables

from retention.sharing import actions
from retention.sharing.choices import TryKind
from retention.sharing.models import ShareLink
from retention.sharing.secrets import form_mark, passed_mark
from retention.sharing.throttle import count_try, refuse_guessers
from retention.team.addresses import address_of, place_of

COOKIE, COOKIE_LASTS = "keel_shared", 12 * 3600
"""Set by a right code alone; a link without a code sets no cookie and needs none."""


class Missing(Exception):
    """No link stands behind the secret; guessed, expired and revoked ones are one and the same."""


@sensitive_variables("secret")
def enter(request: HttpRequest, secret: str, at: datetime) -> ShareLink:
    """The link behind the secret, with this request counted. Raises Missing, TooOften."""
    place = place_of(address_of(request))
    refuse_guessers(place=place, at=at)
    link = actions.link_behind(secret, at=at)
    if link is None:
        count_try(TryKind.MISS, place=place, at=at)
        raise Missing
    count_try(TryKind.OPEN, place=place, at=at, link=link)
    return link


def has_passed(request: HttpRequest, link: ShareLink) -> bool:
    """It asks for no code, or the code was given on this device within twelve hours."""
    if not link.asks_code:
        return True
    mark = str(request.get_signed_cookie(COOKIE, "", salt=COOKIE, max_age=COOKIE_LASTS))
    return constant_time_compare(mark, passed_mark(link.pk, link.code))


def is_from_our_page(request: HttpRequest, link: ShareLink) -> bool:
    """A form carries the mark of its link's page, and no browser says that it comes from elsewhere."""
    origin = request.headers.get("Origin")
    hosts = {request.get_host(), *(urlsplit(each).netloc for each in settings.CSRF_TRUSTED_ORIGINS)}
    is_ours = origin is None or urlsplit(origin).netloc in hosts
    return is_ours and constant_time_compare(request.POST.get("form", ""), form_mark(link.digest))
