"""Forms of next steps."""

from typing import Any

from accounts.choosing import people_at_work
from accounts.models import Account
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..choosing import contacts_of


class StepForm(ActionForm):
    """One thing to do next."""

    text = CheckedField(accepts.text("The next step", 300, required=True), label="What")
    due_on = DayField(label="Due on")
    owner = RecordField(label="Who")
    contact = RecordField(required=False, label="With", empty_label="Nobody in particular")

    def __init__(self, *args: Any, user: User, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people_at_work(), contact=contacts_of(account, user))
        self.initial.setdefault("owner", user.pk)


class SnoozeForm(ActionForm):
    """Until when something is put off, and why."""

    until = DayField(label="Show it again on")
    reason = CheckedField(accepts.text("The reason", 200, required=True), label="Why")
