"""The form of praise."""

from typing import Any

from accounts.choosing import people_at_work
from accounts.forms.accounts import AccountField, read_as
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User


class KudosForm(ActionForm):
    """Whom, and what for."""

    to = RecordField(label="For")
    text = CheckedField(
        accepts.text("The praise", 1000, required=True, many_lines=True), many_lines=True,
        label="What they did well",
    )  # fmt: skip
    account = AccountField(required=False, label="With which customer", help_text="If it was about one.")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, to=people_at_work().exclude(pk=user.pk))
        read_as(self, "account", user)
