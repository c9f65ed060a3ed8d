"""Forms of one's internal network."""

from typing import Any

from django import forms

from accounts.choices import TeamFunction
from accounts.choosing import people_at_work
from retention.lib import accepts
from retention.lib.form_fields import CheckedField, DayField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.network import EVERY_DAYS


class NetworkForm(ActionForm):
    """With whom to keep up, and how often."""

    colleague = RecordField(label="Colleague")
    function = forms.ChoiceField(choices=TeamFunction.choices, label="Function")
    every_days = forms.IntegerField(label="Every … days", min_value=7, max_value=365, initial=EVERY_DAYS)
    last_on = DayField(required=False, label="Last spoken on")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, colleague=people_at_work().exclude(pk=user.pk))


class PaceForm(ActionForm):
    """Another pace or function."""

    function = forms.ChoiceField(choices=TeamFunction.choices, label="Function")
    every_days = forms.IntegerField(label="Every … days", min_value=7, max_value=365)


class TalkForm(ActionForm):
    """When one spoke, and about what."""

    on = DayField(label="On")
    note = CheckedField(accepts.text("The note", 300), required=False, label="What came of it")
