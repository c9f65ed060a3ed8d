"""White space: what is known of a cell is written down, looked at again, or found out."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import Account, OrgUnit, Product
from accounts.rights import editable_account
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.records import save_edit
from retention.lib.zones import local_day
from retention.team.models import User

from ..accepting import money, their_contact
from ..models import WhitespaceCell
from ..planning.room_words import CellState, Strength


class PlayNeeded(DomainError):
    """A cell comes into play by a play, which has an owner and a next step."""


class StillInPlay(DomainError):
    """Somebody works on the cell: its play is ended first."""


class PotentialWithoutReason(DomainError):
    """An amount other than units × price says why."""


class CompetitorUnnamed(DomainError):
    """What is said of a competitor needs their name."""


def maybe(check: accepts.Check) -> accepts.Check:
    """The same, or nothing."""

    def kept(value: Any, field: str) -> Any:
        return None if value in (None, "") else check(value, field)

    return kept


def _chosen(value: Any, field: str) -> str:
    if value in (None, ""):
        return ""
    return str(accepts.one_of("The strength", Strength)(value, field))


def _share(label: str) -> accepts.Check:
    within = accepts.amount(label, most=Decimal("1.01"))

    def kept(value: Any, field: str) -> Any:
        if value in (None, ""):
            return None
        share = within(value, field)
        if share > 1:
            raise accepts.InputRefused(f"{label} is from 0 to 1.", field=field)
        return share

    return kept


CHECKS: dict[str, accepts.Check] = {
    "state": accepts.one_of("The state", CellState),
    "units": maybe(accepts.amount("The units", most=Decimal(10) ** 9, places=3)),
    "unit_price": maybe(accepts.amount("The price of a unit", most=Decimal(10) ** 10)),
    "currency": accepts.currency,
    "potential_said": money("The potential"),
    "potential_note": accepts.text("Why another amount", 300),
    "fit": _share("The fit"),
    "access": _share("The access"),
    "looked_on": accepts.day("The day it was looked at", required=True),
    "need": accepts.text("Their need", 500, many_lines=True),
    "sponsor": accepts.as_it_is,
    "budget": accepts.text("Their budget", 300),
    "timing": accepts.text("Their timing", 300),
    "approach": accepts.text("How we approach it", 500, many_lines=True),
    "competitor": accepts.text("The competitor", 120),
    "competitor_product": accepts.text("The competitor’s product", 200),
    "competitor_ends_on": accepts.day("The end of their contract"),
    "competitor_strength": _chosen,
}


@transaction.atomic
def set_cell(
    *,
    account: Account,
    product: Product,
    by: User,
    at: datetime,
    changes: Mapping[str, Any],
    unit: OrgUnit | None = None,
    expected_version: int | None = None,
) -> WhitespaceCell:
    """Write down what is known of a product in a unit (None: at the account as a whole); looked at today.

    Makes the cell's row when it has none. Raises PermissionDenied, InputRefused, TextRefused, NotEditable,
    PlayNeeded, StillInPlay, PotentialWithoutReason, CompetitorUnnamed, NotTheirContact, StaleVersion.
    """
    account = editable_account(account.pk, by)
    if unit is not None and unit.account_id != account.pk:
        raise accepts.InputRefused("That unit belongs to another account.", field="unit")
    today = local_day(at, by.time_zone)
    row = WhitespaceCell.objects.filter(account=account, unit=unit, product=product).first()
    kept = accepts.accepted(changes, CHECKS)
    kept.setdefault("looked_on", today)
    _refuse_future(kept["looked_on"], today)
    their_contact(account, kept.get("sponsor"), "sponsor")
    _refuse_half_said(row, kept)
    if row is None:
        row = WhitespaceCell.objects.create(
            account=account, unit=unit, product=product, by=by, **{"currency": account.currency, **kept}
        )
    else:
        save_edit(row, kept, expected_version=expected_version)
    said = f"{row}: {row.get_state_display().lower()}"
    record(account, "cell_set", said, by=by, at=at, subject=("cell", row.pk))
    return WhitespaceCell.objects.select_related("account", "unit", "product").get(pk=row.pk)


@transaction.atomic
def look_at_cell(*, cell: WhitespaceCell, by: User, at: datetime) -> WhitespaceCell:
    """Somebody looked, and it is still as it says. Raises PermissionDenied."""
    account = editable_account(cell.account_id, by)
    row = WhitespaceCell.objects.select_related("unit", "product").get(pk=cell.pk)
    save_edit(row, {"looked_on": local_day(at, by.time_zone)}, expected_version=None)
    record(account, "cell_looked", f"Looked at again: {row}", by=by, at=at, subject=("cell", row.pk))
    return row


def _refuse_future(day: date, today: date) -> None:
    if day > today:
        raise accepts.InputRefused("The day it was looked at lies in the future.", field="looked_on")


def _refuse_half_said(row: WhitespaceCell | None, kept: Mapping[str, Any]) -> None:
    """What the cell would say as a whole must hold together."""
    blank = WhitespaceCell()

    def would(name: str) -> Any:
        return kept.get(name, getattr(row or blank, name))

    former = row.state if row is not None else ""
    if would("state") == CellState.PIPELINE and former != CellState.PIPELINE:
        raise PlayNeeded("Start a play: it has an owner and a next step.", field="state")
    if former == CellState.PIPELINE and would("state") != former:
        raise StillInPlay("Somebody works on this cell. End the play first.", field="state")
    if would("potential_said") is not None and not would("potential_note"):
        raise PotentialWithoutReason("Say why the potential is another amount.", field="potential_note")
    told = would("competitor_product") or would("competitor_ends_on") or would("competitor_strength")
    if not would("competitor") and (would("state") == CellState.COMPETITOR or told):
        raise CompetitorUnnamed("Name the competitor, as they call them.", field="competitor")
