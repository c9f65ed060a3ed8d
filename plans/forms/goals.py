"""Forms of targets, measurements, value, added value, changes and expectation gaps."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Account
from contacts.choices import Channel
from contacts.choosing import contacts_of
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.form_fields import AmountField, CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.lib.money import parse_money
from retention.team.models import User

from ..accepting import MEASUREMENT_CHECKS, REASON, TARGET_CHECKS, VALUE_CHECKS
from ..choices import Better, Decision, GoalSource, MeasuredBy, Side
from ..models import ChangeRecord, RoiTarget
from .milestones import MilestonesField, in_words

EVIDENCE = accepts.text("The evidence", 1000, many_lines=True)
ANSWER = accepts.text("What they said", 1000, many_lines=True)


class FigureField(forms.CharField):
    """A figure of a metric as people write it: 98.5, 1,200, −3."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"inputmode": "decimal"}), **options})

    def to_python(self, value: Any) -> Any:
        """A Decimal, or None. Raises ValidationError."""
        written = str(super().to_python(value) or "")
        if not written:
            return None
        try:
            return parse_money(written).amount
        except DomainError as refused:
            raise ValidationError(refused.message, code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box: without zeros that say nothing."""
        if not isinstance(value, Decimal):
            return value
        return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


class GoalForm(ActionForm):
    """A form about something of an account: its people and targets are offered where it asks for them."""

    def __init__(
        self,
        *args: Any,
        user: User,
        account: Account,
        record: Any = None,
        is_edit: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.account, self.record = account, record
        for name in ("contact", "stakeholder"):
            if name in self.fields:
                offer(self, **{name: contacts_of(account, user)})
        if "target" in self.fields and isinstance(self.fields["target"], RecordField):
            targets = RoiTarget.objects.visible_to(user).standing().filter(account=account)
            offer(self, target=targets.order_by("due_on", "id"))
        if "change" in self.fields:
            changes = ChangeRecord.objects.visible_to(user).filter(account=account)
            offer(self, change=changes.order_by("-asked_on", "-id"))
        if "currency" in self.fields:
            self.initial.setdefault("currency", account.currency)
        for name in self.base_fields:
            if is_edit and hasattr(record, name):
                self.initial.setdefault(name, getattr(record, name))


def _person(label: str, **options: Any) -> RecordField:
    return RecordField(label=label, empty_label="Choose", **options)


class TargetForm(GoalForm):
    """What they want to gain, as a figure."""

    metric = CheckedField(TARGET_CHECKS["metric"], label="What is measured", help_text="In their words.")
    unit = CheckedField(TARGET_CHECKS["unit"], label="Unit", help_text="percent, minutes, EUR a year")
    direction = forms.ChoiceField(
        choices=Better.choices, initial=Better.HIGHER, label="Which way", widget=forms.RadioSelect
    )
    baseline = FigureField(label="Baseline")
    baseline_on = DayField(label="Baseline of")
    target = FigureField(label="Target")
    due_on = DayField(label="Due on")
    milestones = MilestonesField(
        label="Milestones", help_text="On the way: a day and a figure a line, such as 2027-01-31 98.5."
    )
    source = forms.ChoiceField(
        choices=GoalSource.choices, initial=GoalSource.CUSTOMER, label="Whose words",
        widget=forms.RadioSelect, help_text="Only what they said themselves can be agreed.",
    )  # fmt: skip
    stakeholder = _person("Whose expectation", required=False)
    reason = CheckedField(
        TARGET_CHECKS["reason"], many_lines=True, rows=2, required=False, label="Why they want it"
    )
    scope = CheckedField(TARGET_CHECKS["scope"], required=False, label="What it covers")
    measured_where = CheckedField(
        TARGET_CHECKS["measured_where"], required=False, label="Where it is measured"
    )
    weight = forms.IntegerField(initial=1, min_value=1, max_value=10, label="Weight", help_text="1 to 10")
    review_days = forms.IntegerField(
        initial=90, min_value=7, max_value=366, label="Days between looks at it", help_text="7 to 366"
    )
    is_shared = forms.BooleanField(
        required=False, label="May be shown to them", help_text="With its measurements, on the shared plan."
    )


class PersonAndDayForm(GoalForm):
    """Who of theirs, and when."""

    contact = _person("Who")
    on = DayField(label="On")


class DayForm(GoalForm):
    """When."""

    on = DayField(label="On")


class WithdrawTargetForm(GoalForm):
    """Why it no longer counts."""

    reason = CheckedField(REASON, label="Why")
    on = DayField(label="Since")


class ReasonForm(GoalForm):
    """Why it does not hold."""

    reason = CheckedField(REASON, label="Why")


class MeasurementForm(GoalForm):
    """What was measured, and how we know."""

    value = FigureField(label="Figure")
    measured_on = DayField(label="Measured on")
    source = forms.ChoiceField(
        choices=MeasuredBy.choices,
        initial=MeasuredBy.CUSTOMER,
        label="Whose figure",
        widget=forms.RadioSelect,
    )
    evidence = CheckedField(
        MEASUREMENT_CHECKS["evidence"], many_lines=True, rows=2, required=False, label="How we know",
        help_text="Words, a link, or both.",
    )  # fmt: skip
    link = CheckedField(MEASUREMENT_CHECKS["link"], required=False, label="Link to the evidence")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        target = getattr(self.record, "target", self.record)
        unit = getattr(target, "unit", "")
        self.fields["value"].help_text = unit


class ValueForm(GoalForm):
    """What they gained."""

    what = CheckedField(VALUE_CHECKS["what"], label="What they gained", help_text="In their words.")
    happened_on = DayField(label="On")
    amount = AmountField(required=False, label="Amount", help_text="Empty: its worth is not known.")
    currency = CheckedField(VALUE_CHECKS["currency"], label="Currency")
    method = CheckedField(VALUE_CHECKS["method"], required=False, label="How it was worked out")
    target = RecordField(required=False, label="Target it belongs to", empty_label="None")
    is_shared = forms.BooleanField(
        required=False,
        label="May be shown to them",
        help_text="With its amount and how it was worked out, once there is evidence; never the evidence.",
    )


class NewValueForm(ValueForm):
    """What they gained, and the evidence when it is there already."""

    evidence = CheckedField(
        EVIDENCE, many_lines=True, rows=2, required=False, label="Evidence", help_text="May follow later."
    )
    link = CheckedField(MEASUREMENT_CHECKS["link"], required=False, label="Link to the evidence")


class EvidenceForm(GoalForm):
    """How we know."""

    evidence = CheckedField(EVIDENCE, many_lines=True, rows=3, required=False, label="Evidence")
    link = CheckedField(MEASUREMENT_CHECKS["link"], required=False, label="Link to it")
    on = DayField(label="As of")


class ConfirmForm(PersonAndDayForm):
    """Who confirmed it, and how."""

    channel = forms.ChoiceField(
        choices=[("", "Not said"), *Channel.choices], required=False, label="How they told us"
    )
    answer = CheckedField(ANSWER, many_lines=True, rows=2, required=False, label="Their words")


class DisputeForm(PersonAndDayForm):
    """Who disputes it, and why."""

    answer = CheckedField(ANSWER, many_lines=True, rows=2, label="What they said")
    channel = forms.ChoiceField(
        choices=[("", "Not said"), *Channel.choices], required=False, label="How they told us"
    )


class GoodwillForm(GoalForm):
    """What was given without charge."""

    what = CheckedField(accepts.text("What was given", 500, required=True), label="What was given")
    reason = CheckedField(REASON, label="Why")
    given_on = DayField(label="Given on")
    list_value = AmountField(required=False, label="What it would have cost", help_text="Empty: not known.")
    currency = CheckedField(accepts.currency, label="Currency")


class ChangeForm(GoalForm):
    """What shall move, who asked, and what it means."""

    target = FigureField(label="Target")
    due_on = DayField(label="Due on")
    scope = CheckedField(TARGET_CHECKS["scope"], required=False, label="What it covers")
    side = forms.ChoiceField(
        choices=Side.choices, initial=Side.THEIRS, label="Who asked", widget=forms.RadioSelect
    )
    contact = _person("Who of theirs", required=False)
    asked_on = DayField(label="Asked on")
    effect = CheckedField(
        accepts.text("The effect", 1000, required=True, many_lines=True), many_lines=True, rows=3,
        label="What it means", help_text="In time, money and return.",
    )  # fmt: skip
    delay_days = forms.IntegerField(required=False, min_value=0, max_value=3660, label="Delay in days")
    cost = AmountField(required=False, label="What it costs")
    currency = CheckedField(accepts.currency, label="Currency")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if isinstance(self.record, RoiTarget) and self.record.milestones:
            self.fields["due_on"].help_text = (
                f"On the way: {in_words(self.record.milestones)}. What the new target or day leaves behind "
                "is dropped once it is accepted."
            )


class DecisionForm(GoalForm):
    """Accepted or declined; beside it which milestones accepting takes off the way."""

    decision = forms.ChoiceField(
        choices=[choice for choice in Decision.choices if choice[0] != Decision.OPEN], label="Decision",
        widget=forms.RadioSelect,
    )  # fmt: skip
    on = DayField(label="On")
    note = CheckedField(accepts.text("The note", 500), required=False, label="Note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        left = self.record.leaves_behind() if isinstance(self.record, ChangeRecord) else []
        if left:
            self.fields["decision"].help_text = f"Accepting takes off the way: {in_words(left)}."


class GapForm(GoalForm):
    """What somebody expects, and what can be had."""

    contact = _person("Who expects it")
    expectation = CheckedField(
        accepts.text("What they expect", 1000, required=True, many_lines=True), many_lines=True, rows=2,
        label="What they expect",
    )  # fmt: skip
    feasible = CheckedField(accepts.text("What is feasible", 500, required=True), label="What is feasible")
    evidence = CheckedField(EVIDENCE, many_lines=True, rows=2, required=False, label="How we know")
    noticed_on = DayField(label="Noticed on")
    target = RecordField(required=False, label="Target it is about", empty_label="None")


class GapOutcomeForm(GoalForm):
    """What was agreed."""

    outcome = CheckedField(
        accepts.text("What was agreed", 1000, required=True, many_lines=True), many_lines=True, rows=2,
        label="What was agreed",
    )  # fmt: skip
    talked_on = DayField(label="Talked over on")
    change = RecordField(required=False, label="Change it led to", empty_label="None")
