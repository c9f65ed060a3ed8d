"""Forms of ours: a link, its days, an answer."""

from typing import Any

from django import forms

from accounts.models import Account
from contacts.choosing import contacts_of
from contacts.regions import in_words
from retention.lib.form_fields import CheckedField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.answering import ANSWER
from ..actions.links import DAYS, LONGEST_DAYS, PARTS


def _days() -> forms.IntegerField:
    return forms.IntegerField(
        label="Opens for … days", min_value=1, max_value=LONGEST_DAYS, initial=DAYS, help_text="1 to 90"
    )


def _part(name: str, label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, initial=PARTS[name], help_text=help_text)


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
    region = forms.ChoiceField(
        required=False, label="Days and figures", choices=lambda: [("", "As in their country"), *in_words()],
        help_text="How they are written; the words stay English.",
    )  # fmt: skip
    shows_goals = _part("shows_goals", "Goals and targets")
    shows_milestones = _part("shows_milestones", "Milestones of targets")
    shows_kpis = _part("shows_kpis", "KPIs", "Agreed ones that may be shown, with closed periods")
    shows_value = _part("shows_value", "Value delivered")
    shows_given = _part("shows_given", "Given on top", "What they were told of, at its list price")
    shows_actions = _part("shows_actions", "Steps of both sides")
    shows_people = _part("shows_people", "People")
    shows_reviews = _part("shows_reviews", "Next looks")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, contact=contacts_of(account, user))


class DaysForm(ActionForm):
    """How long an address made again opens."""

    days = _days()


class AnswerWordForm(ActionForm):
    """What they read on the shared plan."""

    answer = CheckedField(ANSWER, many_lines=True, rows=3, label="Your answer")
