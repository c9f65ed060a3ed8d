"""Forms of next steps and promises."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..choices import PromiseState, Side
from ..choosing import contacts_of


class StepForm(ActionForm):
    """One thing to do next."""

    text = CheckedField(accepts.text("The next step", 300, required=True), label="What")
    due_on = DayField(label="Due on")
    owner = RecordField(label="Who")
    contact = RecordField(required=False, label="With", empty_label="Nobody in particular")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people_at_work(), contact=contacts_of(account, user))
        self.initial.setdefault("owner", user.pk)


class SnoozeForm(ActionForm):
    """Until when something is put off, and why."""

    until = DayField(label="Show it again on")
    reason = CheckedField(accepts.text("The reason", 200, required=True), label="Why")


class PromiseForm(ActionForm):
    """What somebody was told, by when."""

    side = forms.ChoiceField(choices=Side.choices, initial=Side.OURS, label="Whose promise")
    text = CheckedField(accepts.text("The promise", 500, required=True), label="What was promised")
    promised_on = DayField(label="Promised on")
    due_on = DayField(label="Due on")
    user = RecordField(label="Who keeps it, or follows it up")
    contact = RecordField(required=False, label="With", empty_label="Nobody in particular")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, user=people_at_work(), contact=contacts_of(account, user))
        self.initial.setdefault("user", user.pk)

    def clean(self) -> dict[str, Any]:
        """Nothing is due before it was promised."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        made, due = said.get("promised_on"), said.get("due_on")
        if made and due and due < made:
            self.add_error("due_on", "It cannot be due before it was promised.")
        return said


class SettlePromiseForm(ActionForm):
    """How a promise ended, and when."""

    state = forms.ChoiceField(
        choices=[choice for choice in PromiseState.choices if choice[0] != PromiseState.OPEN], label="It was"
    )
    on = DayField(label="On")
