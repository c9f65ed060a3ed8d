"""The facts that the gates of the stages ask for, one row per renewal."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contacts.models import Contact, Touchpoint
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet

from ..choices import Negotiation, NoticeMethod
from .renewal import Renewal


class EvidenceQuerySet(ScopedQuerySet["StageEvidence"]):
    """Questions over stage facts."""

    via: ClassVar[str] = "renewal__account__"


@audited()
class StageEvidence(Recorded, Versioned):
    """What somebody knew and entered on the way to a decision; empty means not known.

    ``proposal_arr`` is a year's amount in the renewal's currency; ``proposal_uplift_pct`` the change
    against today's price in percent, negative for a discount.
    """

    renewal = models.OneToOneField(Renewal, models.CASCADE, related_name="evidence")
    health_reviewed_on = models.DateField(null=True, blank=True)
    contacts_checked_on = models.DateField(null=True, blank=True)
    value_summary = models.CharField(max_length=500, blank=True)
    conversation = models.ForeignKey(Touchpoint, models.PROTECT, null=True, blank=True, related_name="+")
    scope = models.CharField(max_length=500, blank=True)
    term_wanted_months = models.PositiveSmallIntegerField(null=True, blank=True)
    decision_process = models.CharField(max_length=500, blank=True)
    customer_decides_on = models.DateField(null=True, blank=True)
    proposal_sent_on = models.DateField(null=True, blank=True)
    proposal_arr = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    proposal_term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    proposal_uplift_pct = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    proposal_valid_until = models.DateField(null=True, blank=True)
    response = models.CharField(max_length=500, blank=True)
    objects_to_price = models.BooleanField(default=False)
    negotiation = models.CharField(max_length=12, choices=Negotiation.choices, blank=True)
    verbal_by = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    verbal_on = models.DateField(null=True, blank=True)
    paper_out_on = models.DateField(null=True, blank=True)
    paper_to = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    notice_method = models.CharField(max_length=10, choices=NoticeMethod.choices, blank=True)
    notice_document = models.CharField(max_length=300, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects: ClassVar = EvidenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(proposal_valid_until__isnull=True)
                | Q(proposal_sent_on__isnull=True)
                | Q(proposal_valid_until__gte=F("proposal_sent_on")),
                name="evidence_proposal_holds_after_it_went_out",
            ),
            models.CheckConstraint(
                condition=Q(proposal_arr__isnull=True) | Q(proposal_arr__gte=0),
                name="evidence_amount_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"facts of {self.renewal_id}"
