"""Forms of white space: what a cell says, and the plays to win it."""

from typing import Any

from django import forms

from accounts.models import Account
from contacts.choosing import contacts_of
from retention.lib import accepts
from retention.lib.form_fields import AmountField, CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.whitespace import CHECKS
from ..models import WhitespaceCell
from ..planning.room_words import ENDED_STAGES, RUNNING_STAGES, CellState, Strength


def _words(name: str, label: str, **options: Any) -> CheckedField:
    return CheckedField(CHECKS[name], required=False, label=label, **options)


class CellForm(ActionForm):
    """What is known of one product in one unit."""

    state = forms.ChoiceField(choices=CellState.choices, label="What stands there", widget=forms.RadioSelect)
    units = AmountField(required=False, label="Units still to be won", help_text="Seats, sites, machines.")
    unit_price = AmountField(required=False, label="Price of one a year")
    currency = CheckedField(accepts.currency, label="Currency")
    potential_said = AmountField(required=False, label="Potential, if another amount")
    potential_note = _words("potential_note", "Why another amount")
    fit = AmountField(required=False, label="Fit", help_text="0 to 1: how well it solves what they need.")
    access = AmountField(required=False, label="Access", help_text="0 to 1: how near we are to who decides.")
    need = _words("need", "Their need, in their words", many_lines=True, rows=2)
    sponsor = RecordField(required=False, label="Who backs it", empty_label="Nobody yet")
    budget = _words("budget", "Their budget")
    timing = _words("timing", "Their timing")
    approach = _words("approach", "How we approach it", many_lines=True, rows=2)
    competitor = _words("competitor", "Competitor, as they call them")
    competitor_product = _words("competitor_product", "Their product")
    competitor_ends_on = DayField(required=False, label="Their contract ends on")
    competitor_strength = forms.ChoiceField(
        choices=[("", "Not known"), *Strength.choices], required=False, label="How firmly they sit"
    )

    def __init__(
        self, *args: Any, user: User, account: Account, cell: WhitespaceCell | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer(self, sponsor=contacts_of(account, user))
        self.initial.setdefault("currency", account.currency)
        self.initial.setdefault("state", CellState.UNKNOWN)
        if cell is not None:
            for name in self.base_fields:
                self.initial[name] = getattr(cell, name)
        if cell is None or cell.state != CellState.PIPELINE:
            states = [each for each in CellState.choices if each[0] != CellState.PIPELINE]
            self.fields["state"].choices = states  # type: ignore[attr-defined] # a field of choices


class StartPlayForm(ActionForm):
    """Who sets out to win a cell, why, until when, and what they do first."""

    owner = RecordField(label="Who works on it")
    reason = CheckedField(
        accepts.text("Why we can win it", 500, required=True, many_lines=True), many_lines=True, rows=2,
        label="Why we can win it",
    )  # fmt: skip
    target_on = DayField(label="To be won by")
    step = CheckedField(accepts.text("The first step", 300, required=True), label="First step")
    step_on = DayField(label="Due on")
    allowed_reason = CheckedField(
        accepts.text("Why now", 300), required=False, label="Why now, although they are not well",
        help_text="Only for a lead, and only while the customer is at risk or was within two weeks.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, is_blocked: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people)
        if not is_blocked:
            del self.fields["allowed_reason"]


class EditPlayForm(ActionForm):
    """How far a play is, who works on it, why, until when."""

    stage = forms.ChoiceField(
        choices=[(each.value, each.label) for each in RUNNING_STAGES], label="Stage", widget=forms.RadioSelect
    )
    owner = RecordField(label="Who works on it")
    reason = CheckedField(
        accepts.text("Why we can win it", 500, required=True, many_lines=True), many_lines=True, rows=2,
        label="Why we can win it",
    )  # fmt: skip
    target_on = DayField(label="To be won by")

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people)


class RoomStepForm(ActionForm):
    """What is next; the former step counts as done."""

    step = CheckedField(accepts.text("The next step", 300, required=True), label="Next step")
    step_on = DayField(label="Due on")


class EndPlayForm(ActionForm):
    """How a play ended."""

    stage = forms.ChoiceField(
        choices=[(each.value, each.label) for each in ENDED_STAGES], label="How it ended",
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = CheckedField(
        accepts.text("What came of it", 500, many_lines=True), required=False, many_lines=True, rows=2,
        label="What came of it", help_text="Needed unless it was won.",
    )  # fmt: skip
