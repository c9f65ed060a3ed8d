"""Contracts of won subscriptions, with their lines and who succeeds whom."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from accounts.choices import ContractState, NoticeFrom, NoticeUnit
from accounts.models import Contract, ContractLine, Product, RecordType

from ...models import ImportRow, RowState
from ..values import folded_name
from .batch import Batch, mark, remember_ids, tell, values
from .contacts import account_of
from .openings_changed import end_won

FOLLOWS_WITHIN = timedelta(days=90)
"""A term of the same product that begins so near the end of another one renews it."""


def write_contracts(batch: Batch, rows: list[ImportRow]) -> None:
    """Contracts in force, or ended ones as history; movements follow from their lines when announced."""
    places = [account_of(batch, row) for row in rows]
    make_products(batch, rows)
    taken = _references(set(places))
    made = Contract.objects.bulk_create(
        _contract(batch, row, account_id, taken[account_id])
        for row, account_id in zip(rows, places, strict=True)
    )
    ContractLine.objects.bulk_create(
        _line(batch, row, contract) for row, contract in zip(rows, made, strict=True)
    )
    for row, contract in zip(rows, made, strict=True):
        row.record_id = contract.pk
    end_won(batch, rows)
    _tell(batch, rows, made)
    remember_ids(batch, RecordType.CONTRACT, rows)
    mark(rows, RowState.ADDED)
    batch.touched |= set(places)
    link_successors(set(places))


def make_products(batch: Batch, rows: list[ImportRow]) -> None:
    """Products that only deals name."""
    for row in rows:
        name = values(row)["product"]
        if folded_name(name) not in batch.products:
            made, is_new = Product.objects.get_or_create(code=name[:80], defaults={"name": name})
            if is_new:
                batch.note_made("products_made", made.pk)
            batch.products[folded_name(name)] = made.pk


def _references(account_ids: set[int]) -> dict[int, set[str]]:
    taken: dict[int, set[str]] = defaultdict(set)
    for account_id, reference in Contract.objects.filter(account_id__in=account_ids).values_list(
        "account_id", "reference"
    ):
        taken[account_id].add(reference)
    return taken


def _contract(batch: Batch, row: ImportRow, account_id: int, taken: set[str]) -> Contract:
    draft = values(row)
    start, end = date.fromisoformat(draft["start"]), date.fromisoformat(draft["end"])
    over = end < batch.today
    return Contract(
        account_id=account_id,
        reference=_free_reference(f"{draft['product'][:100]}, {start}", taken),
        state=ContractState.ENDED if over else ContractState.ACTIVE,
        currency=draft["currency"],
        signed_on=start,
        term_start=start,
        term_end=end,
        auto_renew=batch.choices.auto_renew,
        renewal_term_months=draft["months"],
        notice_value=batch.choices.notice_days,
        notice_unit=NoticeUnit.DAYS,
        notice_counted_from=NoticeFrom.TERM_END,
        entered_on=date.fromisoformat(draft["entered"]) if draft["entered"] else None,
        is_history=over,
    )


def _free_reference(wish: str, taken: set[str]) -> str:
    number, reference = 1, wish
    while reference in taken:
        number += 1
        reference = f"{wish} ({number})"
    taken.add(reference)
    return reference


def _line(batch: Batch, row: ImportRow, contract: Contract) -> ContractLine:
    draft = values(row)
    return ContractLine(
        contract=contract,
        product_id=batch.products[folded_name(draft["product"])],
        description=draft["product"],
        recurring_amount=Decimal(draft["total"]),
        period_months=draft["months"],
        arr=Decimal(draft["arr"]),
        start_on=contract.term_start,
        end_on=contract.term_end,
    )


def _tell(batch: Batch, rows: list[ImportRow], contracts: list[Contract]) -> None:
    lines = []
    for row, contract in zip(rows, contracts, strict=True):
        began = datetime.combine(contract.term_start, time(12), UTC)
        text = _in_words(contract, Decimal(values(row)["arr"]))
        lines.append((contract.account_id, min(began, batch.at), text, contract.pk))
    tell(batch, "contract_activated", "contract", lines)


def _in_words(contract: Contract, arr: Decimal) -> str:
    worth = f"{arr:,.2f} {contract.currency} a year"
    return (
        f"Contract {contract.reference} in force: {worth}, "
        f"{contract.term_start:%-d %b %Y} to {contract.term_end:%-d %b %Y}"
    )


def link_successors(account_ids: set[int]) -> None:
    """Say of each contract which one it renews: the next of the same product that begins near its end."""
    contracts = Contract.objects.filter(account_id__in=account_ids, term_end__isnull=False)
    books: dict[tuple[int, frozenset[int | None]], list[Contract]] = defaultdict(list)
    for contract in (
        contracts.exclude(state=ContractState.DRAFT).prefetch_related("lines").order_by("term_start", "id")
    ):
        sold = frozenset(line.product_id for line in contract.lines.all())
        books[contract.account_id, sold].append(contract)
    has_successor = set(contracts.exclude(successor=None).values_list("pk", flat=True))
    for book in books.values():
        _link(book, has_successor)


def _link(book: list[Contract], has_successor: set[int]) -> None:
    linked = {contract.pk for contract in book if contract.predecessor_id is not None}
    for older in book:
        if older.pk in has_successor or older.term_end is None:
            continue
        for newer in book:
            near = abs(newer.term_start - older.term_end) <= FOLLOWS_WITHIN
            if near and newer.term_start > older.term_start and newer.pk not in linked:
                Contract.objects.filter(pk=newer.pk).update(predecessor=older)
                linked.add(newer.pk)
                break
