"""The account: a customer organisation that holds a contract, and its parts."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q

from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited

from ..choices import HealthBand, LifecycleStage, Tier
from .querysets import AccountQuerySet

DERIVED = (
    "name_key",
    "health_band",
    "health_score",
    "health_coverage",
    "health_trend",
    "health_since",
    "health_on",
    "arr",
    "arr_base",
    "next_decision_on",
    "next_term_end",
    "last_two_way_at",
    "next_check_in_on",
    "next_step_on",
    "changes_on",
)


@audited(exclude=DERIVED, by_time="account_audit_time")
class Account(Recorded, Versioned):
    """A customer organisation. Derived columns at the end are kept true in the same transaction."""

    name = models.CharField(max_length=200)
    name_key = models.GeneratedField(
        expression=Func(F("name"), function="keel_fold"),
        output_field=models.CharField(max_length=400),
        db_persist=True,
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="owned_accounts"
    )
    backup_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="backed_accounts"
    )
    team = models.ForeignKey("team.Team", models.PROTECT, null=True, blank=True, related_name="accounts")
    tier = models.CharField(max_length=1, choices=Tier.choices, default=Tier.C)
    tier_review_on = models.DateField(null=True, blank=True)
    stage = models.CharField(max_length=12, choices=LifecycleStage.choices, default=LifecycleStage.LIVE)
    sector = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=64, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    website = models.CharField(max_length=200, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    customer_since = models.DateField(null=True, blank=True)
    first_value_on = models.DateField(
        null=True, blank=True, help_text="The first outcome that the customer recognised; empty: not known."
    )
    definition_of_win = models.TextField(blank=True, help_text="What winning means, in the customer's words.")
    is_sample = models.BooleanField(default=False, editable=False)

    health_band = models.CharField(
        max_length=8, choices=HealthBand.choices, default=HealthBand.UNKNOWN, editable=False
    )
    health_score = models.DecimalField(max_digits=5, decimal_places=2, null=True, editable=False)
    health_coverage = models.DecimalField(max_digits=5, decimal_places=4, null=True, editable=False)
    health_trend = models.DecimalField(max_digits=5, decimal_places=2, null=True, editable=False)
    health_since = models.DateField(null=True, editable=False)
    health_on = models.DateField(null=True, editable=False)
    arr = models.DecimalField(max_digits=16, decimal_places=2, default=0, editable=False)
    arr_base = models.DecimalField(max_digits=16, decimal_places=2, default=0, editable=False)
    next_decision_on = models.DateField(null=True, editable=False)
    next_term_end = models.DateField(null=True, editable=False)
    last_two_way_at = models.DateTimeField(null=True, editable=False)
    next_check_in_on = models.DateField(null=True, editable=False)
    next_step_on = models.DateField(null=True, editable=False)
    changes_on = models.DateField(null=True, editable=False)

    objects: ClassVar = AccountQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="account_not_its_own_parent"),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="account_tier_known"),
            models.CheckConstraint(condition=Q(stage__in=LifecycleStage.values), name="account_stage_known"),
            models.CheckConstraint(condition=~Q(name=""), name="account_has_a_name"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="account_currency_iso"),
            models.CheckConstraint(
                condition=Q(backup_owner__isnull=True) | Q(owner__isnull=True) | ~Q(backup_owner=F("owner")),
                name="account_backup_is_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index("name_key", "id", name="account_by_name"),
            models.Index(F("arr_base").desc(), "id", name="account_by_arr"),
            models.Index(F("health_score").asc(nulls_last=True), "id", name="account_by_health"),
            models.Index(F("next_decision_on").asc(nulls_last=True), "id", name="account_by_decision"),
            models.Index(F("last_two_way_at").asc(nulls_first=True), "id", name="account_by_contact"),
            models.Index(fields=["owner", "name_key", "id"], name="account_owner_name"),
            models.Index(fields=["backup_owner"], name="account_backup"),
            models.Index(fields=["team", "name_key", "id"], name="account_team_name"),
            models.Index(fields=["team", "owner"], name="account_team_owner"),
            models.Index(
                fields=["changes_on"], name="account_changes_on", condition=Q(changes_on__isnull=False)
            ),
            GinIndex(OpClass("name_key", name="gin_trgm_ops"), name="account_name_search"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_customer(self) -> bool:
        """True while the account is not a former customer."""
        return self.stage != LifecycleStage.FORMER
