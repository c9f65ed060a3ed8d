"""The form of what a customer spends a year."""

from typing import Any

from django import forms

from retention.lib import accepts
from retention.lib.form_fields import AmountField, CheckedField, DayField
from retention.lib.forms import ActionForm

from ..actions.wallet import CHECKS
from ..planning.wallet import Confidence, SpendSource
from ..wallets import families

EVERYTHING = "Everything we could supply"


class SpendForm(ActionForm):
    """What they spend a year on what we could supply, and how we know."""

    family = forms.ChoiceField(required=False, label="On what")
    covers = CheckedField(
        CHECKS["covers"], required=False, label="What it pays for, in their words",
        help_text="Getting goods to shops; keeping the books.",
    )  # fmt: skip
    amount = AmountField(
        required=False, label="They spend a year", help_text="With all suppliers, us included."
    )
    currency = CheckedField(accepts.currency, label="Currency")
    source = forms.ChoiceField(choices=SpendSource.choices, label="How we know", widget=forms.RadioSelect)
    confidence = forms.ChoiceField(
        choices=Confidence.choices, label="How sure we are", widget=forms.RadioSelect,
        initial=Confidence.MEDIUM,
    )  # fmt: skip
    said_on = DayField(label="As of")
    rank = forms.DecimalField(
        required=False, min_value=1, max_value=50, max_digits=4, decimal_places=1, label="Our rank",
        help_text="1 is the first; 1.5 shares the first place.",
    )  # fmt: skip
    suppliers = forms.IntegerField(required=False, min_value=1, max_value=50, label="Among suppliers")
    note = CheckedField(CHECKS["note"], required=False, label="Who said it, and where")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [("", EVERYTHING), *((name, name) for name in families())]
        self.fields["family"].choices = offered  # type: ignore[attr-defined] # a field of choices
