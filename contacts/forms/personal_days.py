"""Times of day and days of the year as people write them."""

from typing import Any

from django import forms

from retention.lib.lines_field import LinesField

from ..personal_days import days_of_lines, lines_of


class TimeOfDayField(forms.TimeField):
    """A time as 09:30, on the clock of whoever is meant."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        words = {"invalid": "Write the time like 09:30."}
        super().__init__(**{"required": False, "widget": widget, "error_messages": words, **options})


class DaysField(LinesField):
    """Lines such as “14 June Birthday”; what stands is shown the same way."""

    own_name, longest = "These days", 1200

    def read(self, written: str) -> list[Any]:
        """Days as they are kept."""
        return days_of_lines(written, "")

    def lines(self, kept: list[Any]) -> str:
        """A day and what it is on each."""
        return lines_of(kept)
