"""What the rows of the map of people share in the API."""

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from accounts.actions.external_ids import external_ids_of, move_external_ids
from accounts.api.external import ByExternalId
from retention.lib.accepts import InputRefused
from retention.lib.api.fields import Body
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now
from retention.team.field_policy import redact

from ..models.map import MapRecord
from ..people_map.filters import MapFilter

M = TypeVar("M", bound=MapRecord)


class MapViewSet(ByExternalId, ScopedViewSet):
    """Dated rows of the map at accounts the caller sees; what is changed begins a new row."""

    resource = "people_map"
    filterset_class: ClassVar = MapFilter
    spelt: ClassVar = {
        name: f"{name}_id" for name in ("contact", "org_unit", "scope", "user", "manager", "on_contact")
    }

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add the ids other systems know rows by; hide what only the account team may read."""
        known = external_ids_of(self.record_type, [row["id"] for row in rows])
        for row in rows:
            row["external_ids"] = known.get(row["id"], {})
        redact(self.request.user, self.model, rows)
        return rows

    def signed(self, shape: type[Body]) -> dict[str, Any]:
        """What the body says, with who says it and when."""
        return {**self.said(shape), "by": self.caller, "at": database_now()}

    def follow(self, record: M, row: M) -> M:
        """The row that holds from now on: other systems know it under the ids of the one before."""
        if row.pk != record.pk:
            move_external_ids(record_type=self.record_type, record=record, to=row, by=self.caller)
        return row

    def refuse_another(self, record: Any, said: Mapping[str, Any], *names: str) -> None:
        """Raise InputRefused when the body is about somebody else than the row of this id."""
        for name in names:
            if said.get(name) != getattr(record, name):
                raise InputRefused(
                    "This id belongs to a row of another one; give that its own id.", field=name
                )
