"""Forms of hours: what a contract includes, what was worked, what becomes of too much."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account, Contract
from retention.lib import accepts
from retention.lib.form_fields import AmountField, CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..choices import OverDecision, WorkKind


def _contracts(account: Account, user: User) -> Any:
    return Contract.objects.visible_to(user).filter(account=account).order_by("-term_start", "id")


class AllowanceForm(ActionForm):
    """How many hours a month a contract includes, from which month, and what an hour is worth and costs."""

    contract = RecordField(label="Contract")
    minutes = forms.DecimalField(min_value=0, max_digits=8, decimal_places=2, label="Hours a month")
    starts_on = DayField(label="From the month of")
    fee = AmountField(required=False, label="They pay a month for it", help_text="Empty: not known.")
    list_rate = AmountField(required=False, label="Price of an hour beyond")
    cost_rate = AmountField(required=False, label="An hour costs us")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, contract=_contracts(account, user))

    def clean_minutes(self) -> int:
        """Hours as they are written, in whole minutes. Raises ValidationError for nothing."""
        minutes = round(self.cleaned_data["minutes"] * 60)
        if minutes < 1:
            raise forms.ValidationError("Hours a month must be more than 0.")
        return int(minutes)


class AllowanceEndForm(ActionForm):
    """Until when the hours are included."""

    ends_on = DayField(label="With the month of")


class TimeForm(ActionForm):
    """Time that somebody worked for the account."""

    minutes = forms.IntegerField(label="Minutes", help_text="From 1 to 1,440.")
    worked_on = DayField(label="On")
    text = CheckedField(accepts.text("What was done", 300, required=True), label="What was done")
    kind = forms.ChoiceField(
        choices=WorkKind.choices, initial=WorkKind.DELIVERY, label="What it was", widget=forms.RadioSelect
    )
    user = RecordField(label="Who worked")
    contract = RecordField(required=False, label="Contract", empty_label="None in particular")
    is_beyond = forms.BooleanField(required=False, label="Outside of what was agreed")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, user=people_at_work(), contract=_contracts(account, user))
        self.initial.setdefault("user", user.pk)


class OverServiceForm(ActionForm):
    """What becomes of the hours of a month beyond those included."""

    decision = forms.ChoiceField(
        choices=OverDecision.choices, label="What becomes of them", widget=forms.RadioSelect,
        help_text="Goodwill enters the value log. A bill or a swap becomes the owner’s next step.",
    )  # fmt: skip
    note = CheckedField(accepts.text("Why", 500, required=True), label="Why")
    due_on = DayField(required=False, label="Step due", help_text="For a bill or a swap. Empty: today.")
