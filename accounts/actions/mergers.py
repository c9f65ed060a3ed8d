"""Two customers become one: what one of them holds goes over to the account that goes on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from retention.lib import accepts
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.team.models import User

from ..announced import AccountChanged, AccountsMerged
from ..choices import LifecycleStage
from ..fx import refuse_without_rate
from ..ledger import ledger_day, rebuild_ledger
from ..models import Account, AccountMerger, Contract, LineSuspension
from ..rights import editable_account
from ..timeline import record
from ..watching import changes, snapshot
from .carried import carry_over, refuse_same_numbers

OF_ACCOUNT = (
    "name", "tier", "sector", "country", "city", "time_zone", "phone", "website", "customer_since",
    "first_value_on", "definition_of_win",
)  # fmt: skip
"""What is chosen field by field when two entries become one; who looks after it stays the survivor's."""


@transaction.atomic
def merge_accounts(
    *,
    merged: Account,
    survivor: Account,
    on: date,
    by: User,
    at: datetime,
    note: str = "",
    correction: str = "",
    fields: Mapping[str, Any] | None = None,
) -> AccountMerger:
    """From a day on the contracts of *merged* are the survivor's: no churn, no new revenue.

    People, conversations, promises, steps, invoices, units and subsidiaries go with them, and so does the
    story that tells of these; the merged account becomes a former customer. ``fields`` are values of the
    survivor, each of one of the two; with them its gaps are filled. ``unmerge_accounts`` takes it back.
    Raises PermissionDenied, InputRefused, TextRefused, RateMissing, the DomainError of a layer that holds
    something of both, and ClosedPeriod unless ``correction`` says why.
    """
    first, second = sorted((merged.pk, survivor.pk))
    locked = {pk: editable_account(pk, by) for pk in dict.fromkeys((first, second))}
    gone, stays = locked[merged.pk], locked[survivor.pk]
    day: date = accepts.day("The day of the merger", required=True)(on, "on")
    why = accepts.text("The note", 200)(note, "note")
    contracts = list(Contract.objects.filter(account=gone).order_by("id"))
    _refuse(gone, stays, contracts, day, ledger_day(at))
    refuse_without_rate({contract.currency for contract in contracts} | {stays.currency})
    before = snapshot((gone.pk, stays.pk))
    chosen = {} if fields is None else chosen_fields(stays, gone, fields)
    merger = AccountMerger.objects.create(merged=gone, survivor=stays, on=day, merged_by=by, note=why)
    merger.contracts.set(contracts)
    Contract.objects.filter(pk__in=[contract.pk for contract in contracts]).update(account=stays)
    carry_over(gone, stays)
    if chosen:
        save_edit(stays, chosen, expected_version=None)
    save_edit(gone, {"stage": LifecycleStage.FORMER}, expected_version=None)
    record(gone, "account_merged", f"Became part of {stays.name} on {day:%-d %b %Y}", by=by, at=at)
    record(stays, "account_merged", f"Took over {gone.name} on {day:%-d %b %Y}", by=by, at=at)
    why_corrected = accepts.text("The correction", 300)(correction, "correction")
    rebuild_ledger([gone.pk, stays.pk], on=ledger_day(at), guard=True, correction=why_corrected)
    _tell(merger, contracts, chosen, by, at)
    found = changes(before, (gone.pk, stays.pk))
    merger.moved, merger.removed, merger.made = found.moved, found.removed, found.made
    merger.save(update_fields=["moved", "removed", "made"])
    return merger


def chosen_fields(stays: Account, goes: Account, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ from the survivor's; unsaid gaps are filled. Raises InputRefused."""
    chosen = {}
    for name in OF_ACCOUNT:
        ours, theirs = getattr(stays, name), getattr(goes, name)
        value = fields.get(name, ours or theirs)
        if value not in (ours, theirs):
            raise accepts.InputRefused("Choose what one of the two has.", field=name)
        if value != ours:
            chosen[name] = value
    return chosen


def _tell(
    merger: AccountMerger, contracts: list[Contract], chosen: Mapping[str, Any], by: User, at: datetime
) -> None:
    gone, stays = merger.merged_id, merger.survivor_id
    ids = tuple(contract.pk for contract in contracts)
    fact = AccountsMerged(
        merged_id=gone, survivor_id=stays, contract_ids=ids, on=merger.on, by_id=by.pk, at=at
    )
    announce(fact)
    announce(AccountChanged(account_id=gone, fields=frozenset({"stage"}), by_id=by.pk, at=at))
    if chosen:
        announce(AccountChanged(account_id=stays, fields=frozenset(chosen), by_id=by.pk, at=at))


def _refuse(gone: Account, stays: Account, contracts: list[Contract], day: date, today: date) -> None:
    if gone.pk == stays.pk:
        raise accepts.InputRefused("An account cannot merge with itself.", field="survivor")
    if AccountMerger.objects.standing().filter(merged__in=[gone, stays]).exists():
        raise accepts.InputRefused("One of the two has become part of another account.", field="survivor")
    if day > today:
        raise accepts.InputRefused("The day of the merger lies in the future.", field="on")
    if AccountMerger.objects.standing().filter(contracts__in=contracts, on__gte=day).exists():
        raise accepts.InputRefused("Its contracts came by a merger later than that.", field="on")
    references = {contract.reference for contract in contracts}
    same = Contract.objects.filter(account=stays, reference__in=references).first()
    if same is not None:
        raise accepts.InputRefused(
            f"Both have a contract {same.reference}. Give one of them another reference.", field="survivor"
        )
    refuse_same_numbers(gone, stays)
    paused = LineSuspension.objects.filter(line__contract__in=contracts, resumed_line=None)
    if paused.filter(line__agreed_end_on__isnull=False).exists() or paused.filter(until=None).exists():
        raise accepts.InputRefused("Bring suspended lines back, or end them, first.", field="survivor")
