"""Forms of walks, their steps and hand-offs."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account, Contract
from contacts.choosing import contacts_of
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..choices import Party
from ..facts import processes_on_offer
from ..models import WalkStep


class WalkForm(ActionForm):
    """Which contract begins to walk, by which process, from when."""

    contract = RecordField(label="Contract")
    process = RecordField(label="Process")
    on = DayField(label="It entered the first step on")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Contract.objects.visible_to(user).filter(account=account).exclude(state="ended")
        still = rows.exclude(walks__state="walking").order_by("-term_start", "-id")
        offer(self, contract=still, process=processes_on_offer())


class HolderForm(ActionForm):
    """Where a step is done, who holds it, and how long it should take."""

    party = forms.ChoiceField(choices=Party.choices, label="Where", widget=forms.RadioSelect)
    owner_user = RecordField(required=False, label="In-house: who", empty_label="Nobody")
    owner_contact = RecordField(required=False, label="At the customer: who", empty_label="Nobody")
    partner = CheckedField(accepts.text("The partner", 160), required=False, label="Partner")
    partner_person = CheckedField(
        accepts.text("The person at the partner", 160), required=False, label="Who there"
    )
    expected_days = forms.IntegerField(label="Expected days", min_value=1, max_value=730)

    def __init__(self, *args: Any, user: User, step: WalkStep, account: Account, **options: Any) -> None:
        names = ("party", "partner", "partner_person", "expected_days")
        initial = {name: getattr(step, name) for name in names}
        initial |= {"owner_user": step.owner_user_id, "owner_contact": step.owner_contact_id}
        super().__init__(*args, initial=initial, **options)
        offer(self, owner_user=people_at_work(), owner_contact=contacts_of(account, user))


class HandOnForm(ActionForm):
    """The step is left; what the next holder should know, what is missing, and who accepted it."""

    on = DayField(label="Left on")
    note = CheckedField(
        accepts.text("The note", 500, many_lines=True), many_lines=True, required=False, label="Note",
        rows=2,
    )  # fmt: skip
    missing = CheckedField(
        accepts.text("What is missing", 500, many_lines=True), many_lines=True, required=False, rows=2,
        label="Missing", help_text="What you know is missing. The receiver reads it before accepting.",
    )  # fmt: skip
    accepted_by = RecordField(required=False, label="Accepted by", empty_label="Choose who at the customer")
    accepted_on = DayField(required=False, label="Accepted on")

    def __init__(self, *args: Any, user: User, step: WalkStep, **options: Any) -> None:
        super().__init__(*args, **options)
        if step.step.needs_acceptance:
            offer(self, accepted_by=contacts_of(step.walk.contract.account, user))
        else:
            del self.fields["accepted_by"], self.fields["accepted_on"]


class GiveBackForm(ActionForm):
    """Why it cannot be taken."""

    answer = CheckedField(
        accepts.text("Why it is given back", 500, required=True, many_lines=True), many_lines=True, rows=2,
        label="Why it is given back",
    )  # fmt: skip


class StopForm(ActionForm):
    """Why a walk ends before its last step."""

    why = CheckedField(accepts.text("Why", 300, required=True), label="Why")
    on = DayField(label="On")
