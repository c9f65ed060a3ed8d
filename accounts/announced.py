"""Facts of the accounts layer, in the past tense; upper layers listen (retention/lib/facts.py)."""

from dataclasses import dataclass
from datetime import date, datetime

from retention.lib.facts import Fact


@dataclass(frozen=True, kw_only=True)
class AccountAdded(Fact):
    """A new account exists."""

    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AccountChanged(Fact):
    """Human edits changed these fields (tier, stage, owner, team, ... by column name).

    ``former_owner_id`` is who looked after the account before, when the owner changed.
    """

    account_id: int
    fields: frozenset[str]
    by_id: int
    at: datetime
    former_owner_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ContractActivated(Fact):
    """A contract carries ARR and terms from now on (also when imported as history)."""

    contract_id: int
    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ContractChanged(Fact):
    """Term, notice, lines or auto-renewal of an active contract changed, or it ended."""

    contract_id: int
    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class NoticeReceived(Fact):
    """The customer gave written notice on a contract (or it was taken back: see the contract)."""

    contract_id: int
    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class InvoiceChanged(Fact):
    """An invoice was entered, paid, disputed, settled, corrected or voided: read it from its row."""

    invoice_id: int
    account_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AccountsMerged(Fact):
    """The contracts of one account are another's from a day on; what hangs on the account follows."""

    merged_id: int
    survivor_id: int
    contract_ids: tuple[int, ...]
    on: date
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AccountsParted(Fact):
    """A merger was taken back: what hung on each account hangs on it again; derive both anew."""

    returned_id: int
    survivor_id: int
    contract_ids: tuple[int, ...]
    by_id: int
    at: datetime

    @property
    def account_ids(self) -> tuple[int, ...]:
        """Both, in the order of their ids."""
        return tuple(sorted((self.returned_id, self.survivor_id)))


@dataclass(frozen=True, kw_only=True)
class RecordsImported(Fact):
    """Many records of these accounts changed at once; listeners rebuild set-based."""

    account_ids: tuple[int, ...]
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class HealthBandChanged(Fact):
    """The health bands of these accounts are other than before: read them from the account rows."""

    account_ids: tuple[int, ...]
    by_id: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DecisionDatesMoved(Fact):
    """The next decision date of these accounts is another one now (see ``next_decision_on``)."""

    account_ids: tuple[int, ...]
    by_id: int
    at: datetime
