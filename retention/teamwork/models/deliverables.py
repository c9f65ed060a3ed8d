"""Who answers for what at an account, on both sides, and who receives what we deliver."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from accounts.models import Account
from contacts.choices import ContactStatus
from contacts.models import Contact
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ScopedQuerySet, ThroughAccount

from .guards import contact_guard


class DeliverableKind(models.TextChoices):
    """What is delivered; a topic is answered for, but nobody receives it."""

    DELIVERABLE = "deliverable", "Deliverable"
    REPORT = "report", "Report"
    SERVICE = "service", "Service"
    TOPIC = "topic", "Topic"


class Part(models.TextChoices):
    """What somebody does about a deliverable; who is accountable stands on the deliverable itself."""

    RESPONSIBLE = "responsible", "Responsible"
    CONSULTED = "consulted", "Consulted"
    INFORMED = "informed", "Informed"


class DeliveryWay(models.TextChoices):
    """How something reaches who receives it."""

    EMAIL = "email", "E-mail"
    PORTAL = "portal", "Portal or shared folder"
    SYSTEM = "system", "Into their system"
    MEETING = "meeting", "In a meeting"
    POST = "post", "Post or courier"
    ON_SITE = "on_site", "On site"


_OF_DELIVERABLE = "(SELECT d.account_id FROM teamwork_deliverable d WHERE d.id = NEW.deliverable_id)"


def _one_of(user: str, contact: str) -> Q:
    return Q(**{f"{user}__isnull": False, f"{contact}__isnull": True}) | Q(
        **{f"{user}__isnull": True, f"{contact}__isnull": False}
    )


class DeliverableQuerySet(ThroughAccount["Deliverable"]):
    """Questions over deliverables."""

    def current(self) -> Self:
        """Still delivered."""
        return self.filter(ended_on__isnull=True)

    def without_recipient(self) -> Self:
        """Delivered to nobody we know, or only to people who have left."""
        here = DeliverableRecipient.objects.filter(deliverable=OuterRef("pk"))
        here = here.exclude(contact__status=ContactStatus.DEPARTED)
        return self.current().exclude(kind=DeliverableKind.TOPIC).exclude(Exists(here))

    def without_responsible(self) -> Self:
        """Nobody does the work, or only people who have left."""
        return self.current().exclude(Exists(_at_work(Part.RESPONSIBLE)))

    def without_accountable(self) -> Self:
        """Who was accountable has left."""
        left = Q(accountable_contact__status=ContactStatus.DEPARTED) | Q(accountable_user__is_active=False)
        return self.current().filter(left)

    def with_gaps(self) -> Self:
        """Any of these."""
        gone = self.without_accountable().order_by().values("pk")
        unsent = self.without_recipient().order_by().values("pk")
        undone = self.without_responsible().order_by().values("pk")
        return self.filter(Q(pk__in=gone) | Q(pk__in=unsent) | Q(pk__in=undone))


def _at_work(part: Part) -> "models.QuerySet[DeliverablePart]":
    rows = DeliverablePart.objects.filter(deliverable=OuterRef("pk"), part=part)
    rows = rows.exclude(contact__status=ContactStatus.DEPARTED)
    kept: models.QuerySet[DeliverablePart] = rows.exclude(user__is_active=False)
    return kept


@audited()
class Deliverable(Recorded, Versioned):
    """Something the customer gets, or a topic between us, with the one person who is accountable for it:
    one of ours or one of theirs, never both, never nobody.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="deliverables")
    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=12, choices=DeliverableKind.choices, default=DeliverableKind.DELIVERABLE
    )
    note = models.CharField(max_length=500, blank=True)
    accountable_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="answers_for"
    )
    accountable_contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="answers_for"
    )
    ended_on = models.DateField(null=True, blank=True)

    objects: ClassVar = DeliverableQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_one_of("accountable_user", "accountable_contact"),
                name="deliverable_exactly_one_accountable",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="deliverable_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=DeliverableKind.values), name="deliverable_kind_known"
            ),
            models.UniqueConstraint(
                "account", Lower("name"), name="deliverable_once", condition=Q(ended_on__isnull=True)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "id"], name="deliverable_by_account")]
        triggers: ClassVar = [
            contact_guard("their_accountable", "accountable_contact_id", "NEW.account_id", "account_id")
        ]

    def __str__(self) -> str:
        return self.name


class DeliverablePartQuerySet(ScopedQuerySet["DeliverablePart"]):
    """Questions over parts."""

    via: ClassVar[str] = "deliverable__account__"


@audited()
class DeliverablePart(Recorded):
    """Somebody of either side who is responsible for a deliverable, consulted or informed about it."""

    deliverable = models.ForeignKey(Deliverable, models.CASCADE, related_name="parts")
    part = models.CharField(max_length=11, choices=Part.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="deliverable_parts"
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="deliverable_parts"
    )

    objects: ClassVar = DeliverablePartQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=_one_of("user", "contact"), name="part_of_one_person"),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="part_known"),
            models.UniqueConstraint(
                fields=["deliverable", "part", "user", "contact"], name="part_once", nulls_distinct=False
            ),
        ]
        triggers: ClassVar = [contact_guard("part_of_their_contact", "contact_id", _OF_DELIVERABLE)]

    def __str__(self) -> str:
        return self.get_part_display()


class RecipientQuerySet(ScopedQuerySet["DeliverableRecipient"]):
    """Questions over recipients."""

    via: ClassVar[str] = "deliverable__account__"


@audited()
class DeliverableRecipient(Recorded):
    """Who of theirs receives a deliverable, and how it reaches them."""

    deliverable = models.ForeignKey(Deliverable, models.CASCADE, related_name="recipients")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="received_deliverables")
    way = models.CharField(max_length=8, choices=DeliveryWay.choices)
    note = models.CharField(max_length=200, blank=True)

    objects: ClassVar = RecipientQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(way__in=DeliveryWay.values), name="delivery_way_known"),
            models.UniqueConstraint(fields=["deliverable", "contact"], name="recipient_once"),
        ]
        triggers: ClassVar = [contact_guard("recipient_of_theirs", "contact_id", _OF_DELIVERABLE)]

    def __str__(self) -> str:
        return self.get_way_display()
