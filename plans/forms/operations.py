"""Forms of figures of our work: what is measured, what it explains, what was read."""

from typing import Any

from django import forms

from accounts.models import Account
from contacts.knowledge.words import FactOutcome, Topic
from contacts.models import KnownFact
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.operations import METRIC_CHECKS
from ..actions.readings import READING_CHECKS
from ..choices import Better, MeasuredBy, Strength
from .goals import FigureField

HOW_WE_KNOW = accepts.text("How we know", 500)


class MetricForm(ActionForm):
    """A figure of our work."""

    name = CheckedField(METRIC_CHECKS["name"], label="What is measured", help_text="Hours to a first answer")
    unit = CheckedField(METRIC_CHECKS["unit"], label="Unit", help_text="hours, percent, errors a month")
    direction = forms.ChoiceField(
        choices=Better.choices, initial=Better.LOWER, label="Which way", widget=forms.RadioSelect
    )
    target = FigureField(required=False, label="Target", help_text="Empty: none was set.")
    every_days = forms.IntegerField(
        initial=31, min_value=1, max_value=366, label="Days between two readings", help_text="1 to 366"
    )
    feed = CheckedField(
        METRIC_CHECKS["feed"], required=False, label="Where the figures come from",
        help_text="The service desk, a report, somebody’s count",
    )  # fmt: skip


class ReadingForm(ActionForm):
    """What a figure was on a day."""

    value = FigureField(label="Figure")
    measured_on = DayField(label="On", help_text="A day that was read before is corrected.")
    source = forms.ChoiceField(
        choices=MeasuredBy.choices, initial=MeasuredBy.OURS, label="Whose figure", widget=forms.RadioSelect
    )
    note = CheckedField(READING_CHECKS["note"], required=False, label="Note")


class _SureForm(ActionForm):
    strength = forms.ChoiceField(
        choices=Strength.choices, initial=Strength.ASSUMED, label="How sure that is", widget=forms.RadioSelect
    )
    evidence = CheckedField(
        HOW_WE_KNOW, required=False, label="How we know", help_text="Needed for more than an assumption."
    )


class JudgeForm(_SureForm):
    """How sure it is that a figure explains a reason."""


class ExplainForm(_SureForm):
    """Which reason to stay a figure explains."""

    driver = RecordField(label="Why they stay", empty_label="Choose")
    field_order = ("driver", "strength", "evidence")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        reasons = KnownFact.objects.visible_to(user).current()
        reasons = reasons.filter(account=account, topic=Topic.DRIVER, outcome=FactOutcome.ANSWERED)
        offer(self, driver=reasons.select_related("contact").order_by("-importance", "id"))
