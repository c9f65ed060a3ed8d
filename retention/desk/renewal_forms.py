"""Forms of one renewal: the owner's call, and the next stage."""

from typing import Any

from django import forms

from retention.lib import accepts
from retention.lib.form_fields import CheckedField
from retention.lib.forms import ActionForm
from retention.renewals.models import ForecastCategory, Renewal, RenewalStage

NOT_BY_HAND = (RenewalStage.AUTO_RENEWED, RenewalStage.UNRESOLVED)


class CallForm(ActionForm):
    """What the owner expects: a judgement, with its reason."""

    call = forms.ChoiceField(choices=ForecastCategory.choices, label="Your call")
    note = CheckedField(accepts.text("The reason", 500), many_lines=True, rows=2, required=False, label="Why")


class StageForm(ActionForm):
    """Where the renewal goes next; a step back needs a reason."""

    stage = forms.ChoiceField(label="Stage")
    reason = CheckedField(accepts.text("The reason", 300), required=False, label="Why, or what became of it")

    def __init__(self, *args: Any, renewal: Renewal, **options: Any) -> None:
        super().__init__(*args, **options)
        stages = [(value, word) for value, word in RenewalStage.choices if value not in NOT_BY_HAND]
        field = self.fields["stage"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(value, word) for value, word in stages if value != renewal.stage]
