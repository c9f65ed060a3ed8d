"""What every resource of goals does alike: read a body, call an action, tell the record as it is now."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from rest_framework.response import Response

from accounts.actions.external_ids import external_ids_of
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.lib.zones import local_day


class GoalViewSet(ScopedViewSet):
    """Records of goals and value, at the accounts the caller may see."""

    spelt: ClassVar = {
        "account": "account_id", "target": "target_id", "contact": "contact_id",
        "stakeholder": "stakeholder_id", "change": "change_id",
    }  # fmt: skip
    record_type: ClassVar[str] = ""
    """Names the kind of record that other systems know by an id; empty when none does."""

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Say the ids of other systems."""
        if not self.record_type:
            return rows
        known = external_ids_of(self.record_type, [row["id"] for row in rows])
        return [{**row, "external_ids": known.get(row["id"], {})} for row in rows]

    def does(
        self, action: Callable[..., Any], name: str, pk: str, shape: Any, *, days: Sequence[str] = ("on",)
    ) -> Response:
        """Call the *action* on the record, which it calls *name*; its *days* are today when not said."""
        row, at = self.record(pk), database_now()
        today = local_day(at, self.caller.time_zone)
        said = {**dict.fromkeys(days, today), **self.said(shape)}
        action(**{name: row}, by=self.caller, at=at, **said)
        return self.told(row.pk)
