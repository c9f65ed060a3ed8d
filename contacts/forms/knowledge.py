"""Forms of what we know."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..choosing import contacts_of
from ..knowledge.questions import BY_TOPIC
from ..knowledge.words import (
    ALWAYS_PERSONAL,
    MAY_BE_PERSONAL,
    NAMES_WHO,
    OF_ONE_PERSON,
    RANKED,
    RATED,
    VALUES,
    FactOutcome,
    FactSource,
    Topic,
)
from ..learned import FACT_CHECKS

MARKS = [("", "Not rated"), *((str(mark), str(mark)) for mark in range(1, 6))]


def _mark(label: str, help_text: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=MARKS, coerce=int, empty_value=None, required=False, label=label, help_text=help_text,
        widget=forms.RadioSelect,
    )  # fmt: skip


class FactForm(ActionForm):
    """One answer to one question; which fields it has depends on the question."""

    value = forms.ChoiceField(required=False, label="Answer", widget=forms.RadioSelect)
    named = CheckedField(FACT_CHECKS["named"], required=False, label="Competitor", help_text="By name.")
    text = CheckedField(
        FACT_CHECKS["text"], many_lines=True, required=False, label="Answer", help_text="In their words."
    )
    importance = _mark("Importance to them", "5 is most.")
    performance = _mark("How well we do", "5 is best, as they see it.")
    operation = CheckedField(
        FACT_CHECKS["operation"], required=False, label="Our work behind it",
        help_text="Such as response time, on-time delivery, errors.",
    )  # fmt: skip
    contact = RecordField(required=False, label="Whose answer", empty_label="The account’s")
    outcome = forms.ChoiceField(
        choices=FactOutcome.choices, initial=FactOutcome.ANSWERED, label="What came of asking",
        widget=forms.RadioSelect,
    )  # fmt: skip
    source = forms.ChoiceField(
        choices=FactSource.choices, initial=FactSource.STATED, label="How we know", widget=forms.RadioSelect
    )
    is_personal = forms.BooleanField(
        required=False, label="Personal: for the account team alone",
        help_text="Not in a brief, list or file of anybody else.",
    )  # fmt: skip
    said_on = DayField(label="On")
    fresh_until = DayField(
        required=False, label="Good until", help_text="Empty: 180 days; staying or leaving 120."
    )

    def __init__(self, *args: Any, user: User, account: Account, topic: str, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, contact=contacts_of(account, user))
        words, question = VALUES.get(topic), BY_TOPIC.get(topic)  # type: ignore[call-overload]
        if words is None:
            del self.fields["value"]
        else:
            offered = words.choices if topic in OF_ONE_PERSON else [("", "Not asked"), *words.choices]
            self.fields["value"].choices = offered  # type: ignore[attr-defined]
            self.fields["text"].label = "In their words"
            self.fields["text"].help_text = ""
        if topic == Topic.COMPETITOR:
            self.fields["value"].label = "How near they are"
        else:
            del self.fields["named"]
        rated = ("importance", "performance", "operation")
        for name in rated if topic not in RANKED else rated[1:] if topic not in RATED else ():
            del self.fields[name]
        if topic in NAMES_WHO:
            self.fields["contact"].empty_label = "Choose"  # type: ignore[attr-defined]
        if topic not in MAY_BE_PERSONAL or topic in ALWAYS_PERSONAL:
            del self.fields["is_personal"]
        if topic == Topic.WIN:
            self.fields["text"].help_text = "Ask: When will you say that it was worth it?"
        if question and question.ask:
            self.fields["text"].help_text = f"Ask: {question.ask}"


class DriverStepForm(ActionForm):
    """What we do about a reason to stay."""

    text = CheckedField(accepts.text("The next step", 300, required=True), label="What")
    due_on = DayField(label="Due on")
    owner = RecordField(label="Who")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people_at_work())
        self.initial.setdefault("owner", user.pk)
