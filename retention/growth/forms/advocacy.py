"""Forms of the advocacy register."""

from typing import Any

from django import forms

from accounts.models import Account
from contacts.choosing import contacts_of
from retention.lib import accepts
from retention.lib.form_fields import AmountField, CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.advocacy import ANSWERS
from ..actions.lost_deals import DEAL_CHECKS
from ..models import AdvocacyKind, AskOutcome


class AskForm(ActionForm):
    """What somebody is asked for, and for whom."""

    kind = forms.ChoiceField(choices=AdvocacyKind.choices, label="What for", widget=forms.RadioSelect)
    prospect = CheckedField(
        accepts.text("For whom", 200), required=False, label="For whom",
        help_text="The prospect or event, if there is one.",
    )  # fmt: skip


class AskAnswerForm(ActionForm):
    """What they answered."""

    outcome = forms.ChoiceField(
        choices=[(word.value, word.label) for word in AskOutcome if word in ANSWERS], label="Their answer",
        widget=forms.RadioSelect,
    )  # fmt: skip
    said = CheckedField(
        accepts.text("What they said", 1000, many_lines=True), many_lines=True, required=False,
        label="What they said", help_text="In their words.",
    )  # fmt: skip
    on = DayField(label="On")


class AskUsedForm(ActionForm):
    """That they did it, and what came of it."""

    on = DayField(label="They did it on")
    result = CheckedField(
        accepts.text("What came of it", 1000, many_lines=True), many_lines=True, required=False,
        label="What came of it",
    )  # fmt: skip
    worth = AmountField(required=False, label="Business that came of it, a year")
    currency = CheckedField(DEAL_CHECKS["currency"], required=False, label="Currency")


class ConsentForm(ActionForm):
    """What somebody lets us use their name or word for."""

    kind = forms.ChoiceField(choices=AdvocacyKind.choices, label="What for", widget=forms.RadioSelect)
    scope = CheckedField(
        accepts.text("What it covers", 500, required=True, many_lines=True), many_lines=True,
        label="What it covers", help_text="Such as name and logo on the website, calls with prospects.",
    )  # fmt: skip
    given_by = RecordField(required=False, label="Given by", empty_label="Themselves")
    given_on = DayField(label="Given on")
    expires_on = DayField(required=False, label="Runs out on", help_text="Empty: until they take it back.")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, given_by=contacts_of(account, user))
