"""Forms of promises."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..choices import PromiseState, Side, Wording
from ..choosing import contacts_of
from ..models import Promise


class PromiseForm(ActionForm):
    """What somebody was told, by when."""

    side = forms.ChoiceField(
        choices=Side.choices, initial=Side.OURS, label="Whose promise", widget=forms.RadioSelect
    )
    text = CheckedField(accepts.text("The promise", 500, required=True), label="What was promised")
    wording = forms.ChoiceField(
        choices=Wording.choices, initial=Wording.OURS, label="In whose words", widget=forms.RadioSelect
    )
    contact = RecordField(
        required=False, label="To whom, or by whom of theirs", empty_label="Nobody in particular"
    )
    promised_on = DayField(label="Promised on")
    due_on = DayField(label="Due on")
    user = RecordField(label="Who keeps it, or follows it up")

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


class EditPromiseForm(ActionForm):
    """Another day, or somebody else who keeps it; what was said stays as it was said."""

    due_on = DayField(label="Due on")
    user = RecordField(label="Who keeps it, or follows it up")

    def __init__(self, *args: Any, promise: Promise, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, user=people_at_work())
        now = {"due_on": promise.due_on, "user": promise.user_id, "version": promise.version}
        self.initial.update(now)


class SettlePromiseForm(ActionForm):
    """How a promise ended, when, and who agreed when it is withdrawn."""

    state = forms.ChoiceField(
        choices=[choice for choice in PromiseState.choices if choice[0] != PromiseState.OPEN],
        label="It was",
        widget=forms.RadioSelect,
    )
    on = DayField(label="On")
    note = CheckedField(
        accepts.text("How it ended", 300),
        required=False,
        label="How it ended",
        help_text="When it is withdrawn: how they agreed.",
    )
    released_by = RecordField(
        required=False,
        label="Who of theirs agreed",
        empty_label="Nobody",
        help_text="Only when a promise of ours is withdrawn.",
    )

    def __init__(self, *args: Any, user: User, promise: Promise, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, released_by=contacts_of(promise.account, user))
        if promise.side == Side.THEIRS:
            del self.fields["released_by"]
