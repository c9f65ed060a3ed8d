"""Times of day and days of the year as people write them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from retention.lib.errors import DomainError

from ..personal_days import days_of_lines, lines_of

LONGEST = 1200


class TimeOfDayField(forms.TimeField):
    """A time as 09:30, on the clock of whoever is meant."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        words = {"invalid": "Write the time like 09:30."}
        super().__init__(**{"required": False, "widget": widget, "error_messages": words, **options})


class DaysField(forms.CharField):
    """Lines such as “14 June Birthday”; what stands is shown the same way."""

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(**{"required": False, "widget": widget, "max_length": LONGEST, **options})

    def to_python(self, value: Any) -> Any:
        """Days as they are kept. Raises ValidationError that repeats the line."""
        written = str(super().to_python(value) or "")
        if len(written) > LONGEST:
            raise ValidationError(f"These days are longer than {LONGEST:,} characters.", code="invalid")
        try:
            return days_of_lines(written, "")
        except DomainError as refused:
            raise ValidationError(refused.message, code="invalid") from None

    def run_validators(self, value: Any) -> None:
        """Everything was said already, in plainer words."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Other days, not the same ones written otherwise."""
        try:
            return bool(self.to_python(data) != (initial or []))
        except ValidationError:
            return True

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box: a line each."""
        return value if isinstance(value, str) else lines_of(value or [])
