"""Open deals as white space in play: a cell with what they may spend, a play and its next step."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Account, Product, RecordType
from accounts.rights import sees
from plans.actions.room_plays import edit_room_play, start_play
from plans.actions.whitespace import set_cell
from plans.models import WhitespaceCell
from plans.planning.room_words import CellState
from retention.growth.advising import why_blocked
from retention.team.models import User

from ...models import ImportRow, RowState
from ..values import folded_name
from .batch import Batch, mark, remember_ids, values
from .contacts import account_of
from .contracts import make_products
from .openings_changed import PUT_BACK, as_text, follow_openings, versions_of

WAS_OPEN = "It was open when it was imported."


def write_openings(batch: Batch, rows: list[ImportRow]) -> None:
    """One play for each row, by the actions that people use; a customer who is not well is no obstacle."""
    follow_openings(batch, [row for row in rows if row.record_id is not None])
    rows = [row for row in rows if row.record_id is None]
    if not rows:
        return
    places = [account_of(batch, row) for row in rows]
    make_products(batch, rows)
    accounts = Account.objects.select_related("owner").in_bulk(set(places))
    products = Product.objects.in_bulk({_product_of(batch, row) for row in rows})
    for row, place in zip(rows, places, strict=True):
        _write(batch, row, accounts[place], products[_product_of(batch, row)])
    remember_ids(batch, RecordType.ROOM_PLAY, rows)
    mark(rows, RowState.ADDED)
    batch.touched |= set(places)


def _product_of(batch: Batch, row: ImportRow) -> int:
    return batch.products[folded_name(values(row)["product"])]


def _write(batch: Batch, row: ImportRow, account: Account, product: Product) -> None:
    """Start the play, and keep what the cell was before, so that it can be taken back."""
    said = values(row)
    cell = WhitespaceCell.objects.filter(account=account, unit=None, product=product).first()
    former = None if cell is None else {name: as_text(getattr(cell, name)) for name in PUT_BACK}
    changes = _changes(said, cell)
    if changes or cell is None:
        cell = set_cell(account=account, product=product, by=batch.by, at=batch.at, changes=changes)
    closes = date.fromisoformat(said["closes"]) if said["closes"] else batch.today
    due = max(closes, batch.today)
    is_blocked = bool(why_blocked(account, on=batch.today))
    play = start_play(
        cell=cell, owner=_owner(batch, said["owner"], account), target_on=due, step_on=due, by=batch.by,
        at=batch.at, reason=f"An open deal in {batch.of.source}: {said['name']}",
        step=said["step"] or f"Follow up: {said['name']}", allowed_by=batch.by if is_blocked else None,
        allowed_reason=WAS_OPEN if is_blocked else "",
    )  # fmt: skip
    if said["stage"] and said["stage"] != play.stage:
        play = edit_room_play(play=play, changes={"stage": said["stage"]}, by=batch.by, at=batch.at)
    row.record_id = play.pk
    row.before = {"cell": former, "at": batch.at.isoformat(), **versions_of(play)}


def _changes(said: dict[str, Any], cell: WhitespaceCell | None) -> dict[str, Any]:
    """What the deal adds to the cell; a potential that people gave stays."""
    changes: dict[str, Any] = {}
    if cell is None or cell.state == CellState.UNKNOWN:
        changes["state"] = CellState.OPEN
    if said["potential"] and (cell is None or cell.potential is None):
        deals = "the opportunity" if said["deals"] == 1 else f"{said['deals']} opportunities"
        changes |= {"potential_said": Decimal(said["potential"]), "currency": said["currency"],
                    "potential_note": f"From {deals} that came by import."}  # fmt: skip
    return changes


def _owner(batch: Batch, name: str, account: Account) -> User:
    """The deal's owner, else the account's, if they see the account; else whoever imports."""
    for number in (batch.person(name), account.owner_id):
        if (
            number is not None
            and number in batch.teams
            and (one := User.objects.get(pk=number))
            and sees(account.pk, one)
        ):
            return one
    return batch.by
