"""A review with a customer, what was written to its sections, who came, what was decided."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from accounts.models import Account
from contacts.models import Contact, NextStep, Promise
from plans.models import PlanAction
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..agenda import MOST_MINUTES
from ..choices import OPEN_STATES, OVER_STATES, Follows, ReviewKind, ReviewState
from ..sections import KEYS
from .guards import held_stays, of_their_account, words_of_held_stay

HELD = ReviewState.HELD
NO_WORK = {"step__isnull": True, "action__isnull": True}


class ReviewQuerySet(ThroughAccount["BusinessReview"]):
    """Questions over reviews."""

    def open(self) -> Self:
        """Neither held nor cancelled."""
        return self.filter(state__in=OPEN_STATES)

    def held(self) -> Self:
        """It took place."""
        return self.filter(state=HELD)

    def overdue(self, *, on: date) -> Self:
        """Not held although its day has passed."""
        return self.open().filter(day__lt=on)

    def without_recap(self, *, on: date) -> Self:
        """Held, and what was agreed was not summed up in time."""
        return self.held().filter(recap_sent_on__isnull=True, recap_by__lt=on)


@audited(exclude=["day"])
class BusinessReview(Recorded, Versioned):
    """One review. ``pack`` holds the sections for the customer, ``inside`` the appendix that no file for them
    reads; both are made of what was recorded on ``as_of`` by the methods numbered ``definitions``.

    ``day`` is the day it was held, else the day it is planned for. A held review has a next date, and what it
    showed never changes again: ``shown`` is the customer's file as it was then, with its names and days.
    ``former`` is the review before it.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=9, choices=ReviewKind.choices, default=ReviewKind.BUSINESS)
    state = models.CharField(max_length=9, choices=ReviewState.choices, default=ReviewState.PLANNED)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    planned_on = models.DateField()
    day = models.GeneratedField(
        expression=Coalesce(F("held_on"), F("planned_on")),
        output_field=models.DateField(),
        db_persist=True,
    )
    period_start = models.DateField()
    period_end = models.DateField()
    purpose = models.CharField(max_length=500, blank=True)
    decisions_wanted = models.CharField(max_length=1000, blank=True)
    shows_extra = models.BooleanField(default=False)
    as_of = models.DateField(null=True, blank=True)
    definitions = models.PositiveSmallIntegerField(null=True, blank=True)
    pack = models.JSONField(default=list, blank=True)
    inside = models.JSONField(default=list, blank=True)
    shown = models.JSONField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    next_on = models.DateField(null=True, blank=True)
    recap_by = models.DateField(null=True, blank=True)
    recap_sent_on = models.DateField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    former = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="following", editable=False
    )

    objects: ClassVar = ReviewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ReviewKind.values), name="review_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ReviewState.values), name="review_state_known"),
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")), name="review_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state=HELD, held_on__isnull=False, as_of__isnull=False, recap_by__isnull=False)
                & Q(next_on__isnull=False, next_on__gt=F("held_on"))
                | ~Q(state=HELD) & Q(held_on__isnull=True, next_on__isnull=True, recap_sent_on__isnull=True),
                name="review_held_has_a_next_date",
            ),
            models.CheckConstraint(
                condition=Q(as_of__isnull=True, definitions__isnull=True)
                | Q(as_of__isnull=False, definitions__isnull=False),
                name="review_pack_says_as_of",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.SENT) | Q(sent_on__isnull=False, as_of__isnull=False),
                name="review_sent_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.CANCELLED) & ~Q(cancel_reason="")
                | ~Q(state=ReviewState.CANCELLED) & Q(cancel_reason=""),
                name="review_cancelled_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["day", "id"], name="review_by_day"),
            models.Index(fields=["account", "-day", "-id"], name="review_by_account"),
        ]
        triggers: ClassVar = [held_stays()]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.day or self.planned_on}"

    @property
    def is_open(self) -> bool:
        """Neither held nor cancelled."""
        return self.state not in OVER_STATES

    @property
    def is_held(self) -> bool:
        """It took place."""
        return self.state == HELD

    @property
    def is_internal(self) -> bool:
        """Among ourselves: no file leaves the house."""
        return self.kind == ReviewKind.INTERNAL

    def is_late(self, *, on: date) -> bool:
        """Not held although its day has passed."""
        return self.is_open and self.planned_on < on

    def lacks_recap(self, *, on: date) -> bool:
        """Held, and not summed up in time."""
        return (
            self.is_held and self.recap_sent_on is None and self.recap_by is not None and self.recap_by < on
        )


class SectionQuerySet(ThroughAccount["ReviewSection"]):
    """What was written to reviews."""

    via: ClassVar[str] = "review__account__"


class SeatQuerySet(ThroughAccount["ReviewSeat"]):
    """Who is part of reviews."""

    via: ClassVar[str] = "review__account__"


class DecisionQuerySet(ThroughAccount["ReviewDecision"]):
    """What reviews decided."""

    via: ClassVar[str] = "review__account__"


@audited()
class ReviewSection(Recorded):
    """What somebody wrote to a section, whether it is left out, and how long it is talked about.

    Without ``minutes`` it takes as long as it usually does (``sections.py``).
    """

    review = models.ForeignKey(BusinessReview, models.CASCADE, related_name="sections")
    key = models.CharField(max_length=12)
    commentary = models.CharField(max_length=4000, blank=True)
    is_left_out = models.BooleanField(default=False)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    objects: ClassVar = SectionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "key"], name="review_section_once"),
            models.CheckConstraint(condition=Q(key__in=KEYS), name="review_section_known"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__lte=MOST_MINUTES),
                name="review_section_fits_a_day",
            ),
        ]
        triggers: ClassVar = [words_of_held_stay()]

    def __str__(self) -> str:
        return self.key


@audited()
class ReviewSeat(Recorded):
    """Somebody of either side who is invited; ``came`` is None until the review was held."""

    review = models.ForeignKey(BusinessReview, models.CASCADE, related_name="seats")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="review_seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="review_seats"
    )
    came = models.BooleanField(null=True, blank=True)

    objects: ClassVar = SeatQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False, user__isnull=True)
                | Q(contact__isnull=True, user__isnull=False),
                name="review_seat_of_one",
            ),
            models.UniqueConstraint(fields=["review", "contact"], name="review_seat_theirs_once"),
            models.UniqueConstraint(fields=["review", "user"], name="review_seat_ours_once"),
        ]
        triggers: ClassVar = [of_their_account()]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Who sits there."""
        who = self.contact or self.user
        return who.name if who else ""


@audited()
class ReviewDecision(Recorded):
    """Something that was decided, and the promise, next step or action of the plan made of it at once."""

    review = models.ForeignKey(BusinessReview, models.CASCADE, related_name="decisions")
    text = models.CharField(max_length=300)
    follows = models.CharField(max_length=8, choices=Follows.choices)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    step = models.ForeignKey(NextStep, models.PROTECT, null=True, blank=True, related_name="+")
    action = models.ForeignKey(PlanAction, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = DecisionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="review_decision_says_what"),
            models.CheckConstraint(
                condition=Q(follows__in=(Follows.OURS, Follows.THEIRS), promise__isnull=False, **NO_WORK)
                | Q(follows=Follows.STEP, promise__isnull=True, step__isnull=False, action__isnull=True)
                | Q(follows=Follows.ACTION, promise__isnull=True, step__isnull=True, action__isnull=False)
                | Q(follows=Follows.NOTHING, promise__isnull=True, **NO_WORK),
                name="review_decision_is_followed",
            ),
        ]

    def __str__(self) -> str:
        return self.text
