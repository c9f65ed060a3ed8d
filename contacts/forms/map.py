"""Forms of the map of people; none of them saves."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.choosing import people_at_work, units_of
from accounts.forms.accounts import AccountField, read_as
from accounts.models import Account
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..choices import Attitude, BuyingRole, Certainty, Orientation, RelationshipLevel
from ..choosing import in_the_group, scopes_of
from ..map_rows import INFLUENCE_CHECKS, KNOWN_CHECKS
from ..models import Contact
from ..people_map.roles import ROLE_TESTS
from ..seats import CONTACT_CHECKS

INFLUENCE = [("", "Not rated"), ("1", "1 none"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5 decides")]
TEAM_ONLY = ("attitude", "evidence")


def _whole_number(value: str) -> int:
    return int(value)


def _chosen(label: str, choices: Iterable[Any], empty: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=[("", empty), *choices], coerce=_whole_number, empty_value=None, required=False, label=label
    )


class OnTheMapForm(ActionForm):
    """What every form of the map asks: from when, how sure, and on which map."""

    certainty = forms.ChoiceField(
        choices=Certainty.choices, initial=Certainty.ASSUMED, label="How sure we are"
    )
    verified_on = DayField(required=False, label="Confirmed on")
    evidence = CheckedField(
        KNOWN_CHECKS["evidence"], required=False, label="What we saw or heard",
        help_text="Only the account team reads it. Write it so that they might.",
    )  # fmt: skip
    on = DayField(required=False, label="From when", help_text="Empty: today.")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        if "org_unit" in self.fields:
            offer(self, org_unit=units_of(account, user), scope=scopes_of(account, user))


class RoleForm(OnTheMapForm):
    """The part somebody plays, with the test of each role beside its name."""

    role = forms.ChoiceField(
        choices=[
            (word.value, f"{word.label}: {ROLE_TESTS[word.value]}")
            for word in BuyingRole
            if word is not BuyingRole.UNKNOWN
        ],
        label="Role",
    )
    org_unit = RecordField(required=False, label="On the map of", empty_label="Whole account")
    scope = RecordField(required=False, label="For the decision", empty_label="Every decision")
    field_order = ("version", "role", "org_unit", "scope", "certainty", "verified_on", "evidence", "on")


class RatingForm(OnTheMapForm):
    """Influence, attitude, and by what somebody decides."""

    influence = forms.TypedChoiceField(
        choices=INFLUENCE, coerce=_whole_number, empty_value=None, required=False, label="Influence"
    )
    attitude = _chosen("Attitude", Attitude.choices, "Not known")
    orientation = forms.ChoiceField(
        choices=Orientation.choices, initial=Orientation.UNKNOWN, label="Decides by"
    )
    field_order = (
        "version",
        "influence",
        "attitude",
        "orientation",
        "certainty",
        "verified_on",
        "evidence",
        "on",
    )

    def __init__(
        self, *args: Any, user: User, account: Account, reads_attitudes: bool, **options: Any
    ) -> None:
        super().__init__(*args, user=user, account=account, **options)
        for name in () if reads_attitudes else (*TEAM_ONLY, "certainty", "verified_on"):
            del self.fields[name]


class TieForm(ActionForm):
    """What one of ours is to a contact, and what they should become."""

    user = RecordField(label="Colleague")
    level = _chosen("Level now", RelationshipLevel.choices, "Not known")
    desired_level = _chosen("Level we wish for", RelationshipLevel.choices, "Not said")
    on = DayField(required=False, label="From when", help_text="Empty: today.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, user=people_at_work())


class ManagerForm(ActionForm):
    """To whom somebody reports, in this account or its group."""

    manager = RecordField(required=False, label="Reports to", empty_label="Nobody known")
    on = DayField(required=False, label="From when", help_text="Empty: today.")

    def __init__(self, *args: Any, user: User, contact: Contact, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, manager=_others(contact, user))


class InfluenceForm(ActionForm):
    """Who listens to somebody, and how much."""

    on_contact = RecordField(label="Who listens to them")
    weight = forms.TypedChoiceField(
        choices=[("1", "A little"), ("2", "Often"), ("3", "Nearly always")],
        coerce=_whole_number, initial="2", label="How much",
    )  # fmt: skip
    note = CheckedField(
        INFLUENCE_CHECKS["note"], required=False, label="Note", help_text="Only the account team reads it."
    )

    def __init__(self, *args: Any, user: User, contact: Contact, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, on_contact=_others(contact, user))


class JobMoveForm(ActionForm):
    """Where somebody went, as what, and when."""

    account = AccountField(label="Now at", help_text="Another account of yours, by name.")
    title = CheckedField(CONTACT_CHECKS["title"], required=False, label="Title there")
    on = DayField(label="Since")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        read_as(self, "account", user)


def _others(contact: Contact, user: User) -> QuerySet[Contact]:
    return in_the_group(contact.account, user).exclude(pk=contact.pk)
