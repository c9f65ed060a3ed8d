"""Forms of contracts and their lines."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from retention.lib.form_fields import AmountField, CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..choices import ContractState, NoticeFrom, NoticeUnit, PriceModel
from ..choosing import products_on_sale, units_of
from ..lines import LINE_CHECKS, LineInput
from ..models import Account, Contract
from ..papers import CONTRACT_CHECKS, FIXED_ONCE_IN_FORCE
from .accounts import initial_of
from .corrections import CorrectionForm

FIRST_TOO_LATE = "The term cannot end before it starts."


class ContractForm(CorrectionForm):
    """What was signed: term, notice, renewal."""

    reference = CheckedField(CONTRACT_CHECKS["reference"], label="Reference")
    currency = CheckedField(CONTRACT_CHECKS["currency"], label="Currency")
    signed_on = DayField(required=False, label="Signed on")
    term_start = DayField(label="First day")
    term_end = DayField(required=False, label="Last day", help_text="Empty when it runs until notice.")
    auto_renew = forms.BooleanField(required=False, label="Renews by itself")
    renewal_term_months = forms.IntegerField(
        min_value=1, max_value=120, initial=12, label="Months of a renewal"
    )
    notice_value = forms.IntegerField(min_value=0, max_value=730, required=False, label="Notice period")
    notice_unit = forms.ChoiceField(choices=NoticeUnit.choices, initial=NoticeUnit.DAYS, label="Counted in")
    notice_counted_from = forms.ChoiceField(
        choices=NoticeFrom.choices, initial=NoticeFrom.UNKNOWN, label="Notice counts back from"
    )
    downgrade_right = forms.BooleanField(
        required=False, label="They may take fewer units before the term ends"
    )
    predecessor = RecordField(required=False, label="Follows", empty_label="No earlier contract")
    note = CheckedField(CONTRACT_CHECKS["note"], many_lines=True, required=False, label="Note")

    def __init__(
        self, *args: Any, user: User, account: Account, contract: Contract | None = None, **options: Any
    ) -> None:
        if contract is not None:
            options.setdefault("initial", initial_of(contract, self.base_fields))
        super().__init__(*args, **options)
        self.initial.setdefault("currency", account.currency)
        earlier = Contract.objects.visible_to(user).filter(account=account).order_by("-term_start", "id")
        offer(self, predecessor=earlier.exclude(pk=contract.pk) if contract else earlier)
        if contract is not None and contract.state != ContractState.DRAFT:
            for name in set(FIXED_ONCE_IN_FORCE) & set(self.fields):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Refuse a term that ends before it starts."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = said.get("term_start"), said.get("term_end")
        if start and end and end < start:
            self.add_error("term_end", ValidationError(FIRST_TOO_LATE))
        return said


class NewContractForm(ContractForm):
    """What was signed, in force at once unless it is kept as a draft."""

    keep_as_draft = forms.BooleanField(
        required=False, label="Keep as a draft", help_text="A draft brings no revenue and no renewal yet."
    )


class LineForm(forms.Form):
    """One priced item; empty days mean the whole term."""

    product = RecordField(required=False, label="Product", empty_label="Other")
    description = CheckedField(LINE_CHECKS["description"], required=False, label="Description")
    org_unit = RecordField(required=False, label="Unit", empty_label="Whole account")
    quantity = forms.DecimalField(
        initial=1, min_value=0, max_digits=14, decimal_places=3, required=False, label="Quantity"
    )
    recurring_amount = AmountField(label="Amount")
    period_months = forms.IntegerField(min_value=1, max_value=120, initial=12, label="For how many months")
    start_on = DayField(required=False, label="First day")
    end_on = DayField(required=False, label="Last day")
    is_recurring = forms.BooleanField(required=False, initial=True, label="Recurring")
    price_model = forms.ChoiceField(
        required=False, label="Priced", choices=[("", PriceModel.FIXED.label), *PriceModel.choices[1:]]
    )
    escalator_pct = forms.DecimalField(
        min_value=0, max_value=100, max_digits=6, decimal_places=3, required=False, label="Rises by % a year"
    )
    escalator_on = DayField(
        required=False, label="First rise on", help_text="Empty: a year after the first day."
    )

    def __init__(self, *args: Any, products: QuerySet[Any], units: QuerySet[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, product=products, org_unit=units)

    def clean(self) -> dict[str, Any]:
        """A line says what it is for, by product or in words, and does not end before it starts."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        start, end = said.get("start_on"), said.get("end_on")
        if start and end and end < start:
            self.add_error("end_on", "A line cannot end before it starts.")
        if not self.errors and not said.get("product") and not said.get("description"):
            self.add_error("description", "Choose a product or say what it is.")
        said["quantity"] = said.get("quantity") or 1
        said["price_model"] = said.get("price_model") or PriceModel.FIXED
        return said


class BaseLineFormSet(forms.BaseFormSet):  # type: ignore[type-arg] # not subscriptable at run time
    """The lines of a contract; made with ``form_kwargs={"user": ..., "account": ...}``."""

    shared: dict[str, QuerySet[Any]] | None = None

    def line_inputs(self) -> Sequence[LineInput]:
        """The lines as the action takes them; emptied rows are left out."""
        return [
            LineInput(**{name: value for name, value in form.cleaned_data.items() if name != "DELETE"})
            for form in self.filled()
        ]

    def filled(self) -> list[LineForm]:
        """The rows that say something and are not to be deleted."""
        rows: list[LineForm] = [form for form in self.forms if form.has_changed()]
        return [form for form in rows if not form.cleaned_data.get("DELETE")]

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """What each row is made with; all rows share one reading of products and units."""
        options: dict[str, Any] = super().get_form_kwargs(index)
        account, user = options.pop("account"), options.pop("user")
        if self.shared is None:
            self.shared = {"products": products_on_sale(), "units": units_of(account, user)}
        return {**options, **self.shared}

    def refuse(self, field: str, message: str) -> bool:
        """Show a refusal that names a line, such as ``lines.0.quantity``; False when it names none."""
        parts = field.split(".")
        if len(parts) != 3 or parts[0] != "lines" or not parts[1].isdigit():
            return False
        self.filled()[int(parts[1])].add_error(parts[2], message)
        return True


LineFormSet = cast(
    "type[BaseLineFormSet]",
    forms.formset_factory(
        LineForm, formset=BaseLineFormSet, extra=1, max_num=200, validate_max=True, can_delete=True
    ),
)


class NoticeForm(ActionForm):
    """On which day the customer's notice came."""

    received_on = DayField(label="Notice came on")
