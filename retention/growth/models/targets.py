"""Targets of a quarter, for keeping and for growing apart, and the year's plan rates."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.leading import led_q, own_or_led_q
from retention.team.models import Team
from retention.team.visibility import Reader


class TargetKind(models.TextChoices):
    """What a target is for; the two are never blended."""

    RETENTION = "retention", "Kept"
    GROWTH = "growth", "Grown"


class TargetQuerySet(models.QuerySet["Target"]):
    """Questions over targets."""

    def visible_to(self, user: Reader) -> "TargetQuerySet":
        """One's own, those of one's teams, those of whom one leads; all for who sees every account."""
        return self.filter(own_or_led_q(user))

    def editable_by(self, user: Reader) -> "TargetQuerySet":
        """Those of the people and teams one leads."""
        return self.filter(led_q(user))


@audited()
class Target(Recorded, Versioned):
    """What somebody, or a team, is to keep or to grow in a quarter: a share of one, or an amount.

    Keeping counts against the yearly revenue at the quarter's begin (docs/methods.md, Targets).
    """

    quarter = models.DateField(help_text="Its first day.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="targets"
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="targets")
    kind = models.CharField(max_length=9, choices=TargetKind.choices)
    fraction = models.DecimalField(max_digits=6, decimal_places=4, null=True, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)

    objects: ClassVar = TargetQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, team__isnull=True)
                | Q(owner__isnull=True, team__isnull=False),
                name="target_of_one_person_or_team",
            ),
            models.CheckConstraint(
                condition=Q(fraction__isnull=False, fraction__gte=0, amount__isnull=True, currency="")
                | Q(
                    fraction__isnull=True, amount__isnull=False, amount__gte=0, currency__regex=r"^[A-Z]{3}$"
                ),
                name="target_share_or_amount",
            ),
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=(1, 4, 7, 10)), name="target_quarter_begins"
            ),
            models.CheckConstraint(
                condition=Q(kind=TargetKind.GROWTH)
                | Q(kind=TargetKind.RETENTION) & (Q(fraction__isnull=True) | Q(fraction__lte=Decimal(1))),
                name="target_kept_at_most_all",
            ),
            models.UniqueConstraint(
                fields=["quarter", "owner", "team", "kind"], name="target_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.owner or self.team}, {self.quarter}"


@audited()
class PlanRate(Recorded, Versioned):
    """What one unit of a currency counts in the workspace's in a year's plan, whatever the market does."""

    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "currency"], name="plan_rate_once"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="plan_rate_positive"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="plan_rate_currency_iso"),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.rate} in {self.year}"
