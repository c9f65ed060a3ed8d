"""Which next steps a list shows, for the page and the API alike."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from accounts.choices import TeamFunction
from accounts.filters import teams_for
from contacts.choices import StepState
from contacts.filters import StepFilter
from contacts.models import NextStep
from retention.lib.clock import database_now
from retention.lib.filtering import ChoiceOfRecord, YesFilter
from retention.lib.zones import local_day

from .contributions import OUTSIDE, done_steps
from .supports import linked_q

BY_ANYBODY, BY_ME, BY_OUTSIDE = "all", "me", "none"
DONE_BY = (
    (BY_ANYBODY, "Anybody"), (BY_ME, "Me"), *TeamFunction.choices, (BY_OUTSIDE, OUTSIDE),
)  # fmt: skip


class SupportFilter(StepFilter):
    """Open next steps unless a state is asked for; ``unlinked`` are those that nothing ties to an aim.

    ``done_by`` are those finished in 91 days by people of a function, by me, or by anybody.
    """

    team = ChoiceOfRecord(
        field_name="account__team", queryset=teams_for, label="Team of the account", empty_label="All teams"
    )
    unlinked = YesFilter(method="is_unlinked", label="Unlinked")
    done_by = django_filters.ChoiceFilter(method="of_who_did", label="Done in 91 days by", choices=DONE_BY)

    class Meta:
        model = NextStep
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: QuerySet[NextStep]) -> QuerySet[NextStep]:
        """What was asked for; what is done or dropped only when a state was asked for."""
        rows: QuerySet[NextStep] = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        return rows if asked.get("state") or asked.get("done_by") else rows.filter(state=StepState.OPEN)

    def is_unlinked(self, rows: QuerySet[NextStep], name: str, value: Any) -> QuerySet[NextStep]:
        """No link leads from it to an aim or a renewal."""
        return rows.filter(~linked_q())

    def of_who_did(self, rows: QuerySet[NextStep], name: str, value: str) -> QuerySet[NextStep]:
        """The steps behind the figures of contributions."""
        reader = self.request.user
        done = done_steps(reader, on=local_day(database_now(), reader.time_zone))
        if value == BY_ME:
            done = done.filter(settled_by=reader)
        elif value != BY_ANYBODY:
            done = done.filter(**{"function": "" if value == BY_OUTSIDE else value})
        return rows.filter(pk__in=done.order_by().values("pk"))
