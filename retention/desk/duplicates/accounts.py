"""What the pages of accounts that may be one show: both sides, how much hangs on each, where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.actions.mergers import OF_ACCOUNT
from accounts.forms.merging import LABELS, in_words
from accounts.models import Account, Contract, Invoice
from contacts.models import AlikeAccountReason, AlikeAccounts, Contact, NextStep, Promise, Touchpoint
from retention.team.models import User

COUNTED: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("Contracts", Contract, {}),
    ("People", Contact, {}),
    ("Conversations", Touchpoint, {"is_current": True}),
    ("Promises", Promise, {}),
    ("Next steps", NextStep, {}),
    ("Invoices", Invoice, {"is_current": True}),
)


@dataclass(frozen=True)
class Line:
    """One thing of both sides; empty where an entry has none."""

    label: str
    first: object
    second: object
    is_number: bool = False


@dataclass(frozen=True)
class AccountPair:
    """Two accounts that may be one customer."""

    alike: AlikeAccounts

    @property
    def first(self) -> Account:
        """The older entry."""
        return self.alike.first

    @property
    def second(self) -> Account:
        """The newer one."""
        return self.alike.second

    @property
    def why(self) -> str:
        """The reasons in words, as a sentence's end."""
        return ", ".join(str(AlikeAccountReason(word).label).lower() for word in self.alike.reasons)

    @property
    def sentence(self) -> str:
        """How sure, and why."""
        return f"{self.alike.score}% sure to be one customer: {self.why}."

    @property
    def names(self) -> tuple[str, str]:
        """Who is meant, where both have one name."""
        found = [f"{each.name} ({_known_by(each)})" for each in (self.first, self.second)]
        return found[0], found[1]


def account_pairs(rows: Sequence[AlikeAccounts]) -> list[AccountPair]:
    """The rows of a page."""
    return [AccountPair(row) for row in rows]


def side_by_side(pair: AccountPair, user: User) -> list[Line]:
    """What is known of both, and how much would go over: a preview of the merger."""
    lines = [Line(LABELS[name], _said(pair.first, name), _said(pair.second, name)) for name in OF_ACCOUNT]
    lines.append(Line("Looked after by", pair.first.owner or "", pair.second.owner or ""))
    for label, model, only in COUNTED:
        rows = model.objects.visible_to(user).filter(**only)
        first, second = (rows.filter(account=each).count() for each in (pair.first, pair.second))
        lines.append(Line(label, first, second, is_number=True))
    return lines


def differing(pair: AccountPair) -> list[str]:
    """Columns that differ and are filled on both sides."""
    found = []
    for name in OF_ACCOUNT:
        ours, theirs = getattr(pair.first, name), getattr(pair.second, name)
        if ours and theirs and ours != theirs:
            found.append(name)
    return found


def _said(account: Account, name: str) -> str:
    return in_words(getattr(account, name))[:200]


def _known_by(account: Account) -> str:
    return account.website or account.city or (account.owner.name if account.owner else f"no. {account.pk}")
