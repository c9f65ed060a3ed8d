"""Asking others to agree to the terms of a renewal."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet

from ..choices import CLOSED_STAGES
from .terms import ApprovalState, Level

STANDING = (ApprovalState.ASKED, ApprovalState.APPROVED)


class ApprovalQuerySet(ScopedQuerySet["ApprovalRequest"]):
    """Questions over requests."""

    via: ClassVar[str] = "renewal__account__"

    def standing(self) -> "ApprovalQuerySet":
        """Asked or approved, for the terms as they are now."""
        return self.filter(state__in=STANDING)


@audited()
class ApprovalRequest(Recorded):
    """A request to agree to terms as they stood: ``terms`` keeps them. An economic change voids it."""

    renewal = models.ForeignKey("renewals.Renewal", models.CASCADE, related_name="approvals")
    matrix_version = models.PositiveIntegerField()
    terms = models.JSONField()
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=ApprovalState.choices, default=ApprovalState.ASKED)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=200, blank=True)

    objects: ClassVar = ApprovalQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["renewal"],
                name="approval_once_at_a_time",
                condition=Q(state__in=["asked", "approved"]),
            ),
            models.CheckConstraint(
                condition=Q(state="asked", settled_at__isnull=True)
                | Q(state__in=["approved", "refused", "void"], settled_at__isnull=False),
                name="approval_settled_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""), name="approval_void_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"approval of {self.renewal_id}: {self.state}"


class ApprovalStepQuerySet(ScopedQuerySet["ApprovalStep"]):
    """Questions over what single levels have to say."""

    via: ClassVar[str] = "request__renewal__account__"

    def waiting(self) -> "ApprovalStepQuerySet":
        """Still to be decided, of renewals that are open."""
        asked = self.filter(state=ApprovalState.ASKED, request__state=ApprovalState.ASKED)
        return asked.exclude(request__renewal__stage__in=CLOSED_STAGES)


@audited()
class ApprovalStep(Recorded):
    """What one level says. Late ones go one level up: ``escalated_to`` may then decide as well."""

    request = models.ForeignKey(ApprovalRequest, models.CASCADE, related_name="steps")
    level = models.CharField(max_length=9, choices=Level.choices)
    reasons = models.CharField(max_length=500)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=ApprovalState.choices, default=ApprovalState.ASKED)
    escalated_at = models.DateTimeField(null=True, blank=True)
    escalated_to = models.CharField(max_length=9, choices=Level.choices, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects: ClassVar = ApprovalStepQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "level"], name="approval_step_once_per_level"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="approval_not_by_who_asked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "void"], decided_by__isnull=True)
                | Q(state__in=["approved", "refused"], decided_by__isnull=False),
                name="approval_step_decided_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on", "id"], name="approval_step_waiting", condition=Q(state="asked")),
        ]

    def __str__(self) -> str:
        return f"{self.level} on {self.request_id}: {self.state}"
