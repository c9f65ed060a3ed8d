"""The form of a renewal's end: what became of it, line by line, and why."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

from django import forms

from accounts.choices import ContractState
from accounts.models import Contract
from retention.lib.form_fields import AmountField, DayField, RecordField, SeveralWords, offer
from retention.renewals.actions.outcomes import lines_decided
from retention.renewals.actions.reasons import may_judge
from retention.renewals.choices import WinReason
from retention.renewals.models import CLOSED_STAGES, Renewal, RenewalStage
from retention.renewals.reasons import ReasonRefused, faults_of
from retention.team.models import User

from .form_parts import FormPart
from .reason_forms import ReasonForm, in_words
from .renewal_forms import choose
from .templatetags.keel_work import line_words

LINE, WHY = "line_", "why_"
OF_LINE = (
    "stated_reason", "root_cause", "sub_code", "evidence", "controllable", "is_regrettable", "competitor",
)  # fmt: skip
"""What is asked of a line's own reason; the rest can be said on the renewal's page."""
FIRST = ("stage", "on", "successor", "win_reasons", "note")


class OutcomeForm(ReasonForm):
    """How a renewal ended, on which day, what each line is worth from now on, and why where it is less."""

    stage = forms.ChoiceField(label="What became of it")
    on = DayField(label="On", help_text="The day of the signature, or the day it was clear.")
    note = in_words("Note")
    successor = RecordField(required=False, label="Following contract", empty_label="None")
    win_reasons = SeveralWords(choices=WinReason.choices, required=False, label="Why they stayed")

    def __init__(self, *args: Any, renewal: Renewal, user: User, **options: Any) -> None:
        super().__init__(*args, renewal=renewal, user=user, **options)
        self.judges = may_judge(renewal, user)
        wanted = [stage for stage in CLOSED_STAGES if stage != RenewalStage.VOID]
        choose(self, "stage", [("", "Choose"), *((stage.value, str(stage.label)) for stage in wanted)])
        contracts = Contract.objects.visible_to(user).filter(account=renewal.account_id)
        others = contracts.exclude(state=ContractState.DRAFT).exclude(pk=renewal.contract_id)
        offer(self, successor=others.order_by("-term_start", "-id"))
        self.lines = [line for line, _ in lines_decided(renewal)]
        for line in self.lines:
            self.fields[f"{LINE}{line.pk}"] = AmountField(
                required=False, initial=line.arr, label=f"A year from now on: {line_words(line)}"
            )
        for line in self.lines if len(self.lines) > 1 else ():
            self.fields |= {f"{WHY}{line.pk}_{name}": deepcopy(self.fields[name]) for name in self._of_line()}

    def _of_line(self) -> list[str]:
        return [name for name in OF_LINE if name in self.fields]

    @property
    def parts(self) -> list[FormPart]:
        """The outcome, the lines, the reason, and other reasons of single lines."""
        lines = [self[f"{LINE}{line.pk}"] for line in self.lines]
        reasons = [self[name] for name in ReasonForm.base_fields if name in self.fields and name != "version"]
        others = [
            FormPart(
                f"Another reason for: {line_words(line)}",
                [self[f"{WHY}{line.pk}_{name}"] for name in self._of_line()],
                is_folded=True,
            )
            for line in (self.lines if len(self.lines) > 1 else ())
        ]
        return [
            FormPart("", [self[name] for name in FIRST]),
            FormPart("What each line is worth", lines, "Change only what becomes less or more.", is_row=True),
            FormPart("They leave or take less: why", reasons, is_folded=True),
            *others,
        ]

    def clean(self) -> dict[str, Any]:
        """A line's own reason is whole, and who ends with less says why: each mistake where it was made."""
        said = super().clean()
        if self.wants_reason and not self.reason.get("stated_reason"):
            self.blame("stated_reason", ReasonRefused("Say why they left or took less."))
        for pk, reason in self.line_reasons.items():
            if not reason.get("stated_reason"):
                self.blame(f"{WHY}{pk}_stated_reason", ReasonRefused("What they said is missing."))
            for fault in faults_of(reason) if self.judges else ():
                self.blame(f"{WHY}{pk}_{fault.field}", fault)
        return said

    @property
    def wants_reason(self) -> bool:
        """It ends or becomes less, and no line says why; or something was said of the whole."""
        is_less = self.cleaned_data.get("stage") in (RenewalStage.LOST, RenewalStage.RENEWED_PARTIAL)
        return bool(self.reason) or (is_less and not self.line_reasons)

    @property
    def is_judged(self) -> bool:
        """A judgement is asked for only where there is something to judge."""
        return self.judges and self.wants_reason

    @property
    def line_reasons(self) -> dict[int, dict[str, Any]]:
        """By line, its own reason where one was said."""
        found = {}
        for line in self.lines if len(self.lines) > 1 else ():
            said = {name: self.cleaned_data.get(f"{WHY}{line.pk}_{name}") for name in self._of_line()}
            if any(value not in ("", None) for value in said.values()):
                found[line.pk] = said
        return found

    @property
    def worth(self) -> dict[int, Decimal]:
        """By line, what it is worth a year from now on, where that changes."""
        said = {line.pk: self.cleaned_data.get(f"{LINE}{line.pk}") for line in self.lines}
        changed = any(said[line.pk] not in (None, line.arr) for line in self.lines)
        return {pk: amount for pk, amount in said.items() if amount is not None} if changed else {}
