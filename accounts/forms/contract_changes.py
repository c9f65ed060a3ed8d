"""Forms that change a contract in force: lines, suspensions, breaks, its end, and merging customers."""

from typing import Any

from django import forms

from retention.lib.form_fields import AmountField, DayField
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..choices import EndCause, NoticeFrom, NoticeUnit, PriceModel
from ..choosing import products_on_sale, units_of
from ..models import ContractLine
from .accounts import AccountField, initial_of, read_as
from .contracts import LineForm
from .corrections import CorrectionForm

FULL_LINE = ("product", "description", "org_unit", "quantity", "recurring_amount", "period_months")


class AddLineForm(CorrectionForm, LineForm):
    """A line added to a contract in force."""

    def __init__(self, *args: Any, user: User, contract: Any, **options: Any) -> None:
        units = units_of(contract.account, user)
        super().__init__(*args, products=products_on_sale(), units=units, **options)


class AmendLineForm(AddLineForm):
    """A line as it is from a day on; the day is the line's first one for a correction."""

    effective_on = DayField(label="From", help_text="On the line's first day the line itself is corrected.")
    field_order = ("effective_on", *FULL_LINE)

    def __init__(self, *args: Any, line: ContractLine, **options: Any) -> None:
        initial = initial_of(line, LineForm.base_fields) | options.pop("initial", {})
        initial |= {"price_model": "" if line.price_model == PriceModel.FIXED else line.price_model}
        initial |= {"quantity": f"{line.quantity.normalize():f}"}
        super().__init__(*args, contract=line.contract, initial=initial, **options)
        self.fields.pop("start_on")
        self.fields.pop("is_recurring")

    def changes(self) -> dict[str, Any]:
        """What of the line changes, without the day and the reason."""
        return {
            name: value
            for name, value in super().changes().items()
            if name not in ("effective_on", "correction")
        }


class EndContractForm(CorrectionForm):
    """The last day of a contract that ends early, and why."""

    last_day = DayField(label="Last day of service")
    cause = forms.ChoiceField(
        required=False, label="What ended it", choices=[("", "As the term says"), *EndCause.choices]
    )
    reason = forms.CharField(max_length=200, required=False, label="In a few words")


class SuspendForm(CorrectionForm):
    """From when to when a line pauses."""

    starts_on = DayField(label="First day without service")
    ends_on = DayField(
        required=False,
        label="Last day without service",
        help_text="Empty until it is known. After 90 days the line counts as lost.",
    )
    note = forms.CharField(max_length=200, required=False, label="Why")


class ResumeForm(CorrectionForm):
    """When a suspended line runs again."""

    on = DayField(label="First day with service again")


class UsageForm(CorrectionForm):
    """What a usage line billed in a month."""

    month = DayField(label="Month", help_text="Any day of it.")
    amount = AmountField(label="Billed in that month")


class BreakForm(ActionForm):
    """A day on which the customer may leave, with its own notice."""

    on = DayField(label="Last day of service if they leave")
    notice_value = forms.IntegerField(min_value=0, max_value=730, required=False, label="Notice period")
    notice_unit = forms.ChoiceField(choices=NoticeUnit.choices, initial=NoticeUnit.DAYS, label="Counted in")
    notice_counted_from = forms.ChoiceField(
        choices=NoticeFrom.choices, initial=NoticeFrom.UNKNOWN, label="Notice counts back from"
    )
    note = forms.CharField(max_length=200, required=False, label="Note")


class MergeForm(CorrectionForm):
    """Which account goes on, and since when."""

    survivor = AccountField(label="Becomes part of", help_text="The account that goes on.")
    on = DayField(label="Since")
    note = forms.CharField(max_length=200, required=False, label="Note")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        read_as(self, "survivor", user)
