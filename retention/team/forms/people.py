"""Forms about people: one's own profile, what an admin changes, invitations, and moving."""

from typing import Any

from django import forms

from retention.lib.form_fields import CheckedField, RecordField, RecordsField, SeveralWords, offer
from retention.lib.forms import ActionForm

from ..models import Density, Team, Theme, User
from ..people_checks import BY_ADMIN, PROFILE
from ..roles import Role
from .choices import WEEKDAYS, country_choices, region_choices

ROLES = [choice for choice in Role.choices if choice[0] != Role.SYSTEM]


def time_field(label: str) -> forms.TimeField:
    """A time of day."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(
        label=label, widget=widget, error_messages={"invalid": "Write the time like 09:00."}
    )


class PlaceAndHours(ActionForm):
    """Where somebody is and when they work: the part that profile and administration share."""

    name = CheckedField(PROFILE["name"], label="Name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    title = CheckedField(PROFILE["title"], label="Job title", required=False)
    time_zone = CheckedField(
        PROFILE["time_zone"],
        label="Time zone",
        help_text="Such as Europe/Berlin. Days, reminders and the morning mail follow it.",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    country = forms.ChoiceField(
        label="Country",
        choices=country_choices,
        required=False,
        help_text="Its public holidays are days off.",
    )
    subdivision = forms.ChoiceField(label="Region", required=False)
    work_starts = time_field("Work starts")
    work_ends = time_field("Work ends")
    weekend = SeveralWords(label="Days off every week", choices=WEEKDAYS, required=False)

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in self.fields:
            self.initial.setdefault(name, getattr(person, name, None))
        self.initial["weekend"] = [str(day) for day in sorted(person.weekend_days)]
        chosen = str(self.data.get("country", person.country)) if self.is_bound else person.country
        regions = region_choices(chosen) or (("", "Not said"),)
        region = self.fields["subdivision"]
        if isinstance(region, forms.ChoiceField):
            region.choices = [*regions, *self._region_left(person, chosen)]

    def _region_left(self, person: User, chosen: str) -> list[tuple[str, str]]:
        """A region of the country just left is understood, and dropped."""
        sent = str(self.data.get("subdivision", "")) if self.is_bound else ""
        known = {code for code, _ in region_choices(chosen)}
        left = sent and sent not in known and sent == person.subdivision and chosen != person.country
        return [(sent, sent)] if left else []

    def clean(self) -> dict[str, Any]:
        """Days of the week as numbers; no region of another country."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if "weekend" in said:
            said["weekend"] = sorted(int(day) for day in said["weekend"])
        codes = {code for code, _ in region_choices(said.get("country", ""))}
        if said.get("subdivision") and said["subdivision"] not in codes:
            said["subdivision"] = ""
        return said


class ProfileForm(PlaceAndHours):
    """What people change about themselves."""

    theme = forms.ChoiceField(label="Colours", choices=Theme.choices, widget=forms.RadioSelect)
    density = forms.ChoiceField(label="Rows", choices=Density.choices, widget=forms.RadioSelect)
    single_keys = forms.BooleanField(
        label="Single-letter shortcuts",
        required=False,
        help_text="L logs a touchpoint, J and K walk through lists.",
    )


class PersonForm(PlaceAndHours):
    """What an admin changes about somebody."""

    email = CheckedField(BY_ADMIN["email"], label="E-mail address", help_text="They sign in with it.")
    role = forms.ChoiceField(label="Role", choices=ROLES)
    sees_everything = forms.BooleanField(
        label="Sees all accounts", required=False, help_text="For viewers: not only those of their teams."
    )
    field_order = ("version", "name", "email", "role", "sees_everything", "title")


class TeamsForm(ActionForm):
    """In which teams somebody is, and which of them they lead."""

    teams = RecordsField(label="Teams", required=False)
    leads = RecordsField(label="Leads", required=False, help_text="For team leads and admins.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, teams=Team.objects.all(), leads=Team.objects.all())


class InvitationForm(TeamsForm):
    """Who is invited, as what, into which teams."""

    name = CheckedField(BY_ADMIN["name"], label="Name")
    email = CheckedField(BY_ADMIN["email"], label="E-mail address")
    role = forms.ChoiceField(label="Role", choices=ROLES, initial=Role.ACCOUNT_MANAGER)
    sees_everything = forms.BooleanField(
        label="Sees all accounts", required=False, help_text="For viewers: not only those of their teams."
    )
    country = forms.ChoiceField(label="Country", choices=country_choices, required=False)
    time_zone = CheckedField(
        BY_ADMIN["time_zone"],
        label="Time zone",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
        help_text="Such as Europe/Berlin.",
    )
    field_order = ("name", "email", "role", "sees_everything", "teams", "leads", "country", "time_zone")

    def fields_of_person(self) -> dict[str, Any]:
        """What the action is told about the person."""
        return {name: value for name, value in self.fields_said().items() if name not in ("teams", "leads")}


class MoveForm(TeamsForm):
    """Another set of teams, and whether their accounts follow."""

    accounts_to = RecordField(
        label="Accounts follow into",
        required=False,
        empty_label="Accounts keep their team",
        help_text="Those they own in the teams they leave.",
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        memberships = list(person.memberships.all())
        options.setdefault(
            "initial",
            {
                "teams": [membership.team_id for membership in memberships],
                "leads": [membership.team_id for membership in memberships if membership.is_lead],
            },
        )
        super().__init__(*args, **options)
        offer(self, accounts_to=Team.objects.all())


class PeopleSearchForm(forms.Form):
    """Which people the list shows."""

    STATES = [
        ("", "Everybody"),
        ("active", "Active"),
        ("invited", "Invited, not in yet"),
        ("left", "Deactivated"),
    ]
    q = forms.CharField(label="Name or e-mail address", required=False, max_length=100)
    role = forms.ChoiceField(label="Role", choices=[("", "Any role"), *ROLES], required=False)
    team = RecordField(label="Team", required=False, empty_label="Any team")
    state = forms.ChoiceField(label="State", choices=STATES, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, team=Team.objects.all())
