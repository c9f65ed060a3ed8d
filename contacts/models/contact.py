"""Person (a human, survives job changes) and contact (a person in a seat at an account)."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Right

from accounts.models import Account, OrgUnit
from retention.lib.records import Recorded, Versioned
from retention.team.audit import audited
from retention.team.visibility import ThroughAccount

from ..choices import BuyingRole, Channel, ContactStatus, Source, Weekday
from .contact_guard import DATES_HAVE_A_SHAPE, HOURS_FROM_TO, assistant_guards

LAST_DIGITS = Right(Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace"), 9)
"""The end of a phone number: what stays the same however the country's code and gaps are written."""
ERASED_NAME = "Erased person"
"""What stands where the name of a person was."""


@audited(exclude=["name_key"], by_time="person_audit_time")
class Person(Recorded, Versioned):
    """A human being. Seen only through the contacts they are at accounts."""

    name = models.CharField(max_length=200)
    name_key = models.GeneratedField(
        expression=Func(F("name"), function="keel_fold"),
        output_field=models.CharField(max_length=400),
        db_persist=True,
    )
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name=ERASED_NAME, email="", phone="", language=""),
                name="person_erased_is_nobody",
            ),
        ]
        indexes: ClassVar = [
            GinIndex(OpClass("name_key", name="gin_trgm_ops"), name="person_name_search"),
            models.Index(fields=["name_key", "id"], name="person_by_name"),
            models.Index(fields=["email"], name="person_by_email"),
            models.Index(LAST_DIGITS, name="person_by_last_digits", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return self.name


class ContactQuerySet(ThroughAccount["Contact"]):
    """Questions over contacts."""

    def in_seat(self) -> "ContactQuerySet":
        """People who are still there (placeholders are not people)."""
        return self.filter(is_placeholder=False).exclude(status=ContactStatus.DEPARTED)

    def key(self) -> "ContactQuerySet":
        """Key contacts in their seat."""
        return self.in_seat().filter(is_key=True)


@audited(exclude=["last_two_way_at"], by_time="contact_audit_time")
class Contact(Recorded, Versioned):
    """A person in a role at an account, with how and how often they want to hear from us.

    A placeholder is a role known to exist with no person yet.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="contacts")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="seats")
    org_unit = models.ForeignKey(OrgUnit, models.SET_NULL, null=True, blank=True, related_name="contacts")
    is_placeholder = models.BooleanField(default=False)
    title = models.CharField(max_length=160, blank=True)
    buying_role = models.CharField(max_length=24, choices=BuyingRole.choices, default=BuyingRole.UNKNOWN)
    role_is_guessed = models.BooleanField(
        default=False, help_text="A title let us guess the role: it sets a rhythm, and counts on no map."
    )
    is_key = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=ContactStatus.choices, default=ContactStatus.ACTIVE)
    departed_on = models.DateField(null=True, blank=True)
    since = models.DateField(help_text="When we first knew them in this seat.")
    time_zone = models.CharField(max_length=64, blank=True)
    country = models.CharField(max_length=2, blank=True)
    subdivision = models.CharField(max_length=8, blank=True)
    channels_preferred = ArrayField(
        models.CharField(max_length=10, choices=Channel.choices), default=list, blank=True
    )
    channels_forbidden = ArrayField(
        models.CharField(max_length=10, choices=Channel.choices), default=list, blank=True
    )
    preferred_interval_days = models.PositiveSmallIntegerField(null=True, blank=True)
    most_in_30_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How often all of us together may reach them; empty: the usual."
    )
    hours_from = models.TimeField(null=True, blank=True, help_text="By the clock where they are.")
    hours_until = models.TimeField(null=True, blank=True)
    hours_days = ArrayField(models.CharField(max_length=3, choices=Weekday.choices), default=list, blank=True)
    assistant = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="assists")
    preference_source = models.CharField(max_length=10, choices=Source.choices, default=Source.DEFAULT)
    paused_until = models.DateField(null=True, blank=True)
    pause_reason = models.CharField(max_length=200, blank=True)
    personal_note = models.TextField(blank=True, help_text="Account team only.")
    interests = models.CharField(max_length=300, blank=True, help_text="Account team only.")
    important_dates = models.JSONField(default=list, blank=True, help_text="Account team only.")
    last_two_way_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = ContactQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_placeholder=True, person__isnull=True)
                | Q(is_placeholder=False, person__isnull=False),
                name="contact_has_person_or_is_placeholder",
            ),
            models.CheckConstraint(
                condition=Q(preferred_interval_days__isnull=True)
                | Q(preferred_interval_days__gte=1, preferred_interval_days__lte=730),
                name="contact_interval_sane",
            ),
            models.CheckConstraint(
                condition=Q(most_in_30_days__isnull=True)
                | Q(most_in_30_days__gte=1, most_in_30_days__lte=60),
                name="contact_cap_sane",
            ),
            models.CheckConstraint(
                condition=Q(role_is_guessed=False) | ~Q(buying_role=BuyingRole.UNKNOWN),
                name="contact_guess_is_a_role",
            ),
            models.CheckConstraint(
                condition=~Q(channels_preferred__overlap=F("channels_forbidden")),
                name="contact_channel_not_both",
            ),
            models.CheckConstraint(condition=HOURS_FROM_TO, name="contact_hours_from_to"),
            models.CheckConstraint(
                condition=Q(hours_days__contained_by=Weekday.values), name="contact_hours_on_weekdays"
            ),
            models.CheckConstraint(condition=DATES_HAVE_A_SHAPE, name="contact_dates_have_a_shape"),
            models.CheckConstraint(condition=~Q(assistant=F("id")), name="contact_assists_another"),
            models.UniqueConstraint(fields=["account", "person"], name="contact_once_per_account"),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "-is_key", "id"], name="contact_by_account")]
        triggers: ClassVar = assistant_guards()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The person's name, or the role that waits for one."""
        return self.person.name if self.person else f"{self.get_buying_role_display()} (nobody known yet)"


@audited()
class JobMove(Recorded):
    """Somebody left one seat for another: history that survives the change."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="moves")
    left_contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    joined_contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="+")
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.person} on {self.on}"
