"""Forms of a renewal's end: what became of it, line by line, and why."""

from decimal import Decimal
from typing import Any

from django import forms

from accounts.choices import ContractState
from accounts.models import Contract, ContractLine
from retention.lib import accepts
from retention.lib.form_fields import (
    AmountField,
    CheckedField,
    DayField,
    RecordField,
    SeveralWords,
    offer,
)
from retention.lib.forms import ActionForm
from retention.renewals.actions.reasons import JUDGED, REASON_CHECKS, may_judge
from retention.renewals.choices import Controllable, RootCause, WinReason, WouldReturn
from retention.renewals.models import CLOSED_STAGES, LossReason, Renewal, RenewalStage
from retention.renewals.reasons import CAUSES, words_of
from retention.renewals.term_ends import lines_ending
from retention.team.models import User

from .renewal_forms import choose

LINE = "line_"
FIRST = ("stage", "on", "successor", "win_reasons", "note")
NOT_SAID = [("", "Not said")]
SUB_CODES = [
    ("", "Not said"),
    *(
        (str(RootCause(cause).label), [(code, words_of(code).capitalize()) for code in told.sub_codes])
        for cause, told in CAUSES.items()
        if told.sub_codes
    ),
]


def _words(name: str, label: str, help_text: str = "") -> CheckedField:
    return CheckedField(
        accepts.text(label, 500), label=label, required=False, many_lines=True, rows=2, help_text=help_text
    )


class ReasonForm(ActionForm):
    """Why they left or took less: their words, and what it really was."""

    stated_reason = _words("stated_reason", "What they said", "In their words, when they leave or take less.")
    known_since = DayField(required=False, label="Known since")
    root_cause = forms.ChoiceField(
        choices=NOT_SAID + RootCause.choices, required=False, label="What it really was"
    )
    sub_code = forms.ChoiceField(choices=SUB_CODES, required=False, label="More exactly")
    secondary = SeveralWords(choices=RootCause.choices, required=False, label="What added to it, at most two")
    evidence = _words("evidence", "What shows it")
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
    preventable_if = _words("preventable_if", "What would have prevented it")
    would_return = forms.ChoiceField(choices=WouldReturn.choices, initial=WouldReturn.UNKNOWN, required=False,
                                     label="Would they return")  # fmt: skip
    win_back_on = DayField(required=False, label="Ask them again on")

    def __init__(self, *args: Any, renewal: Renewal, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_judge(renewal, user):
            for name in set(JUDGED) - {"competitor", "preventable_if"}:
                del self.fields[name]

    @property
    def reason(self) -> dict[str, Any]:
        """What was said of the reason; nothing when no word was."""
        said = {name: self.cleaned_data[name] for name in REASON_CHECKS if name in self.cleaned_data}
        is_said = any(value for name, value in said.items() if name != "would_return")
        return said if is_said else {}


class OutcomeForm(ReasonForm):
    """How a renewal ended, on which day, and what each line is worth from now on."""

    stage = forms.ChoiceField(label="What became of it")
    on = DayField(label="On", help_text="The day of the signature, or the day it was clear.")
    note = _words("note", "Note")
    successor = RecordField(required=False, label="Following contract", empty_label="None")
    win_reasons = SeveralWords(choices=WinReason.choices, required=False, label="Why they stayed")

    def __init__(self, *args: Any, renewal: Renewal, user: User, **options: Any) -> None:
        super().__init__(*args, renewal=renewal, user=user, **options)
        wanted = [stage for stage in CLOSED_STAGES if stage != RenewalStage.VOID]
        choose(self, "stage", [("", "Choose"), *((stage.value, str(stage.label)) for stage in wanted)])
        contracts = Contract.objects.visible_to(user).filter(account=renewal.account_id)
        others = contracts.exclude(state=ContractState.DRAFT).exclude(pk=renewal.contract_id)
        offer(self, successor=others.order_by("-term_start", "-id"))
        every = list(renewal.contract.lines.select_related("contract", "product").order_by("id"))
        self.lines = lines_ending(renewal.term_end, renewal.contract.term_end, every)
        for line in self.lines:
            self.fields[f"{LINE}{line.pk}"] = AmountField(
                required=False, initial=line.arr, label=f"A year from now on: {_name_of(line)}"
            )
        self.order_fields([*FIRST, *(name for name in self.fields if name.startswith(LINE))])

    @property
    def worth(self) -> dict[int, Decimal]:
        """By line, what it is worth a year from now on, where that changes."""
        said = {line.pk: self.cleaned_data.get(f"{LINE}{line.pk}") for line in self.lines}
        changed = any(said[line.pk] not in (None, line.arr) for line in self.lines)
        return {pk: amount for pk, amount in said.items() if amount is not None} if changed else {}


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


def _name_of(line: ContractLine) -> str:
    return line.description or (line.product.name if line.product else f"line {line.pk}")
