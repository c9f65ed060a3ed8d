"""Praise that reaches whom it is for: from a customer's words, or from a colleague."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Account
from contacts.models import FeedbackItem
from retention.lib.records import Recorded
from retention.team.audit import audited
from retention.team.leading import led_q, own_or_led_q
from retention.team.models import Team
from retention.team.visibility import Reader, reach_of, visible_q


class KudosQuerySet(models.QuerySet["Kudos"]):
    """Questions over praise."""

    def visible_to(self, user: Reader) -> Self:
        """What one got or gave; a customer's words also for who sees the account, a colleague's for the
        team; either for who leads them.
        """
        reach = reach_of(user)
        if reach.is_nobody:
            return self.none()
        own = Q(to=reach.user_id) | Q(by=reach.user_id)
        theirs = Q(feedback__isnull=False) & visible_q(user, "account__")
        ours = Q(feedback__isnull=True) & own_or_led_q(user, "to", "team")
        return self.filter(own | theirs | ours | led_q(user, "to", "team"))

    def editable_by(self, user: Reader) -> Self:
        """What one gave oneself."""
        reach = reach_of(user)
        return self.none() if reach.is_nobody else self.filter(by=reach.user_id, feedback__isnull=True)


@audited()
class Kudos(Recorded):
    """Praise for one of ours. A customer's words are read from ``feedback``; a colleague's (``by``) stand in
    ``text``. ``team`` is that of whom it is for, on the day it was given.
    """

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="kudos")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="kudos")
    feedback = models.OneToOneField(FeedbackItem, models.CASCADE, null=True, blank=True, related_name="kudos")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="kudos_given"
    )
    text = models.CharField(max_length=1000, blank=True)
    given_on = models.DateField()

    objects: ClassVar = KudosQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(feedback__isnull=False, account__isnull=False, by__isnull=True, text="")
                | Q(feedback__isnull=True, by__isnull=False) & ~Q(text=""),
                name="kudos_of_a_customer_or_colleague",
            ),
            models.CheckConstraint(condition=Q(by__isnull=True) | ~Q(by=F("to")), name="kudos_for_another"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-given_on", "-id"], name="kudos_by_day"),
            models.Index(fields=["to", "-given_on"], name="kudos_by_person"),
        ]

    def __str__(self) -> str:
        return f"Kudos for {self.to_id}"
