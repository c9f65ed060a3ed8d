"""Forms of units."""

from typing import Any

from django import forms

from retention.lib.form_fields import CheckedField, RecordField, offer
from retention.lib.forms import ActionForm
from retention.team.models import User

from ..actions.units import UNIT_CHECKS
from ..choices import UnitKind
from ..choosing import units_of
from ..models import Account, OrgUnit
from .accounts import initial_of


class UnitForm(ActionForm):
    """A division, location or department."""

    name = CheckedField(UNIT_CHECKS["name"], label="Name")
    kind = forms.ChoiceField(choices=UnitKind.choices, initial=UnitKind.DEPARTMENT, label="Kind")
    parent = RecordField(required=False, label="Inside", empty_label="The account")

    def __init__(
        self, *args: Any, user: User, account: Account, unit: OrgUnit | None = None, **options: Any
    ) -> None:
        if unit is not None:
            options.setdefault("initial", initial_of(unit, self.base_fields))
        super().__init__(*args, **options)
        rows = units_of(account, user)
        offer(self, parent=rows.exclude(pk=unit.pk) if unit else rows)
