"""Forms of one renewal: the owner's call, the next stage, the outcome."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.form_fields import AmountField, CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.renewals.calls import LEFT_OUT_AS
from retention.renewals.models import CLOSED_STAGES, ForecastCategory, Renewal, RenewalStage
from retention.renewals.stages import GateClosed

from .form_parts import Part
from .plan_form import THE_PLAN, WithPlan

TAKE_BACK = "none"


class CallForm(WithPlan):
    """What the owner expects: a judgement, with what it rests on."""

    call = forms.ChoiceField(label="Your call")
    note = CheckedField(accepts.text("The reason", 500), many_lines=True, rows=2, required=False, label="Why")
    forecast_arr = AmountField(required=False, label="Renewed amount you expect, a year")
    driver = CheckedField(
        accepts.text("What drives the risk", 200), required=False, label="What drives the risk"
    )
    action = CheckedField(accepts.text("The action", 300), required=False, label="What is done about it")
    owner = RecordField(required=False, label="By whom", empty_label="Nobody yet")
    due_on = DayField(required=False, label="By when")
    left_out_as = forms.ChoiceField(
        choices=[("", "It counts"), *LEFT_OUT_AS.items()], required=False, label="Left out, because"
    )

    PARTS = (
        Part("", ("call", "note", "forecast_arr")),
        THE_PLAN,
        Part("It does not count at all", ("left_out_as",), is_folded=True),
    )

    def __init__(self, *args: Any, renewal: Renewal, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people_at_work())
        taken_back = [(TAKE_BACK, "Take the call back")] if renewal.call else []
        choose(self, "call", [("", "Choose"), *ForecastCategory.choices, *taken_back])

    @property
    def said(self) -> str:
        """The call; empty when it is taken back."""
        call: str = self.cleaned_data["call"]
        return "" if call == TAKE_BACK else call


class StageForm(ActionForm):
    """Where the renewal goes next; going back needs a reason, and so does a lead who goes past a gate."""

    stage = forms.ChoiceField(label="Stage")
    reason = CheckedField(
        accepts.text("The reason", 300), required=False, label="Why", help_text="Needed for going back."
    )
    override = forms.BooleanField(
        required=False, label="Go on without what is missing", help_text="Kept with your name and reason."
    )

    def __init__(self, *args: Any, renewal: Renewal, may_override: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        open_stages = [(value, word) for value, word in RenewalStage.choices if value not in CLOSED_STAGES]
        choose(self, "stage", [(value, word) for value, word in open_stages if value != renewal.stage])
        if not may_override:
            del self.fields["override"]

    def refuse(self, error: DomainError) -> None:
        """What a gate misses stands line by line."""
        if isinstance(error, GateClosed):
            self.add_error(None, [f"Missing: {one.text}." for one in error.missing])
        else:
            super().refuse(error)

    @property
    def overrides(self) -> bool:
        """A lead lets be missing what is missing."""
        return bool(self.cleaned_data.get("override"))


class VoidForm(ActionForm):
    """Why this never was a renewal."""

    reason = forms.ChoiceField(
        choices=[("", "Choose"), *LEFT_OUT_AS.items()],
        label="It is void, because",
        help_text="It is not deleted, counts nowhere, and no other one opens for the same day.",
    )
    note = CheckedField(accepts.text("The note", 500), many_lines=True, rows=2, required=False, label="Note")


class ReopenForm(ActionForm):
    """Why an outcome is taken back."""

    reason = CheckedField(accepts.text("The reason", 300, required=True), label="Why")


def choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Offer these words in a field of choices."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
