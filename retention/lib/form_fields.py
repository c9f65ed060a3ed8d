"""Form fields that read what people write: days, amounts, clean text, references they may see."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator

from .accepts import FIRST_YEAR, LAST_YEAR, Check
from .errors import DomainError
from .money import parse_money

DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y")
LARGEST_ID = 2**63 - 1


class CheckedField(forms.CharField):
    """Text that passes one of the checks of ``accepts``, so that the action will accept it as well."""

    def __init__(self, check: Check, *, many_lines: bool = False, rows: int = 4, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if many_lines else forms.TextInput()
        super().__init__(**{"widget": widget, "strip": False, **options})
        self.check = check

    def to_python(self, value: Any) -> str:
        """The tidied text. Raises ValidationError in the words of the check."""
        return str(_checked(self.check, super().to_python(value)))

    def run_validators(self, value: Any) -> None:
        """The check has said everything already, in plainer words."""


class DayField(forms.DateField):
    """A day as 2027-01-31, 31/01/2027 or 31.01.2027."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"input_formats": DAY_FORMATS, "widget": widget, **options})

    def to_python(self, value: Any) -> date | None:
        """The day. Raises ValidationError that repeats what was written."""
        try:
            day = super().to_python(value)
        except ValidationError:
            shown = str(value)[:20]
            raise ValidationError(
                f"“{shown}” is not a day. Write it like 2027-01-31 or 31/01/2027.", code="invalid"
            ) from None
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(f"The year must be between {FIRST_YEAR} and {LAST_YEAR}.", code="invalid")
        return day


class MomentField(forms.DateTimeField):
    """A day and a time in the reader's zone, as 2026-11-20T14:30 or 20/11/2026 14:30."""

    def __init__(self, **options: Any) -> None:
        formats = [
            f"{day}{gap}{time}" for day in DAY_FORMATS for gap in "T " for time in ("%H:%M", "%H:%M:%S")
        ]
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(**{"input_formats": formats, "widget": widget, **options})

    def to_python(self, value: Any) -> Any:
        """The instant. Raises ValidationError that repeats what was written."""
        try:
            moment = super().to_python(value)
        except (ValidationError, OverflowError):
            shown = str(value)[:30]
            raise ValidationError(
                f"“{shown}” is not a day and a time. Write it like 2026-11-20 14:30.", code="invalid"
            ) from None
        if moment is not None and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValidationError(f"The year must be between {FIRST_YEAR} and {LAST_YEAR}.", code="invalid")
        return moment


class AmountField(forms.CharField):
    """An amount as people write it: 1234.50, 1.234,50, 12k. The currency is a field of its own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"inputmode": "decimal"}), **options})

    def to_python(self, value: Any) -> Any:
        """A Decimal of at least 0, or None. Raises ValidationError."""
        written = str(super().to_python(value) or "")
        if not written:
            return None
        try:
            amount = parse_money(written).amount
        except DomainError as refused:
            raise ValidationError(refused.message, code="invalid") from None
        if amount < 0:
            raise ValidationError("The amount cannot be less than 0.", code="invalid")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box: a Decimal without grouping."""
        return f"{value:f}" if isinstance(value, Decimal) else value


class KeptChoices(ModelChoiceIterator):  # type: ignore[type-arg] # of any record
    """Reads the offered rows once, however many fields offer them."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        offered = getattr(self.field, "offered", None)
        for row in self.queryset if offered is None else offered:
            yield self.choice(row)


class RecordField(forms.ModelChoiceField):  # type: ignore[type-arg] # any record
    """One record of those that the form offers; the form sets them when it knows the user."""

    iterator = KeptChoices
    offered: QuerySet[Any] | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"queryset": None, **options})

    def offer(self, rows: QuerySet[Any]) -> None:
        """Choose from these rows."""
        self.offered = rows
        self.queryset = rows


class RecordsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # any records
    """Several records of those that the form offers, as boxes to tick."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"queryset": None, "widget": forms.CheckboxSelectMultiple, **options})

    def offer(self, rows: QuerySet[Any]) -> None:
        """Choose from these rows."""
        self.queryset = rows


def offer(form: forms.BaseForm, **rows: QuerySet[Any]) -> None:
    """Say what the record fields of a form offer: ``offer(form, owner=people)``."""
    for name, offered in rows.items():
        field = form.fields[name]
        if not isinstance(field, RecordField | RecordsField):
            raise TypeError(f"{name} offers no records")
        field.offer(offered)


class SeveralWords(forms.MultipleChoiceField):
    """Several words of a list, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Sequence[str]:
        """The words, each once. Raises ValidationError."""
        return list(dict.fromkeys(super().clean(value)))


class IdField(forms.IntegerField):
    """The id of a record; anything no table can hold is refused before it reaches the database."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": LARGEST_ID, **options})


def _checked(check: Check, value: Any) -> Any:
    try:
        return check(value, "")
    except DomainError as refused:
        raise ValidationError(refused.message, code="invalid") from None
