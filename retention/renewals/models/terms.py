"""Price and terms of a renewal, what the price may follow, and who agreed."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet


class CapKind(models.TextChoices):
    """How the contract bounds a rise of the price."""

    NONE = "none", "Says nothing"
    FIXED_PCT = "fixed_pct", "At most a percentage"
    INDEX_PLUS = "index_plus", "An index plus points"
    INDEX_MIN_MAX = "index_min_max", "An index between two bounds"


class SpecialTerm(models.TextChoices):
    """What legal or finance has to see."""

    TERMINATION = "termination_for_convenience", "Termination for convenience"
    MOST_FAVOURED = "most_favoured", "Most favoured customer"
    UNCAPPED = "uncapped_liability", "Uncapped liability"
    OTHER = "other", "Something else"


class Level(models.TextChoices):
    """Who has to agree."""

    LEAD = "lead", "Team lead"
    DIRECTOR = "director", "Director"
    EXECUTIVE = "executive", "Executive"
    FINANCE = "finance", "Finance"
    LEGAL = "legal", "Legal"


class ApprovalState(models.TextChoices):
    """Where a request, or one of its steps, stands."""

    ASKED = "asked", "Asked"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    VOID = "void", "Void"


class TermsQuerySet(ScopedQuerySet["RenewalTerms"]):
    """Terms, through their renewal."""

    via: ClassVar[str] = "renewal__account__"


def _percent() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)


@audited()
class RenewalTerms(Recorded, Versioned):
    """What is offered at a renewal. Percentages are written as 5 for five per cent.

    ``list_price`` is a year's amount by the price list; ``price_notice_on`` the last day to announce a rise,
    rolled back to a working day, counted from the term end in ``counted_from``.
    """

    renewal = models.OneToOneField("renewals.Renewal", models.CASCADE, related_name="terms")
    list_price = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    policy_uplift_pct = _percent()
    cap_kind = models.CharField(max_length=13, choices=CapKind.choices, default=CapKind.NONE)
    cap_pct = _percent()
    index_name = models.CharField(max_length=60, blank=True)
    index_on = models.DateField(null=True, blank=True, help_text="The day whose index value counts.")
    index_plus = _percent()
    index_min = _percent()
    index_max = _percent()
    proposed_uplift_pct = _percent()
    proposed_arr = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    discount_pct = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    payment_days = models.PositiveSmallIntegerField(null=True, blank=True)
    special_terms = ArrayField(
        models.CharField(max_length=28, choices=SpecialTerm.choices), default=list, blank=True
    )
    give_get = models.CharField(max_length=500, blank=True, help_text="What we give, and what for.")
    price_notice_days = models.PositiveSmallIntegerField(null=True, blank=True)
    price_notice_on = models.DateField(null=True, editable=False)
    price_notice_sent_on = models.DateField(null=True, blank=True)
    counted_from = models.DateField(null=True, editable=False)

    objects: ClassVar = TermsQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cap_kind__in=CapKind.values), name="terms_cap_known"),
            models.CheckConstraint(
                condition=~Q(cap_kind="fixed_pct") | Q(cap_pct__isnull=False), name="terms_fixed_cap_has_one"
            ),
            models.CheckConstraint(
                condition=~Q(cap_kind__in=["index_plus", "index_min_max"]) | ~Q(index_name=""),
                name="terms_index_is_named",
            ),
            models.CheckConstraint(
                condition=Q(index_min__isnull=True)
                | Q(index_max__isnull=True)
                | Q(index_min__lte=F("index_max")),
                name="terms_index_bounds_in_order",
            ),
            models.CheckConstraint(
                condition=Q(discount_pct__gte=0, discount_pct__lte=100), name="terms_discount_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(term_months__isnull=True) | Q(term_months__gte=1), name="terms_last_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"terms of {self.renewal_id}"


class IndexValue(Recorded):
    """A price index's yearly change in per cent, as published for a day; the newest up to a day counts."""

    name = models.CharField(max_length=60)
    on = models.DateField()
    pct = models.DecimalField(max_digits=6, decimal_places=2)
    source = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "on"], name="index_value_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.pct}% on {self.on}"


class ApprovalMatrix(Recorded):
    """A published version of who agrees to what; the newest counts, requests keep theirs."""

    version = models.PositiveIntegerField(unique=True)
    rules = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"approval matrix {self.version}"


class ApproverSeat(Recorded):
    """Who decides for a level that no team lead holds."""

    level = models.CharField(max_length=9, choices=Level.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="approver_seats")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["level", "user"], name="approver_seat_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="approver_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.level}"
