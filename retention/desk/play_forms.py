"""Forms of save plays: starting one, and saying how it ended."""

from typing import Any

from django import forms

from retention.lib import accepts
from retention.lib.form_fields import AmountField, CheckedField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.renewals.choices import PlayCode, RootCause, SaveOutcome
from retention.renewals.models import PlayRun, Renewal
from retention.team.models import User


class StartPlayForm(ActionForm):
    """Which play, against what; its steps become next steps."""

    play = forms.ChoiceField(choices=[("", "Choose"), *PlayCode.choices], label="Play")
    trigger = CheckedField(accepts.text("What happened", 300), required=False, label="What happened")
    root_cause = forms.ChoiceField(
        choices=[("", "The play's own"), *RootCause.choices], required=False, label="Against which cause"
    )


class FinishPlayForm(ActionForm):
    """How a play ended, what was offered for it, and what was kept."""

    run = RecordField(label="Play", empty_label=None)
    outcome = forms.ChoiceField(choices=[("", "Choose"), *SaveOutcome.choices], label="How it ended")
    offer_cost = AmountField(required=False, label="Offered, a year")
    saved_arr = AmountField(required=False, label="Kept, a year")
    note = CheckedField(accepts.text("The note", 500), many_lines=True, rows=2, required=False, label="Note")

    def __init__(self, *args: Any, renewal: Renewal, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        runs = PlayRun.objects.visible_to(user).active().filter(account=renewal.account_id)
        offer(self, run=runs.order_by("-started_on", "-id"))
        field = self.fields["run"]
        field.label_from_instance = _name_of  # type: ignore[attr-defined]


def _name_of(run: PlayRun) -> str:
    return f"{run.get_play_display()}, since {run.started_on:%-d %B %Y}"
