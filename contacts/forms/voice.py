"""Forms of what customers say."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..choosing import contacts_of
from ..models import SCALES, FeedbackKind, SurveyKind


class FeedbackForm(ActionForm):
    """A complaint, idea or praise, and who replies by when."""

    kind = forms.ChoiceField(
        choices=FeedbackKind.choices, initial=FeedbackKind.COMPLAINT, label="What it is",
        widget=forms.RadioSelect,
    )  # fmt: skip
    text = CheckedField(
        accepts.text("What they said", 2000, required=True, many_lines=True), many_lines=True,
        label="What they said", help_text="In their words.",
    )  # fmt: skip
    contact = RecordField(required=False, label="Who said it", empty_label="Nobody in particular")
    received_on = DayField(label="On")
    owner = RecordField(label="Who replies")
    due_on = DayField(required=False, label="Reply due", help_text="Empty: in 2 days, or 7 if no complaint.")
    about_user = RecordField(required=False, label="Praise is for", empty_label="Nobody in particular")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        people = people_at_work()
        offer(self, owner=people, about_user=people, contact=contacts_of(account, user))
        self.initial.setdefault("owner", account.owner_id or user.pk)


class ReplyForm(ActionForm):
    """What they were told, and by when they hear what came of it."""

    reply = CheckedField(
        accepts.text("The reply", 2000, required=True, many_lines=True),
        many_lines=True,
        label="What we told them",
    )
    on = DayField(label="On")
    due_on = DayField(required=False, label="They hear what came of it by", help_text="Empty: 14 days later.")


class CloseLoopForm(ActionForm):
    """What came of it, as they were told."""

    outcome = CheckedField(
        accepts.text("What came of it", 2000, required=True, many_lines=True), many_lines=True,
        label="What came of it",
    )  # fmt: skip
    on = DayField(label="They were told on")


class SurveyForm(ActionForm):
    """Which question to ask."""

    kind = forms.ChoiceField(
        choices=SurveyKind.choices, initial=SurveyKind.NPS, label="Question", widget=forms.RadioSelect
    )


class AnswerForm(ActionForm):
    """The one question, and room for why."""

    score = forms.TypedChoiceField(coerce=int, label="Your answer", widget=forms.RadioSelect)
    comment = CheckedField(
        accepts.text("The comment", 2000, many_lines=True), many_lines=True, required=False, label="Why?"
    )

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        super().__init__(*args, **options)
        least, most = SCALES[SurveyKind(kind)]
        marks = [(str(mark), str(mark)) for mark in range(least, most + 1)]
        self.fields["score"].choices = marks  # type: ignore[attr-defined]
