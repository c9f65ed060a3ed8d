"""Pairs of records that may be the same, kept by the actions that change what they are told by."""

from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Account
from retention.lib.records import Recorded
from retention.team.visibility import Reader

from .contact import Contact, Person

M = TypeVar("M", bound=models.Model)


class AlikeReason(models.TextChoices):
    """Why two records may be the same."""

    EMAIL = "email", "Same e-mail address"
    PHONE = "phone", "Same phone number"
    NAME = "name", "Similar name"
    COMPANY = "company", "At the same account"


class AlikeState(models.TextChoices):
    """What came of a pair."""

    OPEN = "open", "To be looked at"
    APART = "apart", "Two different ones"


class AlikeAccountReason(models.TextChoices):
    """Why two accounts may be the same."""

    NAME = "name", "Similar name"
    DOMAIN = "domain", "Same web address"
    EMAIL = "email", "People with addresses at the same domain"
    PHONE = "phone", "Same phone number"


class AlikeQuerySet(models.QuerySet[M]):
    """Questions over pairs."""

    def open(self) -> Self:
        """Nobody has decided yet."""
        return self.filter(state=AlikeState.OPEN)


class AlikePeopleQuerySet(AlikeQuerySet["AlikePeople"]):
    """Questions over pairs of people."""

    def visible_to(self, user: Reader) -> "AlikePeopleQuerySet":
        """Pairs of which the reader sees both, each at some account."""
        seats = Contact.objects.visible_to(user)
        return self.filter(
            Exists(seats.filter(person=OuterRef("first"))), Exists(seats.filter(person=OuterRef("second")))
        )


class AlikeAccountsQuerySet(AlikeQuerySet["AlikeAccounts"]):
    """Questions over pairs of accounts."""

    def visible_to(self, user: Reader) -> "AlikeAccountsQuerySet":
        """Pairs of which the reader sees both."""
        seen = Account.objects.visible_to(user)
        return self.filter(
            Exists(seen.filter(pk=OuterRef("first"))), Exists(seen.filter(pk=OuterRef("second")))
        )


class AlikePair(Recorded):
    """Two records that may be one: how sure (docs/methods.md, Duplicates), and what was decided."""

    score = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=6, choices=AlikeState.choices, default=AlikeState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"  # type: ignore[attr-defined] # each pair has both


def _pair_rules(name: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["first", "second"], name=f"{name}_once"),
        models.CheckConstraint(condition=Q(first__lt=F("second")), name=f"{name}_in_order"),
        models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name=f"{name}_score"),
        models.CheckConstraint(condition=Q(state__in=AlikeState.values), name=f"{name}_state"),
    ]


class AlikePeople(AlikePair):
    """Two people who may be one, and why."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reasons = ArrayField(models.CharField(max_length=8, choices=AlikeReason.choices))

    objects: ClassVar = AlikePeopleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = _pair_rules("alike_people")
        indexes: ClassVar = [
            models.Index(fields=["-score", "id"], name="alike_people_open", condition=Q(state="open")),
        ]


class AlikeAccounts(AlikePair):
    """Two accounts that may be one customer, and why."""

    first = models.ForeignKey(Account, models.CASCADE, related_name="+")
    second = models.ForeignKey(Account, models.CASCADE, related_name="+")
    reasons = ArrayField(models.CharField(max_length=8, choices=AlikeAccountReason.choices))

    objects: ClassVar = AlikeAccountsQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = _pair_rules("alike_accounts")
        indexes: ClassVar = [
            models.Index(fields=["-score", "id"], name="alike_accounts_open", condition=Q(state="open")),
        ]
