"""Forms of what hangs on a plan: objectives, key results, actions, risks."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account
from contacts.choosing import contacts_of
from retention.lib import accepts
from retention.lib.form_fields import AmountField, CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..models import KeyResult, Objective, PlanAction, PlanRisk
from ..planning.words import ActionState, Goal, ObjectiveState, RiskState, Whose
from .account_plans import whole

NOBODY = "Nobody yet"
WHOSE_HELP = "Owned by somebody of ours or of theirs, not both."


def figure(label: str, **options: Any) -> forms.DecimalField:
    """A figure that may be below nothing, typed as text."""
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    options = {"max_digits": 15, "decimal_places": 4, "label": label, **options}
    return forms.DecimalField(widget=widget, **options)


def _start(form: ActionForm, row: Any, *names: str) -> None:
    """Show a record as it stands; references by their ids."""
    for name in names if row is not None else ():
        field = form.fields[name]
        attribute = f"{name}_id" if isinstance(field, RecordField) else name
        form.initial.setdefault(name, getattr(row, attribute))


class ObjectiveForm(ActionForm):
    """A measurable aim; owner, measure and day are needed before the plan is approved."""

    goal = forms.ChoiceField(choices=Goal.choices, label="What it is for", widget=forms.RadioSelect)
    text = CheckedField(accepts.text("The objective", 300, required=True), label="Objective")
    reason = CheckedField(
        accepts.text("Why they want it", 500, many_lines=True), many_lines=True, rows=2, required=False,
        label="Why they want it", help_text="In their words.",
    )  # fmt: skip
    stakeholder = RecordField(required=False, label="Who said so", empty_label="Nobody in particular")
    owner = RecordField(required=False, label="Owner of ours", empty_label=NOBODY, help_text=WHOSE_HELP)
    their_owner = RecordField(required=False, label="Owner of theirs", empty_label=NOBODY)
    measure = CheckedField(
        accepts.text("How we will know", 300), required=False, label="How we will know",
        help_text="Or add key results to it.",
    )  # fmt: skip
    due_on = DayField(required=False, label="By")
    weight = whole("Weight, 1 to 10", 1, 10, initial=1)
    whose = forms.ChoiceField(
        choices=Whose.choices, initial=Whose.OURS, label="Whose objective", widget=forms.RadioSelect
    )
    is_shared = forms.BooleanField(
        required=False,
        label="May be shown to them",
        help_text="Only joint objectives; off unless you say so.",
    )

    def __init__(
        self, *args: Any, user: User, account: Account, objective: Objective | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        people = contacts_of(account, user)
        offer(self, owner=people_at_work(), their_owner=people, stakeholder=people)
        _start(self, objective, *self.fields)
        if objective is None:
            self.initial.setdefault("owner", account.owner_id)


class SettleObjectiveForm(ActionForm):
    """How an objective ended; confirmed needs who of theirs said so."""

    state = forms.ChoiceField(
        choices=[each for each in ObjectiveState.choices if each[0] != ObjectiveState.OPEN], label="It was",
        widget=forms.RadioSelect,
    )  # fmt: skip
    on = DayField(label="On")
    confirmed_by = RecordField(required=False, label="Who of theirs confirmed it", empty_label="Nobody yet")
    note = CheckedField(accepts.text("What came of it", 300), required=False, label="What came of it")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, confirmed_by=contacts_of(account, user))


class KeyResultForm(ActionForm):
    """What an objective is measured by."""

    name = CheckedField(accepts.text("What is measured", 200, required=True), label="What is measured")
    unit = CheckedField(accepts.text("The unit", 60), required=False, label="In what")
    baseline = figure("From", required=False)
    target = figure("To", required=False)
    weight = whole("Weight, 1 to 10", 1, 10, initial=1)

    def __init__(self, *args: Any, key_result: KeyResult | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        _start(self, key_result, *self.fields)


class MeasureForm(ActionForm):
    """Where a key result stands."""

    value = figure("Figure")
    on = DayField(label="Measured on")
    evidence = CheckedField(
        accepts.text("Where the figure comes from", 300), required=False, label="Where it comes from"
    )


class PlanActionForm(ActionForm):
    """What somebody of either side does by when."""

    text = CheckedField(accepts.text("What is done", 300, required=True), label="What is done")
    owner = RecordField(required=False, label="Owner of ours", empty_label=NOBODY, help_text=WHOSE_HELP)
    their_owner = RecordField(required=False, label="Owner of theirs", empty_label=NOBODY)
    due_on = DayField(required=False, label="By")
    customer_benefit = CheckedField(
        accepts.text("What they have of it", 300), required=False, label="What they have of it"
    )
    our_benefit = CheckedField(
        accepts.text("What we have of it", 300), required=False, label="What we have of it",
        help_text="Never shown to them.",
    )  # fmt: skip
    is_shared = forms.BooleanField(
        required=False, label="May be shown to them", help_text="Only under a joint objective."
    )

    def __init__(
        self,
        *args: Any,
        user: User,
        account: Account,
        action: PlanAction | None = None,
        our_benefit: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people_at_work(), their_owner=contacts_of(account, user))
        self.initial.setdefault("our_benefit", our_benefit)
        _start(self, action, *(name for name in self.fields if name != "our_benefit"))


class PlanActionStateForm(ActionForm):
    """How far an action is."""

    state = forms.ChoiceField(choices=ActionState.choices, label="It is", widget=forms.RadioSelect)


class PlanRiskForm(ActionForm):
    """What could go wrong, how likely, and who looks at it when."""

    description = CheckedField(
        accepts.text("The risk", 500, required=True, many_lines=True), many_lines=True, rows=2, label="Risk"
    )
    cause = CheckedField(accepts.text("The cause", 300), required=False, label="Because")
    likelihood = whole("Likelihood, 1 to 5", 1, 5)
    impact = AmountField(
        required=False, label="Yearly revenue it would cost", help_text="Empty while nobody knows."
    )
    early_sign = CheckedField(accepts.text("The early sign", 300), required=False, label="Early sign")
    mitigation = CheckedField(
        accepts.text("What we do about it", 1000, many_lines=True), many_lines=True, rows=3, required=False,
        label="What we do about it",
    )  # fmt: skip
    owner = RecordField(label="Who looks at it")
    look_on = DayField(label="Next look")
    due_on = DayField(required=False, label="Should be gone by")
    state = forms.ChoiceField(
        choices=RiskState.choices, initial=RiskState.OPEN, label="What is done", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, risk: PlanRisk | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people_at_work())
        _start(self, risk, *self.fields)


class LookForm(ActionForm):
    """Somebody looked at a risk."""

    note = CheckedField(
        accepts.text("What was found", 500, many_lines=True),
        many_lines=True,
        rows=3,
        required=False,
        label="What you found",
    )
    look_on = DayField(label="Next look")
