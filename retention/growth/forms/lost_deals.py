"""Forms of lost deals and references."""

from typing import Any

from django import forms

from accounts.forms.accounts import AccountField, read_as
from retention.lib.form_fields import AmountField, CheckedField, DayField
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.lost_deals import DEAL_CHECKS
from ..models import AskOutcome, LostDeal, LostReason


class LostDealForm(ActionForm):
    """Which deal was lost, when, and why as far as we know."""

    prospect = CheckedField(DEAL_CHECKS["prospect"], label="Prospect")
    lost_on = DayField(label="Lost on")
    amount = AmountField(required=False, label="Worth a year")
    currency = CheckedField(DEAL_CHECKS["currency"], required=False, label="Currency")
    reason = forms.ChoiceField(choices=LostReason.choices, initial=LostReason.UNKNOWN, label="Why")
    note = CheckedField(DEAL_CHECKS["note"], many_lines=True, required=False, label="What happened")

    def __init__(self, *args: Any, deal: LostDeal | None = None, **options: Any) -> None:
        if deal is not None:
            said = {name: getattr(deal, name) for name in self.base_fields if hasattr(deal, name)}
            options.setdefault("initial", said)
        super().__init__(*args, **options)


class ReferenceForm(ActionForm):
    """Which customer was asked to speak for us."""

    account = AccountField(label="Customer", help_text="The account that was asked.")
    asked_on = DayField(label="Asked on")
    outcome = forms.ChoiceField(choices=AskOutcome.choices, label="What became of it")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        read_as(self, "account", user)


class OutcomeForm(ActionForm):
    """What became of asking."""

    outcome = forms.ChoiceField(choices=AskOutcome.choices, label="What became of it")
