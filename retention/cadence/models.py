"""Check-ins: who is due when and why. Rows are derived from history and rules; deferrals are facts."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.choices import Tier
from accounts.models import Account
from contacts.choices import BuyingRole
from contacts.models import Contact
from contacts.people_map.flags import TALKED_OVER
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import Reader, ThroughAccount, inner_circle_q

from .gaps import LONGEST_REASON
from .words import counted_reason

ACCOUNT_SUBJECT = "account"


@audited()
class CadenceRule(Recorded, Versioned):
    """The interval in days for a tier and a subject: a buying role, or the account as a whole."""

    tier = models.CharField(max_length=1, choices=Tier.choices)
    subject = models.CharField(
        max_length=24, choices=[(ACCOUNT_SUBJECT, "Anybody at the account"), *BuyingRole.choices]
    )
    interval_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tier", "subject"], name="cadence_rule_once"),
            models.CheckConstraint(
                condition=Q(interval_days__gte=1, interval_days__lte=730), name="cadence_interval_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tier} {self.subject}: every {self.interval_days} days"


class GapCheckInQuerySet(ThroughAccount["GapCheckIn"]):
    """Questions over gaps that became check-ins."""

    def narrower_than_account(self, user: Reader) -> Q:
        """Those that tell an attitude only inside the account's inner circle."""
        return Q(is_team_only=False) | inner_circle_q(user, "account__")

    def not_taken_back(self) -> "GapCheckInQuerySet":
        """Nobody took it back; it may have been answered by a conversation or a skip since."""
        return self.filter(taken_back_at__isnull=True)


@audited()
class GapCheckIn(Recorded):
    """A gap of the people map that is closed by speaking with somebody: a reason for their check-in.

    It stands until they are spoken to or their check-in is skipped (read from history, so that a corrected
    touchpoint corrects it), or until it is taken back: by somebody, or by the machine when the map does not
    show it any more. ``reason`` may be read by everybody who sees the account.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="gap_check_ins")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="gap_check_ins")
    flag = models.CharField(max_length=24, choices=[(code, code) for code in sorted(TALKED_OVER)])
    reason = models.CharField(max_length=LONGEST_REASON)
    is_team_only = models.BooleanField(default=False)
    due_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects: ClassVar = GapCheckInQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="gap_check_in_has_a_reason"),
            models.CheckConstraint(
                condition=Q(flag__in=sorted(TALKED_OVER)), name="gap_check_in_is_talked_over"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="gap_check_in_taken_back_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["contact", "flag"], name="gap_check_in_once", condition=Q(taken_back_at__isnull=True)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "id"], name="gap_check_in_by_account")]

    def __str__(self) -> str:
        return self.reason


class CheckInState(models.TextChoices):
    """What the check-in waits for."""

    PLANNED = "planned", "Planned"
    PAUSED = "paused", "Paused at their request"
    UNRESPONSIVE = "unresponsive", "Three attempts without an answer: decide"


class CheckInQuerySet(ThroughAccount["CheckIn"]):
    """Questions over check-ins."""

    def due_by(self, day: date) -> "CheckInQuerySet":
        """Due on or before this day and not put off beyond it."""
        return self.filter(shown_on__lte=day)


class CheckIn(models.Model):
    """The next proactive contact with one contact, or with anybody at the account (contact empty).

    Derived: a rebuild from touchpoints, rules, preferences and deferrals must find nothing to change.
    ``due_on`` keeps the original due date; ``shown_on`` is when it appears in the list (later if snoozed,
    spread after an import, or if an unanswered attempt asks for patience). ``changes_at`` is the next
    instant at which time alone changes the row (a pause ends, a decision comes near); the ticker applies it.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="check_ins")
    contact = models.OneToOneField(Contact, models.CASCADE, null=True, blank=True, related_name="check_in")
    state = models.CharField(max_length=12, choices=CheckInState.choices, default=CheckInState.PLANNED)
    interval_days = models.PositiveSmallIntegerField()
    interval_reason = models.CharField(max_length=200)
    anchor_on = models.DateField(
        null=True, help_text="Day of the last qualifying touchpoint, or of a later skip; empty before either."
    )
    after_skip = models.BooleanField(default=False, help_text="The anchor is a skip, not a touchpoint.")
    raw_on = models.DateField()
    due_on = models.DateField()
    shown_on = models.DateField()
    snoozed_until = models.DateField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Unanswered since the anchor.")
    reason = models.CharField(max_length=300, help_text="Why it is due, in one sentence.")
    changes_at = models.DateTimeField(null=True)
    gap = models.ForeignKey(
        GapCheckIn,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The gap that makes it due, if one does.",
    )

    objects: ClassVar = CheckInQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"], name="check_in_of_account_once", condition=Q(contact__isnull=True)
            ),
            models.CheckConstraint(condition=Q(shown_on__gte=F("due_on")), name="check_in_shown_after_due"),
            models.CheckConstraint(condition=Q(due_on__gte=F("raw_on")), name="check_in_due_after_raw"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["shown_on", "id"], name="check_in_by_day"),
            models.Index(fields=["account", "shown_on"], name="check_in_by_account"),
            models.Index(
                fields=["changes_at"], name="check_in_changes", condition=Q(changes_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact or self.account} due {self.due_on}"

    @property
    def is_snoozed(self) -> bool:
        """True when somebody put this slot off on purpose."""
        return self.snoozed_until is not None

    def is_overdue(self, *, on: date) -> bool:
        """True when its original due date has passed."""
        return self.due_on < on

    def reason_on(self, day: date) -> str:
        """Why it is due, counted for a reader's day: ``reason`` itself names dates, so that it keeps."""
        return counted_reason(self.reason, None if self.after_skip else self.anchor_on, on=day)


class DeferralKind(models.TextChoices):
    """How a slot was put off; an import spreads what came overdue, so that no day drowns."""

    SNOOZE = "snooze", "Snoozed"
    SKIP = "skip", "Not needed this time"
    SPREAD = "spread", "Spread after an import"


@audited()
class Deferral(Recorded):
    """Somebody put a check-in off, with a reason. Facts; the check-in is derived from them.

    A snooze belongs to the slot with its ``anchor_on`` and shows it from ``until`` on. A skip makes
    ``until`` the anchor of the next slot. A spread holds whatever is due by ``due_on`` (the day of the
    import) back until ``until``; it is made once per contact, when an import brings it.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="deferrals")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, blank=True, related_name="deferrals")
    kind = models.CharField(max_length=8, choices=DeferralKind.choices)
    anchor_on = models.DateField(null=True, help_text="The anchor of the slot that was put off.")
    due_on = models.DateField(help_text="The due date that was put off.")
    until = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar = ThroughAccount["Deferral"].as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=F("due_on")), name="deferral_until_after_due"),
            models.CheckConstraint(condition=~Q(reason=""), name="deferral_has_a_reason"),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "contact", "-at"], name="deferral_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} until {self.until}"
