"""Forms of the books: exchange rates, one or many, and closing months."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError

from retention.lib.accepts import InputRefused, currency
from retention.lib.form_fields import DAY_FORMATS, CheckedField, DayField
from retention.lib.forms import ActionForm

from ..actions.rates import PLACES, RateInput

MOST_LINES = 2000
_GAPS = re.compile(r"[\s;|]+")


class RateForm(ActionForm):
    """One rate."""

    currency = CheckedField(currency, label="Currency")
    on = DayField(label="Day")
    rate = forms.DecimalField(
        max_digits=18, decimal_places=PLACES, label="One unit is worth", widget=forms.TextInput
    )
    source = forms.CharField(max_length=60, required=False, label="Source")


class PasteRatesForm(ActionForm):
    """Many rates, one a line, in any order of currency, day and rate."""

    rates = forms.CharField(
        label="Rates",
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="One a line: USD 2026-11-20 0.8642",
    )
    source = forms.CharField(max_length=60, required=False, label="Source")

    def clean_rates(self) -> list[RateInput]:
        """What each line says. Raises ValidationError that names the line."""
        lines = [line for line in self.cleaned_data["rates"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(f"At most {MOST_LINES:,} rates at a time.")
        found: dict[tuple[str, date], RateInput] = {}
        for number, line in enumerate(lines, 1):
            given = read_rate(line)
            if given is None:
                raise ValidationError(
                    f"Line {number}, “{line[:40]}”, is not a currency, a day and a rate. "
                    "Write it like USD 2026-11-20 0.8642."
                )
            found[given.currency, given.on] = given
        return list(found.values())


def read_rate(line: str) -> RateInput | None:
    """A currency, a day and a number in any order; None when one is missing or there is more."""
    parts = [part for part in _GAPS.split(line.strip()) if part]
    codes = [part.upper() for part in parts if part.isalpha()]
    days = [day for part in parts if (day := _day(part))]
    amounts = [part.replace(",", ".") for part in parts if not part.isalpha() and not _day(part)]
    if (len(codes), len(days), len(amounts)) != (1, 1, 1):
        return None
    try:
        return RateInput(str(currency(codes[0], "rates")), days[0], Decimal(amounts[0]))
    except (InvalidOperation, InputRefused):
        return None


def _day(text: str) -> date | None:
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


class ClosePeriodForm(ActionForm):
    """Through which day the books are closed."""

    through = DayField(
        label="Closed through", help_text="Later changes up to that day are corrections with a reason."
    )
