"""A link to the shared part of a plan: a secret of which only a keyed hash is kept, and who opened it."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contacts.models import Contact
from plans.models import AccountPlan
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import Device, TryKind

LONGEST = timedelta(days=90)
WITH_ALL = ("plan__account__owner", "plan__owner", "contact__person")
"""What showing a link's plan needs of it."""


class ShareLinks(ThroughAccount["ShareLink"]):
    """Questions over links."""

    via: ClassVar[str] = "plan__account__"

    def standing(self, at: datetime) -> Self:
        """Neither revoked nor expired."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


@audited(exclude=["digest", "code"])
class ShareLink(Recorded, Versioned):
    """Opens the shared part of a plan without an account, for at most 90 days.

    ``digest`` is the keyed hash of the secret in its address, ``code`` the hash of the code it asks for, if
    any. ``contact`` is for whom it was made: only their word confirms value and agrees to targets. The
    switches say which parts it shows, of what is marked to be shown. ``region`` is the country in whose way
    days, figures and amounts are written. ``owner`` looks after it; ``made_by`` stays who made it.
    """

    plan = models.ForeignKey(AccountPlan, models.PROTECT, related_name="share_links")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    code = models.CharField(max_length=128, blank=True, editable=False)
    shows_goals = models.BooleanField(default=True)
    shows_value = models.BooleanField(default=True)
    shows_actions = models.BooleanField(default=True)
    shows_people = models.BooleanField(default=True)
    shows_reviews = models.BooleanField(default=True)
    shows_milestones = models.BooleanField(default=False)
    shows_kpis = models.BooleanField(default=False)
    shows_given = models.BooleanField(default=False)
    region = models.CharField(max_length=2, default="GB")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="share_links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = ShareLinks.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at"), expires_at__lte=F("made_at") + LONGEST),
                name="share_link_ninety_days",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="share_link_revoked_by_whom",
            ),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="share_link_hashed"),
            models.CheckConstraint(condition=Q(region__regex=r"^[A-Z]{2}$"), name="share_link_region"),
        ]
        indexes: ClassVar = [models.Index(fields=["plan", "-id"], name="share_link_by_plan")]

    def __str__(self) -> str:
        return f"Link {self.pk}"

    @property
    def asks_code(self) -> bool:
        """Whoever opens it needs a code as well."""
        return bool(self.code)

    def stands(self, at: datetime) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and self.expires_at > at


class ShareViews(ThroughAccount["ShareView"]):
    """Questions over openings."""

    via: ClassVar[str] = "link__plan__account__"


class ShareView(models.Model):
    """The shared plan was opened: when, and on what kind of device. No address is kept."""

    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="views")
    at = models.DateTimeField()
    device = models.CharField(max_length=8, choices=Device.choices, default=Device.UNKNOWN)

    objects: ClassVar = ShareViews.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(device__in=Device.values), name="share_view_device_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["link", "-at"], name="share_view_by_link")]

    def __str__(self) -> str:
        return f"{self.device} at {self.at}"


class ShareTry(models.Model):
    """One request behind ``/share/``, counted before it is judged. Gone after a day.

    ``place`` is a keyed hash of where it came from that changes every day: no address is kept.
    """

    at = models.DateTimeField()
    kind = models.CharField(max_length=4, choices=TryKind.choices)
    place = models.CharField(max_length=32, blank=True)
    link = models.ForeignKey(ShareLink, models.CASCADE, null=True, related_name="tries")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=TryKind.values), name="share_try_kind_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["place", "kind", "at"], name="share_try_by_place"),
            models.Index(fields=["link", "kind", "at"], name="share_try_by_link"),
            models.Index(fields=["at"], name="share_try_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"
