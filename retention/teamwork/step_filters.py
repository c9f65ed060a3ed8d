"""Which next steps a list shows, for the page and the API alike."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from accounts.filters import teams_for
from contacts.choices import StepState
from contacts.filters import StepFilter
from contacts.models import NextStep
from retention.lib.filtering import ChoiceOfRecord, YesFilter

from .supports import linked_q


class SupportFilter(StepFilter):
    """Open next steps unless a state is asked for; ``unlinked`` are those that nothing ties to an aim."""

    team = ChoiceOfRecord(
        field_name="account__team", queryset=teams_for, label="Team of the account", empty_label="All teams"
    )
    unlinked = YesFilter(method="is_unlinked", label="Unlinked")

    class Meta:
        model = NextStep
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: QuerySet[NextStep]) -> QuerySet[NextStep]:
        """What was asked for; what is done or dropped only when a state was asked for."""
        rows: QuerySet[NextStep] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(state=StepState.OPEN)

    def is_unlinked(self, rows: QuerySet[NextStep], name: str, value: Any) -> QuerySet[NextStep]:
        """No link leads from it to an aim or a renewal."""
        return rows.filter(~linked_q())
