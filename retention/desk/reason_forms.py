"""Forms of why customers leave: what they said, what it really was, and the way back."""

from typing import Any

from django import forms

from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, SeveralWords
from retention.lib.forms import ActionForm
from retention.renewals.actions.reasons import JUDGED, REASON_CHECKS, may_judge
from retention.renewals.choices import Controllable, RootCause, WouldReturn
from retention.renewals.models import LossReason, Renewal
from retention.renewals.reasons import CAUSES, GROUPS, ReasonRefused, faults_of, words_of
from retention.team.models import User

NOT_SAID = [("", "Not said")]
CAUSES_BY_GROUP = [
    ("", "Not said"),
    *(
        (label, [(code, str(RootCause(code).label)) for code, told in CAUSES.items() if told.group == group])
        for group, label in GROUPS.items()
    ),
]
SUB_CODES = [
    ("", "Not said"),
    *(
        (str(RootCause(cause).label), [(code, words_of(code).capitalize()) for code in told.sub_codes])
        for cause, told in CAUSES.items()
        if told.sub_codes
    ),
]


def in_words(label: str, help_text: str = "") -> CheckedField:
    """A field for a few sentences."""
    return CheckedField(
        accepts.text(label, 500), label=label, required=False, many_lines=True, rows=2, help_text=help_text
    )


class ReasonForm(ActionForm):
    """Why they left or took less: their words, and what it really was."""

    stated_reason = in_words("What they said", "In their words, when they leave or take less.")
    known_since = DayField(required=False, label="Known since")
    root_cause = forms.ChoiceField(choices=CAUSES_BY_GROUP, required=False, label="What it really was")
    sub_code = forms.ChoiceField(choices=SUB_CODES, required=False, label="More exactly")
    secondary = SeveralWords(choices=RootCause.choices, required=False, label="What added to it, at most two")
    evidence = in_words("What shows it")
    controllable = forms.ChoiceField(
        choices=NOT_SAID + Controllable.choices, required=False, label="In whose hands it lay"
    )
    is_regrettable = forms.TypedChoiceField(
        choices=[*NOT_SAID, ("yes", "Yes"), ("no", "No")],
        coerce=lambda word: word == "yes",
        empty_value=None,
        required=False,
        label="A loss to regret",
    )
    competitor = CheckedField(accepts.text("The competitor", 120), required=False, label="Competitor")
    preventable_if = in_words("What would have prevented it")
    would_return = forms.ChoiceField(choices=WouldReturn.choices, initial=WouldReturn.UNKNOWN, required=False,
                                     label="Would they return")  # fmt: skip
    win_back_on = DayField(required=False, label="Ask them again on")

    def __init__(self, *args: Any, renewal: Renewal, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_judge(renewal, user):
            for name in set(JUDGED) - {"competitor", "preventable_if"}:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Everything that a judgement still needs is said at once."""
        said = super().clean() or {}
        if self.is_judged:
            for fault in faults_of({name: said.get(name) for name in JUDGED}):
                self.blame(fault.field, fault)
        return said

    @property
    def is_judged(self) -> bool:
        """A judgement is asked for, of somebody who may give it."""
        return "root_cause" in self.fields

    def blame(self, name: str, fault: ReasonRefused) -> None:
        """Show a fault at its field, unless that one is refused already."""
        if name not in self.errors:
            self.add_error(name, fault.message)

    @property
    def reason(self) -> dict[str, Any]:
        """What was said of the reason; nothing when no word was."""
        said = {name: self.cleaned_data[name] for name in REASON_CHECKS if name in self.cleaned_data}
        is_said = any(value for name, value in said.items() if name != "would_return")
        return said if is_said else {}


class ReturnForm(ActionForm):
    """Whether they would come back, and when somebody asks again."""

    would_return = forms.ChoiceField(choices=WouldReturn.choices, label="Would they return")
    win_back_on = DayField(required=False, label="Ask them again on", help_text="Becomes a next step.")


class JudgeForm(ReasonForm):
    """What a loss really was, behind what they said."""

    def __init__(self, *args: Any, reason: LossReason, user: User, **options: Any) -> None:
        super().__init__(*args, renewal=reason.renewal, user=user, **options)
        for name in set(REASON_CHECKS) - set(JUDGED):
            del self.fields[name]

    @property
    def judged(self) -> dict[str, Any]:
        """The judgement, for the action."""
        return {name: self.cleaned_data[name] for name in JUDGED if name in self.cleaned_data}
