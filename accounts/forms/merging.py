"""The forms that make two entries of a customer one, and take a merger back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from retention.lib.form_fields import DayField

from ..models import Account
from .corrections import CorrectionForm

LABELS = {
    "name": "Name", "tier": "Tier", "sector": "Sector", "country": "Country", "city": "City",
    "time_zone": "Time zone", "phone": "Phone", "website": "Website", "customer_since": "Customer since",
    "first_value_on": "First value on", "definition_of_win": "What winning means",
}  # fmt: skip
FIRST, SECOND = "first", "second"


def in_words(value: Any) -> str:
    """A value of an account as a page says it; nothing for none."""
    if isinstance(value, date):
        return f"{value:%-d %b %Y}"
    return "" if value is None else str(value)


class MergeAccountsForm(CorrectionForm):
    """Which entry goes on, since when, and of what differs, whose value."""

    kept = forms.ChoiceField(widget=forms.RadioSelect, label="The entry that goes on")
    on = DayField(label="Since", help_text="Contracts of the other are its contracts from that day on.")

    def __init__(
        self, *args: Any, pair: tuple[Account, Account], names: tuple[str, str], differing: Sequence[str],
        **options: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.pair = pair
        self._choose("kept", names)
        for name in differing:
            shown = [in_words(getattr(each, name))[:120] for each in pair]
            self.fields[name] = forms.ChoiceField(widget=forms.RadioSelect, label=LABELS[name])
            self._choose(name, (shown[0], shown[1]))

    def _choose(self, name: str, shown: tuple[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- said to the type checker
        field.choices = [(FIRST, shown[0]), (SECOND, shown[1])]
        self.initial.setdefault(name, FIRST)

    def ends(self) -> tuple[Account, Account]:
        """Who goes on, and who becomes part of it."""
        first, second = self.pair
        return (first, second) if self.cleaned_data["kept"] == FIRST else (second, first)

    def chosen(self) -> dict[str, Any]:
        """The values of the columns that differ."""
        said = {name: value for name, value in self.fields_said().items() if name in LABELS}
        return {name: getattr(self.pair[value == SECOND], name) for name, value in said.items()}


class TakeBackForm(CorrectionForm):
    """Nothing to say, unless months are closed."""
