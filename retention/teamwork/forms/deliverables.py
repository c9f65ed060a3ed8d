"""Forms of deliverables, of who does what about them, and of who receives them."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account
from contacts.choosing import contacts_of
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.deliverables import DELIVERABLE_CHECKS
from ..models import Deliverable, DeliverableKind, DeliveryWay, Part


class DeliverableForm(ActionForm):
    """What they get, and the one person who answers for it."""

    name = CheckedField(DELIVERABLE_CHECKS["name"], label="What it is")
    kind = forms.ChoiceField(choices=DeliverableKind.choices, label="Kind")
    note = CheckedField(DELIVERABLE_CHECKS["note"], many_lines=True, required=False, label="Note")
    accountable_user = RecordField(
        required=False, label="Accountable, one of ours", empty_label="One of theirs",
        help_text="Exactly one person is accountable, of either side.",
    )  # fmt: skip
    accountable_contact = RecordField(
        required=False, label="Accountable, one of theirs", empty_label="One of ours"
    )

    def __init__(
        self, *args: Any, user: User, account: Account, deliverable: Deliverable | None = None, **options: Any
    ) -> None:
        if deliverable is not None:
            said = {name: getattr(deliverable, name) for name in (*DELIVERABLE_CHECKS, "version")}
            said |= {"accountable_user": deliverable.accountable_user_id}
            options["initial"] = said | {"accountable_contact": deliverable.accountable_contact_id}
        super().__init__(*args, **options)
        offer(self, accountable_user=people_at_work(), accountable_contact=contacts_of(account, user))
        if deliverable is None:
            self.initial.setdefault("accountable_user", account.owner_id)

    def clean(self) -> dict[str, Any]:
        """One of the two, and not both."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and bool(said.get("accountable_user")) == bool(said.get("accountable_contact")):
            self.add_error("accountable_user", "Exactly one person is accountable: choose one of the two.")
        return said

    def changes(self) -> dict[str, Any]:
        """Who answers for it is said as a whole."""
        found = super().changes()
        if "accountable_user" in found or "accountable_contact" in found:
            found |= {name: self.cleaned_data[name] for name in ("accountable_user", "accountable_contact")}
        return found


class PartForm(ActionForm):
    """Who is responsible, consulted or informed."""

    part = forms.ChoiceField(choices=Part.choices, label="They are", widget=forms.RadioSelect)
    user = RecordField(required=False, label="One of ours", empty_label="Nobody of ours")
    contact = RecordField(required=False, label="Or one of theirs", empty_label="Nobody of theirs")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, user=people_at_work(), contact=contacts_of(account, user))
        self.initial.setdefault("part", Part.RESPONSIBLE)


class RecipientForm(ActionForm):
    """Who of theirs receives it, and how."""

    contact = RecordField(label="Who receives it")
    way = forms.ChoiceField(choices=DeliveryWay.choices, label="How it reaches them")
    note = CheckedField(accepts.text("The note", 200), required=False, label="Note")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, contact=contacts_of(account, user))
