"""Which movements an account's lines imply, over all its currencies (docs/methods.md, Movements). Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from .arr import CENT, ZERO, NetMovement, arr_on, ledger
from .causes import cause_of
from .placed import BookedLine, Holding, Transfer, carried, worth_by_currency

CURRENCY_CHANGE = "currency_change"
_BECOMES = {"new": "expansion", "reactivation": "expansion", "churn": "contraction"}
_ONE_DAY = timedelta(days=1)

Convert = Callable[[Decimal, str, str, date], Decimal | None]
"""Amount, from, to, day: what it is worth in the other currency, or None when no rate is known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands, or should stand, in the ledger under one key."""

    currency: str
    on: date
    kind: str
    subkind: str
    amount: Decimal
    line_id: int | None = None

    @property
    def key(self) -> tuple[str, date, str, str]:
        """Two entries with the same key are the same movement."""
        return (self.currency, self.on, self.kind, self.subkind)


def _no_rate(amount: Decimal, currency: str, other: str, day: date) -> Decimal | None:
    return None


def implied_entries(
    held: Sequence[BookedLine] | Holding, *, upto: date, convert: Convert = _no_rate
) -> list[Entry]:
    """The movements of every day up to *upto*, by day; they add up to the lines on each of those days.

    The account is the entity: revenue that ends in one currency while another goes on is contraction,
    not churn. A change of currency on one day is a transfer at that day's rate, and expansion or
    contraction for the part that differs. What is suspended or merged moves by transfers.
    """
    holding = held if isinstance(held, Holding) else Holding(held)
    lines, transfers, returns = carried(holding.lines, holding.pauses)
    books: Mapping[str, list[BookedLine]] = defaultdict(list)
    for line in lines:
        books[line.currency].append(line)
    for transfer in holding.moved:
        books[transfer.currency]  # an account may have held nothing else in that currency
    entries: list[Entry] = []
    for currency in sorted(books):
        others = [line for other, rows in books.items() if other != currency for line in rows]
        moved = {move.on: move.amount for move in holding.moved if move.currency == currency}
        for movement in ledger(books[currency], moved=moved):
            if movement.on <= upto and not (movement.kind == "swap" and movement.on in returns):
                seen = _as_the_account_sees_it(movement, others, currency, convert)
                entries += [_entry(currency, part, books[currency]) for part in seen]
    entries += _transfers(transfers, upto)
    return sorted(entries, key=lambda entry: (entry.on, entry.currency))


def as_booked_before(standing: Iterable[Entry], convert: Convert) -> Convert:
    """Conversion at the rate with which a change of currency stands booked; *convert* for all others.

    So a rate that is entered or put right later does not restate what was booked.
    """
    sums: dict[tuple[date, str], dict[str, Decimal]] = defaultdict(dict)
    for entry in standing:
        if entry.subkind == CURRENCY_CHANGE and entry.kind.startswith("transfer"):
            side = sums[entry.on, entry.kind]
            side[entry.currency] = side.get(entry.currency, ZERO) + entry.amount

    def booked(amount: Decimal, currency: str, other: str, day: date) -> Decimal | None:
        out, came = sums.get((day, "transfer_out"), {}), sums.get((day, "transfer_in"), {})
        if set(out) == {currency} and set(came) == {other} and out[currency]:
            return amount * came[other] / -out[currency]
        return convert(amount, currency, other, day)

    return booked


def _entry(currency: str, movement: NetMovement, lines: Sequence[BookedLine]) -> Entry:
    cause = cause_of(lines, movement.on, movement.kind)
    return Entry(
        currency, movement.on, movement.kind, movement.subkind or cause.name, movement.amount, cause.line_id
    )


def _as_the_account_sees_it(
    movement: NetMovement, others: Sequence[BookedLine], currency: str, convert: Convert
) -> list[NetMovement]:
    if movement.kind not in _BECOMES or not others:
        return [movement]
    before, after = arr_on(others, movement.on - _ONE_DAY), arr_on(others, movement.on)
    leaving = movement.kind == "churn"
    if leaving and before == ZERO and after > ZERO:
        return [replace(movement, kind="transfer_out", subkind=CURRENCY_CHANGE)]
    if not leaving and before > ZERO and after == ZERO:
        return _arrival(movement, others, currency, convert)
    if (after if leaving else before) > ZERO:
        return [replace(movement, kind=_BECOMES[movement.kind])]
    return [movement]


def _arrival(
    movement: NetMovement, others: Sequence[BookedLine], currency: str, convert: Convert
) -> list[NetMovement]:
    """The transfer of what it was worth in the other currency, and the part that differs."""
    came = replace(movement, kind="transfer_in", subkind=CURRENCY_CHANGE)
    old = ZERO
    for other, amount in worth_by_currency(others, movement.on - _ONE_DAY).items():
        worth = convert(amount, other, currency, movement.on)
        if worth is None:
            return [came]
        old += worth.quantize(CENT, ROUND_HALF_UP)
    parts = [replace(came, amount=old)]
    if old != movement.amount:
        kind = "expansion" if movement.amount > old else "contraction"
        parts.append(NetMovement(movement.on, kind, movement.amount - old, CURRENCY_CHANGE))
    return parts


def _transfers(transfers: Iterable[Transfer], upto: date) -> list[Entry]:
    """One entry for what left and one for what came, by day and currency."""
    sums: dict[tuple[str, date, str, str], Entry] = {}
    for move in transfers:
        if move.on > upto or not move.amount:
            continue
        kind = "transfer_in" if move.amount > 0 else "transfer_out"
        entry = Entry(move.currency, move.on, kind, move.subkind, move.amount, move.line_id)
        known = sums.get(entry.key)
        sums[entry.key] = replace(known, amount=known.amount + entry.amount) if known else entry
    return list(sums.values())


def differences(wanted: Iterable[Entry], standing: Iterable[Entry]) -> list[Entry]:
    """What must be added to *standing* so that *wanted* stands: missing entries and signed corrections.

    What was written before causes were told stands for the same movement with its cause.
    """
    stands: dict[tuple[str, date, str, str], Decimal] = defaultdict(lambda: ZERO)
    present = set()
    for entry in standing:
        stands[entry.key] += entry.amount
        present.add(entry.key)
    missing: list[Entry] = []
    for entry in wanted:
        plain = replace(entry, subkind="")
        if entry.key not in present and plain.key in present:
            entry = plain
        gap = entry.amount - stands.pop(entry.key, ZERO)
        if gap or entry.key not in present:
            missing.append(replace(entry, amount=gap))
    missing += [Entry(*key, amount=-amount) for key, amount in stands.items() if amount]
    return missing
