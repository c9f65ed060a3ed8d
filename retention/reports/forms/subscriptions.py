"""Forms of subscriptions, of who reads them, and of skipping one report."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from accounts.models import Account
from contacts.choosing import contacts_of
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..models import Subscription
from ..words import INTERNAL, ReportFormat, ReportFrequency, ReportKind

OF_ACCOUNT = [each for each in ReportKind.choices if each[0] != ReportKind.PORTFOLIO]


class ChangeForm(ActionForm):
    """When, in which form, whose, approved by whom."""

    day = forms.IntegerField(
        min_value=1, max_value=28, initial=5, label="Days after the period",
        help_text="1 to 28. On a day off it goes on the working day before.",
    )  # fmt: skip
    form = forms.ChoiceField(
        choices=ReportFormat.choices, initial=ReportFormat.PDF, label="Form", widget=forms.RadioSelect
    )
    owner = RecordField(label="Whose report it is")
    approver = RecordField(
        required=False, label="Who approves it", empty_label="Nobody: it goes by itself",
        help_text="They get it three working days before.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, user: User, account: Account | None, row: Subscription | None = None, **options: Any
    ) -> None:
        if row is not None:
            said = {"owner": row.owner_id, "approver": row.approver_id}
            options["initial"] = said | {name: getattr(row, name) for name in ("day", "form", "version")}
        super().__init__(*args, **options)
        offer(self, owner=people_at_work(), approver=people_at_work())
        if row is None:
            self.initial.setdefault("owner", (account and account.owner_id) or user.pk)


class SubscriptionForm(ChangeForm):
    """What it tells and how often, too."""

    kind = forms.ChoiceField(choices=OF_ACCOUNT, label="What it tells", widget=forms.RadioSelect)
    frequency = forms.ChoiceField(
        choices=ReportFrequency.choices, initial=ReportFrequency.MONTH, label="How often",
        widget=forms.RadioSelect,
    )  # fmt: skip
    field_order = ("kind", "frequency", "day", "form", "owner", "approver")


class ReaderForm(ActionForm):
    """One of theirs or one of ours."""

    contact = RecordField(required=False, label="One of theirs", empty_label="Nobody of theirs")
    user = RecordField(required=False, label="Or one of ours", empty_label="Nobody of ours")

    def __init__(self, *args: Any, user: User, row: Subscription, **options: Any) -> None:
        super().__init__(*args, **options)
        if row.kind in INTERNAL or row.account is None:
            del self.fields["contact"]
            offer(self, user=people_at_work())
        else:
            offer(self, user=people_at_work(), contact=contacts_of(row.account, user))


class SkipForm(ActionForm):
    """Why this one is not sent."""

    reason = CheckedField(accepts.text("Why it is skipped", 300, required=True), label="Why")
