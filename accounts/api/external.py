"""Upsert by the id of another system: make the record it knows under this id, or change it."""

from typing import Any, ClassVar

from django.db import transaction
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib import accepts
from retention.lib.clock import database_now

from ..actions.external_ids import attach_external_id, find_by_external_id, wait_for_others_naming

SOURCE_PATTERN = r"by-external-id/(?P<source>[\w.\-]{1,60})/(?P<value>[^/]{1,200})"
_value = accepts.text("The id in the other system", 200, required=True)


class ByExternalId:
    """For a resource that gives ``make`` and ``change``; both call the resource's own actions."""

    record_type: ClassVar[str]

    def make(self, request: Request) -> Any:
        """A new record from the body."""
        raise NotImplementedError

    def change(self, request: Request, record: Any, version: int | None) -> Any:
        """The record, changed by the body; *version* None asks for none."""
        raise NotImplementedError

    @transaction.atomic
    def upsert(self, request: Request, source: str, value: str) -> Response:
        """201 when it was made, 200 when it was known. Raises Http404 when somebody else's is meant.

        Of two that come together the second waits, and finds what the first has made.
        """
        kept = _value(value, "external_id")
        wait_for_others_naming(self.record_type, source, kept)
        known = find_by_external_id(self.record_type, source, kept)
        if known is not None:
            record = self.record(str(known))  # type: ignore[attr-defined]
            return self.told(self.change(request, record, None).pk)  # type: ignore[attr-defined,no-any-return]
        record = self.make(request)
        attach_external_id(
            record_type=self.record_type,
            record=record,
            source=source,
            value=kept,
            by=self.caller,  # type: ignore[attr-defined]
            at=database_now(),
        )
        return self.told(record.pk, status.HTTP_201_CREATED)  # type: ignore[attr-defined,no-any-return]
