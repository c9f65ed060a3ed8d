"""The forms of several renewals decided as one."""

from typing import Any

from django.utils.translation import gettext as _

from retention.lib import accepts
from retention.lib.form_fields import CheckedField, RecordsField, offer
from retention.lib.forms import ActionForm
from retention.renewals.models import Renewal, RenewalKind
from retention.team.models import User

from .formats import day_text, money_text


class EndsField(RecordsField):
    """Renewals by their contract, end and amount."""

    def label_from_instance(self, obj: Any) -> str:
        """C-00012, ends 30 Sep 2027, €6,000."""
        return _("{contract}, ends {day}, {worth}").format(
            contract=obj.contract.reference, day=day_text(obj.term_end),
            worth=money_text(obj.atr, obj.currency),
        )  # fmt: skip


class JoinForm(ActionForm):
    """Which other ends of the account are decided with this one, and why."""

    others = EndsField(
        label="Decided together with it",
        help_text="Their amounts are added to this renewal; they count as merged until they are taken apart.",
    )
    reason = CheckedField(accepts.text("The reason", 300, required=True), label="Why")

    def __init__(self, *args: Any, renewal: Renewal, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Renewal.objects.visible_to(user).open().filter(account=renewal.account_id)
        same = rows.filter(currency=renewal.currency, kind=RenewalKind.TERM_END).exclude(pk=renewal.pk)
        offer(self, others=same.select_related("contract").order_by("decision_on", "id"))
        if not same.exists():
            nothing = _("No other renewal of this customer is open in {currency}.")
            self.fields["others"].help_text = nothing.format(currency=renewal.currency)


class SplitForm(ActionForm):
    """Why a renewal is decided by itself again."""

    reason = CheckedField(accepts.text("The reason", 300, required=True), label="Why")
