"""Which accounts go to whom."""

from typing import Any

from django.db.models import QuerySet

from accounts.choosing import all_teams, people_who_can_own
from accounts.models import Account
from retention.lib.form_fields import RecordField, RecordsField, offer
from retention.lib.forms import ActionForm


class HandOverAccountsForm(ActionForm):
    """The accounts of one person, or of nobody, that the reader may change."""

    accounts = RecordsField(label="Accounts")
    to = RecordField(label="New owner", empty_label="Choose who takes over")
    team = RecordField(
        label="Team", required=False, empty_label="Accounts keep their team", help_text="Who else sees them."
    )

    def __init__(self, *args: Any, accounts: QuerySet[Account], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, accounts=accounts, to=people_who_can_own(), team=all_teams())
