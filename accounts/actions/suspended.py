"""What a contract's end, or the contract after it, does to its lines and to what is suspended."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from retention.lib.records import save_edit

from ..models import Contract, ContractLine, LineSuspension
from .steps import fold_steps

Sold = tuple[object, int | None]


def hand_over_lines(older: Contract, newer: Contract) -> None:
    """End the older contract's running lines the day before the newer one starts; the line that sells the
    same supersedes them. What they had been agreed to last is kept."""
    eve = newer.term_start - timedelta(days=1)
    following = {_sold(line): line for line in newer.lines.order_by("-start_on", "-id")}
    for line in older.lines.filter(start_on__lte=eve).order_by("id"):
        line.refresh_from_db()
        fold_steps(line, after=eve)
        changes: dict[str, Any] = {}
        if line.end_on is None or line.end_on > eve:
            changes = {"end_on": eve, "agreed_end_on": line.end_on}
        if line.end_on is None or line.end_on >= eve:
            changes["superseded_by"] = following.get(_sold(line))
            save_edit(line, changes, expected_version=None)
    suspensions_end(older, eve)


def _sold(line: ContractLine) -> Sold:
    return (line.product_id or line.description, line.org_unit_id)


def suspensions_end(contract: Contract, day: date) -> None:
    """Nothing suspended is held beyond this day."""
    paused = LineSuspension._base_manager.filter(line__contract=contract, resumed_line=None)
    paused.filter(Q(until=None) | Q(until__gt=day)).update(until=day)
    contract.lines.filter(suspensions__in=paused, agreed_end_on__gt=day).update(agreed_end_on=day)
