"""What the accounts layer does when something was announced."""

from .announced import RecordsImported
from .ledger import ledger_day, rebuild_ledger


def book_imported_lines(fact: RecordsImported) -> None:
    """Write the movements that imported lines imply, and the accounts' ARR columns."""
    rebuild_ledger(fact.account_ids, on=ledger_day(fact.at))
