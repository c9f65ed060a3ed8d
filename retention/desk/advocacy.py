"""What customers do for us, as pages show it: the doors of one person, and the sums of twelve months."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Sum

from contacts.models import Contact
from contacts.referral import ReferralGate
from retention.growth.asking import asks_of, gates_of
from retention.growth.models import AdvocacyAsk, AdvocacyConsent, AdvocacyKind, AskOutcome
from retention.team.models import User

YEAR = timedelta(days=365)
SHOWN = 10


@dataclass(frozen=True)
class Door:
    """Whether somebody may be asked for one thing, and the consent that stands for it."""

    kind: str
    label: str
    gate: ReferralGate
    consent: AdvocacyConsent | None
    is_valid: bool


@dataclass(frozen=True)
class Advocate:
    """One person as somebody to ask: the doors, and what they were asked for before."""

    doors: tuple[Door, ...]
    asks: tuple[AdvocacyAsk, ...]


@dataclass
class KindSums:
    """What was asked of one kind in twelve months; ``worth`` by currency."""

    kind: str
    label: str
    asked: int = 0
    of: dict[str, int] = field(default_factory=dict)
    worth: list[tuple[str, Decimal]] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """Not answered yet."""
        return self.of.get(AskOutcome.WAITING, 0)

    @property
    def agreed(self) -> int:
        """Agreed, not done yet."""
        return self.of.get(AskOutcome.AGREED, 0)

    @property
    def declined(self) -> int:
        """They said no."""
        return self.of.get(AskOutcome.DECLINED, 0)

    @property
    def given(self) -> int:
        """They did it."""
        return self.of.get(AskOutcome.GIVEN, 0)


def advocate(contact: Contact, reader: User, *, on: date) -> Advocate:
    """The doors of one person on a day, and what they were asked for at this account; in three queries."""
    asks = asks_of(contact)
    consents = AdvocacyConsent.objects.visible_to(reader).standing().filter(contact=contact)
    standing = {row.kind: row for row in consents.select_related("given_by__person")}
    doors = (
        Door(kind, str(AdvocacyKind(kind).label), gate, standing.get(kind),
             kind in standing and standing[kind].is_valid(on=on))
        for kind, gate in gates_of(contact, contact.account, on=on, asks=asks).items()
    )  # fmt: skip
    here = [ask for ask in reversed(asks) if ask.account_id == contact.account_id]
    return Advocate(tuple(doors), tuple(here[:SHOWN]))


def asks_of_account(account_id: int, reader: User) -> list[AdvocacyAsk]:
    """What people at an account were asked for, the newest first."""
    rows = AdvocacyAsk.objects.visible_to(reader).filter(account=account_id)
    return list(rows.select_related("contact__person", "asked_by").order_by("-asked_on", "-id")[:SHOWN])


def year_of_asks(reader: User, *, on: date) -> list[KindSums]:
    """Twelve months up to a day by kind; kinds nobody was asked for are left out."""
    rows = AdvocacyAsk.objects.visible_to(reader).filter(asked_on__gt=on - YEAR)
    counted = rows.order_by().values_list("kind", "outcome", "currency")
    return _summed(counted.annotate(number=Count("id"), amount=Sum("worth")))


def _summed(rows: Iterable[tuple[str, str, str, int, Decimal | None]]) -> list[KindSums]:
    sums = {kind.value: KindSums(kind.value, str(kind.label)) for kind in AdvocacyKind}
    worth: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for kind, outcome, currency, number, amount in rows:
        each = sums[kind]
        each.asked += number
        each.of[outcome] = each.of.get(outcome, 0) + number
        if amount is not None:
            worth[kind][currency] = worth[kind].get(currency, Decimal(0)) + amount
    for kind, each in sums.items():
        each.worth = sorted(worth[kind].items())
    return [each for each in sums.values() if each.asked]
