"""Forms of reviews."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account
from contacts.choosing import contacts_of
from contacts.models import Contact
from plans.shown import open_aims
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, RecordsField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.holding import Decided
from ..agenda import MOST_MINUTES, Agenda
from ..choices import Follows, ReviewKind
from ..models import BusinessReview
from ..sections import BY_KEY
from ..working import purpose, wanted

DECISIONS = 5


def contacts_there(account: Account, user: User) -> Any:
    """People in their seats at the account."""
    return contacts_of(account, user).filter(is_placeholder=False, departed_on__isnull=True)


class PlanReviewForm(ActionForm):
    """Which review, on which day, what for."""

    kind = forms.ChoiceField(choices=ReviewKind.choices, label="Which review")
    planned_on = DayField(label="Day")
    owner = RecordField(label="Prepared by", required=False, help_text="Empty: the account’s owner.")
    purpose = CheckedField(purpose, label="Purpose", required=False, many_lines=True, rows=2)
    decisions_wanted = CheckedField(wanted, label="Decisions wanted", required=False, many_lines=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people_at_work())


class EditReviewForm(ActionForm):
    """Day, purpose, the period looked back on."""

    planned_on = DayField(label="Day")
    owner = RecordField(label="Prepared by")
    purpose = CheckedField(purpose, label="Purpose", required=False, many_lines=True, rows=2)
    decisions_wanted = CheckedField(wanted, label="Decisions wanted", required=False, many_lines=True)
    period_start = DayField(label="Looks back from")
    period_end = DayField(label="until")
    shows_extra = forms.BooleanField(
        required=False, label="Show work beyond the agreement",
        help_text="Hours against those included, and what you gave on top and told them.",
    )  # fmt: skip

    def __init__(self, *args: Any, review: BusinessReview, **options: Any) -> None:
        names = ("planned_on", "owner", "purpose", "decisions_wanted", "period_start", "period_end",
                 "shows_extra", "version")  # fmt: skip
        super().__init__(*args, initial={name: getattr(review, name) for name in names}, **options)
        offer(self, owner=people_at_work())


class InviteForm(ActionForm):
    """Who of both sides is to come."""

    contacts = RecordsField(label="Of theirs", required=False)
    users = RecordsField(label="Of ours", required=False)

    def __init__(self, *args: Any, review: BusinessReview, user: User, **options: Any) -> None:
        seats = list(review.seats.all())
        initial = {
            "contacts": [seat.contact_id for seat in seats if seat.contact_id],
            "users": [seat.user_id for seat in seats if seat.user_id],
        }
        super().__init__(*args, initial=initial, **options)
        offer(self, contacts=contacts_there(review.account, user), users=people_at_work())


class SectionForm(ActionForm):
    """What stands above the figures of a section, and whether it is left out."""

    commentary = CheckedField(
        accepts.text("The commentary", 4000, many_lines=True), required=False, many_lines=True, rows=8,
        label="Commentary", help_text="The customer reads it above the figures.",
    )  # fmt: skip
    minutes = forms.IntegerField(required=False, min_value=0, max_value=MOST_MINUTES, label="Minutes")
    is_left_out = forms.BooleanField(required=False, label="Leave this section out")

    def __init__(self, *args: Any, key: str, agenda: Agenda, **options: Any) -> None:
        super().__init__(*args, **options)
        usual = f"Empty: {BY_KEY[key].minutes}, as usual."
        told = f"{agenda.minutes_ahead} of {agenda.minutes} minutes look ahead now."
        self.fields["minutes"].help_text = f"{usual} {agenda.warning or told}"


class CancelForm(ActionForm):
    """Why it does not take place."""

    reason = CheckedField(accepts.text("Why", 300, required=True), label="Why")


class HoldForm(ActionForm):
    """Who was there, what was decided, when both meet next."""

    held_on = DayField(label="Held on")
    next_on = DayField(label="We meet next on", help_text="A review ends with a next date.")
    contacts = RecordsField(label="Who of theirs was there")
    users = RecordsField(label="Who of ours was there")

    def __init__(self, *args: Any, review: BusinessReview, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        contacts: Any = contacts_there(review.account, user)
        aims = open_aims(review.account, user)
        self.fields["contacts"].required = not review.is_internal
        self.plans_ahead = aims.exists()
        self._add_decisions()
        offer(self, contacts=contacts, users=people_at_work())
        for number in range(1, DECISIONS + 1):
            offer(self, **{f"who_{number}": people_at_work(), f"contact_{number}": contacts})
            if self.plans_ahead:
                offer(self, **{f"aim_{number}": aims})

    def _add_decisions(self) -> None:
        offered = [each for each in Follows.choices if self.plans_ahead or each[0] != Follows.ACTION]
        for number in range(1, DECISIONS + 1):
            fields = {
                "text": CheckedField(
                    accepts.text("The decision", 300), required=False, label=f"Decision {number}"
                ),
                "follows": forms.ChoiceField(
                    choices=offered, required=False, label="What follows", initial=Follows.NOTHING
                ),
                "who": RecordField(required=False, label="Who of ours", empty_label="Nobody named"),
                "contact": RecordField(required=False, label="Who of theirs", empty_label="Nobody named"),
                "due": DayField(required=False, label="By"),
            }
            if self.plans_ahead:
                fields["aim"] = RecordField(
                    required=False, label="Objective of the plan", empty_label="None",
                    help_text="Which one an action of the plan serves.",
                )  # fmt: skip
            for name, field in fields.items():
                self.fields[f"{name}_{number}"] = field

    @property
    def rows(self) -> list[list[Any]]:
        """The fields of each decision, for the page."""
        names = ["text", "follows", "who", "contact", "due", *(["aim"] if self.plans_ahead else [])]
        return [[self[f"{name}_{number}"] for name in names] for number in range(1, DECISIONS + 1)]

    def decisions(self) -> list[Decided]:
        """What was written."""
        said, found = self.cleaned_data, []
        for number in range(1, DECISIONS + 1):
            text: str = said.get(f"text_{number}", "")
            contact: Contact | None = said.get(f"contact_{number}")
            if text:
                found.append(
                    Decided(
                        text, said.get(f"follows_{number}") or Follows.NOTHING, said.get(f"who_{number}"),
                        contact, said.get(f"due_{number}"), said.get(f"aim_{number}"),
                    )
                )  # fmt: skip
        return found
