"""The form of an account, and the field that finds one by its name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.accounts import ACCOUNT_CHECKS
from ..choices import LifecycleStage, Tier
from ..choosing import accounts_called, all_teams, people_who_can_own
from ..models import Account

LISTED_BY = {"list": "account-names", "autocomplete": "off"}


class AccountField(forms.CharField):
    """An account the user sees, by its name or id; the form sets ``user``."""

    user: User

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 200, "widget": forms.TextInput(attrs=LISTED_BY), **options})

    def to_python(self, value: Any) -> Any:
        """The account, or None. Raises ValidationError when none or several carry the name."""
        if isinstance(value, Account):
            return value
        written = super().to_python(value)
        if not written:
            return None
        found = accounts_called(written, self.user) if "\x00" not in written else []
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(f"Several accounts are called “{written}”. Open the right one first.")
        raise ValidationError(f"No account of yours is called “{written[:60]}”.")

    def prepare_value(self, value: Any) -> Any:
        """The name that stands in the box."""
        return value.name if isinstance(value, Account) else value

    def run_validators(self, value: Any) -> None:
        """Nothing more is asked of an account than that it was found."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another account is named."""
        return super().has_changed(self.prepare_value(initial), data)


class AccountForm(ActionForm):
    """Everything people edit about an account."""

    name = CheckedField(ACCOUNT_CHECKS["name"], label="Name")
    tier = forms.ChoiceField(choices=Tier.choices, initial=Tier.C, label="Tier")
    stage = forms.ChoiceField(choices=LifecycleStage.choices, initial=LifecycleStage.LIVE, label="Stage")
    owner = RecordField(required=False, label="Owner", empty_label="Nobody yet")
    backup_owner = RecordField(required=False, label="Backup owner", empty_label="Nobody")
    team = RecordField(required=False, label="Team", empty_label="No team")
    parent = AccountField(required=False, label="Belongs to")
    sector = CheckedField(ACCOUNT_CHECKS["sector"], required=False, label="Sector")
    country = CheckedField(ACCOUNT_CHECKS["country"], required=False, label="Country")
    city = CheckedField(ACCOUNT_CHECKS["city"], required=False, label="City")
    time_zone = CheckedField(ACCOUNT_CHECKS["time_zone"], required=False, label="Time zone")
    currency = CheckedField(ACCOUNT_CHECKS["currency"], label="Currency")
    phone = CheckedField(ACCOUNT_CHECKS["phone"], required=False, label="Phone")
    website = CheckedField(ACCOUNT_CHECKS["website"], required=False, label="Website")
    customer_since = DayField(required=False, label="Customer since")
    first_value_on = DayField(
        required=False, label="First value on", help_text="The first outcome that the customer recognised."
    )
    tier_review_on = DayField(required=False, label="Review the tier on")
    definition_of_win = CheckedField(
        ACCOUNT_CHECKS["definition_of_win"],
        many_lines=True,
        required=False,
        label="What winning means",
        help_text="In the customer's words.",
    )

    def __init__(self, *args: Any, user: User, account: Account | None = None, **options: Any) -> None:
        if account is not None:
            options.setdefault("initial", initial_of(account, self.base_fields))
        super().__init__(*args, **options)
        owners = people_who_can_own()
        offer(self, owner=owners, backup_owner=owners, team=all_teams())
        read_as(self, "parent", user)
        if account is None and "owner" not in self.initial:
            self.initial.setdefault("owner", user.pk)


def read_as(form: forms.BaseForm, name: str, user: User) -> None:
    """Let an account field find only what this user sees."""
    field = form.fields[name]
    if not isinstance(field, AccountField):
        raise TypeError(f"{name} finds no accounts")
    field.user = user


def initial_of(record: Any, names: Any) -> dict[str, Any]:
    """What stands in the boxes when a record is opened."""
    return {name: getattr(record, name) for name in names if hasattr(record, name)}
