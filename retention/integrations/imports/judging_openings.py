"""Open deals of a file: one play for each product at an account, unless Keel knows what speaks against it."""

from decimal import Decimal
from typing import Any

from accounts.models import ContractLine, RecordType
from plans.models import WhitespaceCell
from plans.planning.room_words import CellState

from ..models import RowState
from . import known
from .checking import Check
from .comparing import still_open
from .deciding import Decision, write_decisions
from .values import folded_name

UNDER_CONTRACT = "They have this product under contract: a renewal or more of it, and not white space."
ANOTHER = "Another open deal stands for this product at this account: there is one play for each."
STANDS = {
    CellState.PIPELINE: "Somebody works on this in Keel already.",
    CellState.OWNED: "Keel says that they own this.",
    CellState.NOT_APPLICABLE: "Keel says that this is not relevant for them.",
}
"""What the account's white space says that an open deal does not overrule."""
Place = tuple[str, str]
"""The group of an account, and a product's folded name."""


def judge_openings(check: Check, decisions: list[Decision]) -> None:
    """Those known from an earlier import are unchanged; the others wait until all rows were read."""
    opened = [(one, draft) for one, draft in still_open(decisions) if "is_opening" in draft.values]
    ids = known.records_known_as(RecordType.ROOM_PLAY, check.of.source, [one.key for one, _ in opened])
    for one, _ in opened:
        one.record_type, one.record_id = RecordType.ROOM_PLAY.value, ids.get(one.key)
        one.settle(RowState.UNCHANGED if one.record_id else RowState.NEW)
        check.openings.append(one)


def settle_openings(check: Check) -> None:
    """After all rows: of several deals on one product the first to close leads, with the worth of all."""
    if not check.openings:
        return
    sold, stands = _under_contract(check), _stands(check)
    by_place: dict[Place, list[Decision]] = {}
    for one in check.openings:
        by_place.setdefault((one.group, folded_name(_said(one)["product"])), []).append(one)
    for place, rows in by_place.items():
        _settle(check, rows, UNDER_CONTRACT if place in sold else stands.get(place, ""))
    write_decisions(RecordType.ROOM_PLAY, check.openings)


def _settle(check: Check, rows: list[Decision], against: str) -> None:
    lead = min(rows, key=lambda one: (one.state == RowState.NEW, _said(one)["closes"] or "9999", one.number))
    for one in rows:
        if one is not lead and one.state == RowState.NEW:
            one.settle(RowState.SKIPPED, ANOTHER)
    if lead.state != RowState.NEW:
        return
    if against:
        lead.settle(RowState.SKIPPED, against)
        return
    said = _said(lead)
    alike = [one for one in rows if _said(one)["potential"] and _said(one)["currency"] == said["currency"]]
    worth = sum((Decimal(_said(one)["potential"]) for one in alike), Decimal(0))
    said["potential"], said["deals"] = (str(worth) if alike else None), len(alike)
    check.currencies.add(said["currency"])
    check.note_owner(said["owner"])


def _said(one: Decision) -> dict[str, Any]:
    assert one.draft is not None  # noqa: S101 - openings are kept with their drafts
    return one.draft.values


def _under_contract(check: Check) -> set[Place]:
    """What is in force today, in these files and in Keel."""
    today = check.today.isoformat()
    found = {
        (group, folded_name(product))
        for (group, product), spans in check.spans.items()
        if any(start <= today <= end for start, end in spans)
    }
    lines = ContractLine.objects.in_force_on(check.today).filter(
        contract__account__in=_accounts(check), product__isnull=False
    )
    for account_id, name in lines.values_list("contract__account", "product__name"):
        found.add((check.places.group_of(account_id), folded_name(name)))
    return found


def _stands(check: Check) -> dict[Place, str]:
    cells = WhitespaceCell.objects.filter(account__in=_accounts(check), unit=None, state__in=STANDS)
    return {
        (check.places.group_of(account_id), folded_name(name)): STANDS[CellState(state)]
        for account_id, name, state in cells.values_list("account", "product__name", "state")
    }


def _accounts(check: Check) -> set[int]:
    groups = {one.group for one in check.openings}
    return {number for group, number in check.places.account_ids.items() if group in groups}
