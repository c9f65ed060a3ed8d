"""A link is opened: the code tried, the opening noted."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.views.decorators.debug import sensitive_variables

from contacts.choices import ContactStatus
from plans.planning.words import OVER
from retention.lib.errors import DomainError

from ..choices import Device, TryKind
from ..models import ShareLink, ShareView
from ..models.links import WITH_ALL
from ..secrets import LONGEST_SECRET, digest_of, tidy_code
from ..throttle import count_try, was_right

ONE_OPENING = timedelta(minutes=30)
"""Turning pages and coming back within it is one opening."""


@sensitive_variables("secret")
def link_behind(secret: str, *, at: datetime) -> ShareLink | None:
    """The link that stands behind a secret; None for guessed, expired and revoked ones alike.

    One question either way: what is not there takes as long as what is over. A link ends with its plan, and
    when the person it was made for leaves.
    """
    digest = digest_of(secret[:LONGEST_SECRET])
    rows = ShareLink.objects.standing(at).select_related(*WITH_ALL).exclude(plan__state__in=OVER)
    rows = rows.exclude(contact__status=ContactStatus.DEPARTED)
    found: ShareLink | None = rows.filter(digest=digest).first()
    return found


class WrongCode(DomainError):
    """The code is not that of the link."""


def try_code(*, link: ShareLink, code: str, place: str | None, at: datetime) -> None:
    """Try a code; right or not, parallel tries count. Raises TooOften, WrongCode."""
    tried = count_try(TryKind.CODE, place=place, at=at, link=link)
    if not link.code or not check_password(tidy_code(code), link.code):
        raise WrongCode("That is not the code. Ask whoever sent you the link.", field="code")
    was_right(tried)


def note_opening(*, link: ShareLink, device: str, at: datetime) -> None:
    """Remember that the plan was opened, once in half an hour for each kind of device.

    Two at the same instant may both count.
    """
    known = Device(device).value if device in Device.values else Device.UNKNOWN.value
    lately = ShareView.objects.filter(link=link, device=known, at__gt=at - ONE_OPENING)
    if not lately.exists():
        ShareView.objects.create(link=link, device=known, at=at)
