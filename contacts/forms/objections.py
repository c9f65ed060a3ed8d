"""Forms of objections: what they do not want, and that they allow it again."""

from typing import Any

from django import forms

from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField
from retention.lib.forms import ActionForm

from ..choices import Channel
from ..models import ObjectionCame, ObjectionPurpose

CHANNELS = [("", "Every channel"), *(choice for choice in Channel.choices if choice[0] != Channel.NOTE)]


class ObjectionForm(ActionForm):
    """Which channel, what for, since when, and how they told us."""

    channel = forms.ChoiceField(choices=CHANNELS, required=False, label="They do not want")
    purpose = forms.ChoiceField(
        choices=ObjectionPurpose.choices, label="What for",
        help_text="Against anything by a channel: nobody of ours can use it until they allow it again.",
    )  # fmt: skip
    since = DayField(label="Since")
    came_by = forms.ChoiceField(choices=ObjectionCame.choices, label="How they told us")
    note = CheckedField(accepts.text("The note", 300), required=False, label="Note")

    def __init__(self, *args: Any, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("since", today)


class LiftForm(ActionForm):
    """How we know that they allow it again, and since when."""

    why = CheckedField(accepts.text("Why it is lifted", 300, required=True), label="How we know")
    on = DayField(label="Since")

    def __init__(self, *args: Any, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("on", today)
