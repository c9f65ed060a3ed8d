"""Forms of what customers should learn."""

from typing import Any

from django import forms

from accounts.choosing import people_at_work
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer

from ..actions.lessons import LESSON_CHECKS
from ..choices import Adopted
from .goals import GoalForm


class LessonForm(GoalForm):
    """What to teach whom, with what, when."""

    topic = CheckedField(LESSON_CHECKS["topic"], label="What they should learn")
    contact = RecordField(required=False, label="Whom", empty_label="Nobody in particular")
    planned_for = DayField(
        required=False, label="Planned for", help_text="It then stands in the day of who teaches it."
    )
    owner = RecordField(label="Who teaches it")
    material = CheckedField(LESSON_CHECKS["material"], required=False, label="Material")
    link = CheckedField(LESSON_CHECKS["link"], required=False, label="Link to it")
    target = RecordField(required=False, label="Which goal of theirs it serves", empty_label="None")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, owner=people_at_work())

    def fields_said(self) -> dict[str, Any]:
        """The contact is the audience."""
        return self._in_its_words(super().fields_said())

    def changes(self) -> dict[str, Any]:
        """The same of what was changed."""
        return self._in_its_words(super().changes())

    @staticmethod
    def _in_its_words(said: dict[str, Any]) -> dict[str, Any]:
        return {("audience" if name == "contact" else name): value for name, value in said.items()}


class TaughtForm(GoalForm):
    """When it was taught, and by whom."""

    on = DayField(label="Taught on")
    taught_by = RecordField(label="By whom")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, taught_by=people_at_work())


class AdoptedForm(GoalForm):
    """Whether they use it."""

    adopted = forms.ChoiceField(choices=Adopted.choices, label="Do they use it", widget=forms.RadioSelect)
    on = DayField(required=False, label="Seen on")
    note = CheckedField(accepts.text("The note", 500), required=False, label="How we know")
