"""Small forms of the day's work; they never save."""

from datetime import date, timedelta

from django import forms

REASONS = (
    "They are away",
    "They asked for later",
    "Waiting for something of ours",
    "Waiting for something of theirs",
    "Busy with other accounts",
)


class SnoozeForm(forms.Form):
    """Until when, and why; a snooze without a reason cannot be learnt from."""

    until = forms.DateField(
        label="Show it again on",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Choose a day.", "invalid": "Write the day as 2026-11-30."},
    )
    reason = forms.CharField(
        label="Why",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "snooze-reasons"}),
        error_messages={"required": "Say why, in a few words."},
    )

    def __init__(self, *args: object, today: date, **options: object) -> None:
        options.setdefault("initial", {"until": today + timedelta(days=2), "reason": REASONS[0]})
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.today = today
