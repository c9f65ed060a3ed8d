"""Lost deals; the references whose word the prospect heard stand in the advocacy register."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.leading import led_q, own_or_led_q
from retention.team.models import Team
from retention.team.visibility import Reader, reach_of

from .advocacy import WEAK, AdvocacyAsk, AskOutcome


class LostReason(models.TextChoices):
    """Why a deal was lost, as far as we know."""

    PRICE = "price", "Price"
    PRODUCT = "product", "Product or service"
    COMPETITOR = "competitor", "A competitor was preferred"
    REFERENCE = "reference", "What a reference said"
    TIMING = "timing", "Timing"
    NO_DECISION = "no_decision", "They decided nothing"
    UNKNOWN = "unknown", "Not known"


class LostDealQuerySet(models.QuerySet["LostDeal"]):
    """Questions over lost deals."""

    def visible_to(self, user: Reader) -> "LostDealQuerySet":
        """One's own, those of one's teams and of whom one leads; all for who sees every account."""
        return self.filter(own_or_led_q(user))

    def editable_by(self, user: Reader) -> "LostDealQuerySet":
        """One's own, and those of whom one leads."""
        reach = reach_of(user)
        return self.none() if reach.is_nobody else self.filter(Q(owner=reach.user_id) | led_q(user))

    def with_weak_reference(self) -> "LostDealQuerySet":
        """A customer whose word was heard was not healthy on that day."""
        weak = AdvocacyAsk.objects.filter(outcome=AskOutcome.GIVEN, band__in=WEAK, deal__isnull=False)
        return self.filter(pk__in=weak.values("deal"))


@audited()
class LostDeal(Recorded, Versioned):
    """A deal with a prospect that was lost. ``team`` is that of its owner when it was entered."""

    prospect = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="lost_deals")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="lost_deals")
    lost_on = models.DateField()
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    reason = models.CharField(max_length=12, choices=LostReason.choices, default=LostReason.UNKNOWN)
    note = models.TextField(blank=True)

    objects: ClassVar = LostDealQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(prospect=""), name="lost_deal_names_the_prospect"),
            models.CheckConstraint(condition=Q(reason__in=LostReason.values), name="lost_deal_reason_known"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="")
                | Q(amount__isnull=False, amount__gte=0, currency__regex=r"^[A-Z]{3}$"),
                name="lost_deal_amount_in_a_currency",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-lost_on", "-id"], name="lost_deal_by_day")]

    def __str__(self) -> str:
        return self.prospect
