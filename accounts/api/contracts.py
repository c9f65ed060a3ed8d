"""`/api/v1/contracts/`: enter with lines, activate, record notice, and upsert by the id of another system."""

from typing import Any, ClassVar

from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from retention.lib.api.fields import Body
from retention.lib.api.schema import changes, creates, reads, upserts
from retention.lib.api.versions import seen_version
from retention.lib.api.views import ScopedViewSet
from retention.lib.clock import database_now

from ..actions import activate_contract, edit_contract, end_contract, enter_contract, record_notice
from ..actions.contract_matching import match_contract
from ..actions.external_ids import external_ids_of
from ..filters import ContractFilter
from ..lines import LineInput
from ..models import Contract, ContractLine, RecordType
from .contract_shapes import (
    COLUMNS,
    LINE_COLUMNS,
    ContractChange,
    ContractRow,
    ContractWrite,
    EndWrite,
    NoticeWrite,
    Reasoned,
)
from .external import SOURCE_PATTERN, ByExternalId


class ContractViewSet(ByExternalId, ScopedViewSet):
    """Contracts of the accounts the caller may see."""

    resource = "contracts"
    record_type = RecordType.CONTRACT
    spelt: ClassVar = {name: f"{name}_id" for name in ("account", "product", "org_unit")}
    model = Contract
    columns: ClassVar = COLUMNS
    filterset_class = ContractFilter
    serializer_class = ContractRow

    def complete(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add the lines and the ids of other systems, in two queries for the page."""
        ids = [row["id"] for row in rows]
        known = external_ids_of(RecordType.CONTRACT, ids)
        by_id = {row["id"]: row for row in rows}
        for row in rows:
            row.update(lines=[], external_ids=known.get(row["id"], {}))
        lines = ContractLine.objects.visible_to(self.request.user).filter(contract_id__in=ids).order_by("id")
        for line in lines.values("contract_id", *LINE_COLUMNS):
            by_id[line.pop("contract_id")]["lines"].append(line)
        return rows

    @reads(ContractRow(many=True))
    def list(self, request: Request) -> Response:
        """A page of contracts."""
        return super().list(request)

    @reads(ContractRow)
    def retrieve(self, request: Request, pk: str) -> Response:
        """One contract."""
        return super().retrieve(request, pk)

    def _whole(self, *, partial: bool = False) -> dict[str, Any]:
        """What the body says of a contract, its lines as the actions take them."""
        fields = self.said(ContractWrite, partial=partial)
        if "lines" in fields:
            fields["lines"] = [LineInput(**line) for line in fields["lines"]]
        return fields

    def make(self, request: Request) -> Contract:
        """Enter the contract that the body describes."""
        return enter_contract(by=self.caller, at=database_now(), **self._whole())

    def change(self, request: Request, record: Contract, version: int | None) -> Contract:
        """Bring the contract to what the body names."""
        fields = self._whole(partial=True)
        if fields.pop("account", record.account).pk != record.account_id:
            raise serializers.ValidationError({"account_id": ["A contract stays at its account."]})
        more = {name: fields.pop(name) for name in ("lines", "activate", "correction") if name in fields}
        return match_contract(contract=record, changes=fields, by=self.caller, at=database_now(), **more)

    @creates(ContractWrite, ContractRow)
    def create(self, request: Request) -> Response:
        """Enter a contract; unless ``activate`` is false it carries ARR and renewals at once."""
        return self.told(self.make(request).pk, status.HTTP_201_CREATED)

    @changes(ContractChange, ContractRow)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a contract, starting from the version you have read."""
        contract, version = self.record(pk), seen_version(request)
        fields = self.said(ContractChange, instance=contract, partial=True)
        edit_contract(
            contract=contract,
            by=self.caller,
            at=database_now(),
            expected_version=version,
            correction=fields.pop("correction", ""),
            changes=fields,
        )
        return self.told(contract.pk)

    def _asked(self, shape: type[Body]) -> dict[str, Any]:
        """What an action on a contract takes beside the contract."""
        return {**self.said(shape), "by": self.caller, "at": database_now()}

    @creates(Reasoned, ContractRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def activate(self, request: Request, pk: str) -> Response:
        """Let a draft carry ARR and renewals from now on."""
        contract = activate_contract(contract=self.record(pk), **self._asked(Reasoned))
        return self.told(contract.pk)

    @creates(NoticeWrite, ContractRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def notice(self, request: Request, pk: str) -> Response:
        """Record that the customer gave written notice."""
        contract = record_notice(contract=self.record(pk), **self._asked(NoticeWrite))
        return self.told(contract.pk)

    @creates(EndWrite, ContractRow, status=200)
    @action(detail=True, methods=["post"], filter_backends=(), pagination_class=None)
    def end(self, request: Request, pk: str) -> Response:
        """End a contract after its last day of service; its lines end with it."""
        contract = end_contract(contract=self.record(pk), **self._asked(EndWrite))
        return self.told(contract.pk)

    @upserts(ContractWrite, ContractRow)
    @action(detail=False, methods=["put"], url_path=SOURCE_PATTERN, filter_backends=(), pagination_class=None)
    def by_external_id(self, request: Request, source: str, value: str) -> Response:
        """Enter the contract another system knows under this id, or change it; repeating changes nothing."""
        return self.upsert(request, source, value)
