"""Executive sponsors: one of ours and one of theirs, how often they talk, what followed from it."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Account
from contacts.choices import ContactStatus
from contacts.models import Contact, Touchpoint
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet, ThroughAccount

from .guards import contact_guard

DEFAULT_LIMIT = 8
"""How many pairs one of ours keeps well, unless a lead says otherwise."""


class PairingQuerySet(ThroughAccount["ExecutivePairing"]):
    """Questions over pairs. Our executive may plan talks and say what followed from them."""

    worker: ClassVar[str] = "user_id"

    def current(self) -> Self:
        """Pairs that hold."""
        return self.filter(ends_on__isnull=True)

    def overdue(self, *, on: date) -> Self:
        """The day of their next talk has passed without one."""
        return self.current().filter(talk_on__lt=on)

    def with_late_follow_up(self, *, on: date) -> Self:
        """Nobody said in time what follows from one of their talks."""
        late = PairTalk.objects.late(on=on).filter(pairing=OuterRef("pk"))
        return self.current().filter(Exists(late))

    def broken(self) -> Self:
        """One of the two has left."""
        left = Q(contact__status=ContactStatus.DEPARTED) | Q(user__is_active=False)
        return self.current().filter(left)


@audited(exclude=["last_talk_on", "due_on", "talk_on"])
class ExecutivePairing(Recorded, Versioned):
    """One of our executives and one of theirs. ``planned_on`` is a talk agreed for a day; ``last_talk_on``,
    ``due_on`` and ``talk_on`` (the agreed day, else the due one) are derived (docs/methods.md, Executive
    sponsors). ``ends_on`` is the first day on which the pair no longer holds.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="executive_pairs")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="executive_pairs")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="executive_pairs")
    interval_days = models.PositiveSmallIntegerField()
    topics = models.CharField(max_length=500, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    former = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor", editable=False
    )
    planned_on = models.DateField(null=True, blank=True)
    last_talk_on = models.DateField(null=True, editable=False)
    due_on = models.DateField(editable=False)
    talk_on = models.DateField(editable=False)

    objects: ClassVar = PairingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contact"], name="pairing_one_of_ours", condition=Q(ends_on__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(interval_days__gte=7, interval_days__lte=730), name="pairing_interval_sane"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, end_reason="")
                | Q(ends_on__gte=F("starts_on")) & ~Q(end_reason=""),
                name="pairing_ended_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["talk_on", "id"], name="pairing_by_talk"),
            models.Index(fields=["account"], name="pairing_of_account", condition=Q(ends_on__isnull=True)),
            models.Index(
                fields=["user", "talk_on"], name="pairing_of_ours", condition=Q(ends_on__isnull=True)
            ),
        ]
        triggers: ClassVar = [
            contact_guard(
                "pairing_of_a_seat", "contact_id", "NEW.account_id", "account_id", "starts_on", starts=True
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} with {self.contact_id}"

    def is_overdue(self, *, on: date) -> bool:
        """True when the day of their next talk has passed without one."""
        return self.ends_on is None and self.talk_on < on


class TalkQuerySet(ScopedQuerySet["PairTalk"]):
    """Questions over talks of pairs."""

    via: ClassVar[str] = "pairing__account__"
    worker: ClassVar[str] = "pairing__user_id"

    def waiting(self) -> Self:
        """Nobody has said yet what follows from it."""
        return self.filter(followed_up_on__isnull=True, pairing__ends_on__isnull=True)

    def late(self, *, on: date) -> Self:
        """Waiting although the day for it has passed."""
        return self.waiting().filter(follow_up_by__lt=on)


@audited()
class PairTalk(Recorded):
    """A talk of a pair: the two-way touchpoint in which both took part, and what followed from it.

    It is followed up by a next step or a promise of that touchpoint, or by a word in ``follow_up``.
    """

    pairing = models.ForeignKey(ExecutivePairing, models.CASCADE, related_name="talks")
    touchpoint = models.ForeignKey(Touchpoint, models.PROTECT, related_name="pair_talks")
    held_on = models.DateField()
    follow_up_by = models.DateField()
    followed_up_on = models.DateField(null=True, blank=True)
    follow_up = models.CharField(max_length=500, blank=True)

    objects: ClassVar = TalkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pairing", "touchpoint"], name="pair_talk_once"),
            models.CheckConstraint(
                condition=Q(followed_up_on__isnull=False) | Q(follow_up=""),
                name="pair_talk_followed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_by__gte=F("held_on")), name="pair_talk_then_follow_up"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["follow_up_by", "id"], name="pair_talk_waiting",
                condition=Q(followed_up_on__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Talk on {self.held_on}"

    def is_late(self, *, on: date) -> bool:
        """True when nobody said in time what follows from it."""
        return self.followed_up_on is None and self.follow_up_by < on


@audited()
class SponsorLimit(Recorded, Versioned):
    """How many pairs one of ours may keep, where it is not the usual number."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sponsor_limit")
    pairs = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pairs__gte=1, pairs__lte=100), name="sponsor_limit_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.pairs} pairs"
