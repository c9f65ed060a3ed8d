"""Forms of invoices."""

from typing import Any

from django import forms

from retention.lib.form_fields import AmountField, CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..billing import INVOICE_CHECKS
from ..models import Account, Contract, Invoice
from .accounts import initial_of


class InvoiceForm(ActionForm):
    """What was billed, and until when it is to be paid."""

    number = CheckedField(INVOICE_CHECKS["number"], label="Number")
    contract = RecordField(required=False, label="Contract", empty_label="None")
    issued_on = DayField(label="Day of the invoice")
    due_on = DayField(label="Due on")
    amount = AmountField(label="Amount")
    currency = CheckedField(INVOICE_CHECKS["currency"], label="Currency")

    def __init__(
        self, *args: Any, user: User, account: Account, invoice: Invoice | None = None, **options: Any
    ) -> None:
        if invoice is not None:
            options.setdefault("initial", initial_of(invoice, self.base_fields))
        super().__init__(*args, **options)
        self.initial.setdefault("currency", account.currency)
        contracts = Contract.objects.visible_to(user).filter(account=account)
        offer(self, contract=contracts.order_by("-term_start", "id"))
        if invoice is not None:
            self.fields["number"].disabled = True


class PaymentForm(ActionForm):
    """Money came."""

    amount = AmountField(required=False, label="Amount", help_text="Empty means all that is open.")
    paid_on = DayField(label="Paid on")


class DisputeForm(ActionForm):
    """The customer contests the invoice."""

    since = DayField(label="Disputed since")
    reason = forms.CharField(max_length=500, label="Why", help_text="In their words.")


class SettleForm(ActionForm):
    """The dispute is over."""

    outcome = forms.CharField(max_length=500, label="What was agreed")


class VoidForm(ActionForm):
    """The invoice does not hold."""

    on = DayField(label="Void since")
    reason = forms.CharField(max_length=500, label="Why")
