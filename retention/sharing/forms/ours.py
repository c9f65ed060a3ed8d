"""Forms of ours: a link, its days, an answer."""

from typing import Any

from django import forms

from accounts.models import Account
from contacts.choosing import contacts_of
from retention.lib.form_fields import CheckedField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.answering import ANSWER
from ..actions.links import DAYS, LONGEST_DAYS


def _days() -> forms.IntegerField:
    return forms.IntegerField(
        label="Opens for … days", min_value=1, max_value=LONGEST_DAYS, initial=DAYS, help_text="1 to 90"
    )


def _part(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=True)


class LinkForm(ActionForm):
    """For whom, for how long, and what of what is marked to be shown."""

    contact = RecordField(
        required=False, label="For whom", empty_label="Nobody in particular",
        help_text="Only somebody you choose here can confirm value and agree to targets.",
    )  # fmt: skip
    days = _days()
    with_code = forms.BooleanField(
        required=False, label="Ask for a code", help_text="Tell it to them another way than the link."
    )
    shows_goals = _part("Goals and targets")
    shows_value = _part("Value delivered")
    shows_actions = _part("Steps of both sides")
    shows_people = _part("People")
    shows_reviews = _part("Next looks")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, contact=contacts_of(account, user))


class DaysForm(ActionForm):
    """How long an address made again opens."""

    days = _days()


class AnswerWordForm(ActionForm):
    """What they read on the shared plan."""

    answer = CheckedField(ANSWER, many_lines=True, rows=3, label="Your answer")
