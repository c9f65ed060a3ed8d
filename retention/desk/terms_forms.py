"""Forms of a renewal's price and terms, of agreeing to them, and of what the price may follow."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.choosing import people_at_work
from retention.lib import accepts
from retention.lib.form_fields import AmountField, CheckedField, DayField, RecordField, SeveralWords, offer
from retention.lib.forms import ActionForm
from retention.renewals.models import CapKind, Level, RenewalTerms, SpecialTerm
from retention.renewals.pricing import ECONOMIC

from .form_parts import InParts, Part

OTHERS = ("give_get", "price_notice_days", "price_notice_sent_on", "index_on")
NAMES = (*ECONOMIC, *OTHERS)


def _percent(label: str, help_text: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=8, decimal_places=2, help_text=help_text
    )


class TermsForm(InParts):
    """What is offered, what the contract allows, and when a rise must be announced."""

    list_price = AmountField(required=False, label="List price a year")
    proposed_uplift_pct = _percent("Proposed rise in per cent")
    discount_pct = _percent("Discount in per cent")
    proposed_arr = AmountField(required=False, label="Proposed amount a year")
    term_months = forms.IntegerField(required=False, min_value=1, max_value=240, label="Term in months")
    payment_days = forms.IntegerField(required=False, min_value=0, max_value=365, label="Days to pay")
    special_terms = SeveralWords(choices=SpecialTerm.choices, required=False, label="Special terms")
    give_get = CheckedField(
        accepts.text("What we give, and what for", 500), many_lines=True, rows=2, required=False,
        label="What we give, and what for",
    )  # fmt: skip
    policy_uplift_pct = _percent("The policy’s rise in per cent", "Of the tier, unless you say otherwise.")
    cap_kind = forms.ChoiceField(choices=CapKind.choices, label="What the contract allows")
    cap_pct = _percent("At most, in per cent")
    index_name = CheckedField(accepts.text("The index", 60), required=False, label="Index in the contract")
    index_on = DayField(required=False, label="Index as of")
    index_plus = _percent("Points on top of the index")
    index_min = _percent("Least rise by index")
    index_max = _percent("Highest rise by index")
    price_notice_days = forms.IntegerField(
        required=False, min_value=0, max_value=730, label="A rise is announced, days before the end"
    )
    price_notice_sent_on = DayField(required=False, label="Announced on")

    PARTS = (
        Part("What is offered", ("proposed_arr", "proposed_uplift_pct", "discount_pct"), is_row=True),
        Part("", ("list_price", "term_months", "payment_days"), is_row=True),
        Part("", ("special_terms", "give_get")),
        Part("What the contract allows", ("cap_kind", "cap_pct", "policy_uplift_pct"), is_row=True),
        Part(
            "The contract names an index",
            ("index_name", "index_on", "index_plus", "index_min", "index_max"),
            is_folded=True,
            is_row=True,
        ),
        Part("Announcing a rise", ("price_notice_days", "price_notice_sent_on"), is_row=True),
    )


def start_of(terms: RenewalTerms | None) -> dict[str, Any]:
    """What stands in the form."""
    if terms is None:
        return {"cap_kind": CapKind.NONE, "discount_pct": 0}
    return {name: getattr(terms, name) for name in NAMES} | {"version": terms.version}


class AskForm(ActionForm):
    """Why these terms."""

    note = CheckedField(
        accepts.text("The note", 500), many_lines=True, rows=3, required=False, label="Why these terms"
    )


class DecideForm(ActionForm):
    """Yes or no, and why."""

    agrees = forms.TypedChoiceField(
        choices=[("yes", "I agree"), ("no", "I refuse")], coerce=lambda word: word == "yes",
        widget=forms.RadioSelect, label="Your answer",
    )  # fmt: skip
    note = CheckedField(accepts.text("The note", 500), many_lines=True, rows=3, required=False, label="Why")


class IndexForm(ActionForm):
    """What an index stood at."""

    name = CheckedField(accepts.text("The index", 60, required=True), label="Index")
    on = DayField(label="For the day")
    pct = forms.DecimalField(max_digits=6, decimal_places=2, label="Change in a year, in per cent")
    source = CheckedField(accepts.text("The source", 120), required=False, label="Source")


class SeatForm(ActionForm):
    """Who decides for a level."""

    level = forms.ChoiceField(choices=[(level.value, level.label) for level in Level if level != Level.LEAD])
    user = RecordField(label="Who", empty_label=None)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, user=people_at_work())


def changed(form: TermsForm) -> dict[str, Any]:
    """The fields to save: all that were shown, as the action compares them with what stands."""
    names: Sequence[str] = [name for name in form.fields if name != "version"]
    return {name: form.cleaned_data[name] for name in names if name in form.changed_data}
