"""Forms of a contact."""

from typing import Any

from django import forms

from accounts.choosing import units_of
from accounts.models import Account
from retention.lib.form_fields import CheckedField, DayField, RecordField, SeveralWords, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..choices import BuyingRole, Channel, ContactStatus, Source, Weekday
from ..choosing import contacts_of
from ..models import Contact
from ..seats import CONTACT_CHECKS, PERSON_CHECKS
from .personal_days import DaysField, TimeOfDayField

FOR_THE_TEAM = ("personal_note", "interests", "important_dates")
CHANNELS = [(word.value, word.label) for word in Channel if word is not Channel.NOTE]


class ContactForm(ActionForm):
    """A person in a seat, and how and how often they want to hear from us."""

    name = CheckedField(PERSON_CHECKS["name"], label="Name")
    title = CheckedField(CONTACT_CHECKS["title"], required=False, label="Title")
    email = CheckedField(PERSON_CHECKS["email"], required=False, label="E-mail")
    phone = CheckedField(PERSON_CHECKS["phone"], required=False, label="Phone")
    org_unit = RecordField(required=False, label="Unit", empty_label="Whole account")
    buying_role = forms.ChoiceField(
        choices=BuyingRole.choices, initial=BuyingRole.UNKNOWN, label="Buying role"
    )
    is_key = forms.BooleanField(required=False, label="Key contact")
    is_placeholder = forms.BooleanField(
        required=False, label="Nobody known yet", help_text="The role exists, but nobody is known in it."
    )
    status = forms.ChoiceField(choices=ContactStatus.choices, initial=ContactStatus.ACTIVE, label="Status")
    departed_on = DayField(required=False, label="Left on")
    since = DayField(required=False, label="Known since", help_text="Nobody leaves before they were known.")
    channels_preferred = SeveralWords(choices=CHANNELS, required=False, label="Prefers")
    channels_forbidden = SeveralWords(choices=CHANNELS, required=False, label="Do not use")
    preferred_interval_days = forms.IntegerField(
        min_value=1, max_value=730, required=False, label="Wants to hear from us every (days)"
    )
    most_in_30_days = forms.IntegerField(
        min_value=1, max_value=60, required=False, label="At most so often in 30 days",
        help_text="By all of us together, bulk mail too. Empty: 8.",
    )  # fmt: skip
    hours_days = SeveralWords(choices=Weekday.choices, required=False, label="Best reached on")
    hours_from = TimeOfDayField(label="From", help_text="By the clock where they are.")
    hours_until = TimeOfDayField(label="Until")
    assistant = RecordField(
        required=False, label="Assistant", empty_label="None", help_text="Somebody of the same account."
    )
    preference_source = forms.ChoiceField(choices=Source.choices, initial=Source.DEFAULT, label="How we know")
    language = CheckedField(PERSON_CHECKS["language"], required=False, label="Language")
    time_zone = CheckedField(CONTACT_CHECKS["time_zone"], required=False, label="Time zone")
    country = CheckedField(CONTACT_CHECKS["country"], required=False, label="Country")
    personal_note = CheckedField(
        CONTACT_CHECKS["personal_note"],
        many_lines=True,
        required=False,
        label="Personal note",
        help_text="Only the account team reads it.",
    )
    interests = CheckedField(
        CONTACT_CHECKS["interests"],
        required=False,
        label="Interests",
        help_text="Only the account team reads them.",
    )
    important_dates = DaysField(
        label="Days that matter to them",
        help_text="One a line: 14 June Birthday. With a year if you know it: 2 May 2019 Joined the board. "
        "Only the account team reads them.",
    )

    def __init__(
        self, *args: Any, user: User, account: Account, contact: Contact | None = None, **options: Any
    ) -> None:
        if contact is not None:
            options.setdefault("initial", _initial(contact, self.base_fields))
        super().__init__(*args, **options)
        others = contacts_of(account, user).exclude(pk=contact.pk if contact else 0)
        offer(self, org_unit=units_of(account, user), assistant=others)
        self.fields["name"].required = False
        if contact is None:
            del self.fields["since"]
        else:
            del self.fields["is_placeholder"]
            if contact.is_placeholder:
                for name in PERSON_CHECKS:
                    del self.fields[name]
        if not Account.objects.visible_to(user).in_inner_circle_of(user).filter(pk=account.pk).exists():
            for name in FOR_THE_TEAM:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A person has a name; a placeholder has none."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("is_placeholder"):
            for name in PERSON_CHECKS:
                said.pop(name, None)
        elif "name" in self.fields and not said.get("name") and "name" not in self.errors:
            self.add_error("name", "The name is missing.")
        if "since" in self.fields and "since" not in self.errors:
            said["since"] = said.get("since") or self.initial.get("since")
        return said


def _initial(contact: Contact, names: Any) -> dict[str, Any]:
    """What stands in the boxes: the seat's fields and the person's."""
    found = {name: getattr(contact, name) for name in names if name in CONTACT_CHECKS}
    return found | {name: getattr(contact.person, name, "") for name in PERSON_CHECKS}


class DepartureForm(ActionForm):
    """On which day somebody left."""

    on = DayField(label="Left on")


class PauseForm(ActionForm):
    """Until when somebody does not want to hear from us, and why."""

    until = DayField(label="Pause until")
    reason = CheckedField(CONTACT_CHECKS["pause_reason"], label="Why")
