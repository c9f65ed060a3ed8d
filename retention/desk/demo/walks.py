"""Account teams by function, contracts on their way, and Lena's internal network, at the demo company."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import Account, AccountTeamMember, Contract
from contacts.models import Contact
from retention.team.models import User
from retention.walks.actions import (
    accept_handoff,
    add_to_network,
    give_step,
    hand_on,
    start_walk,
)
from retention.walks.choices import Party
from retention.walks.models import ContractWalk, Process, WalkStep

DELIVERS = {"Lena": "Tomas", "Tomas": "Lena", "Nico": "Ines", "Ines": "Nico"}
"""Who delivers for whom: the neighbour on the same team."""
LAWYERS, SUPPORT = "Kessler & Roth", "Northdesk"


@dataclass(frozen=True)
class Way:
    """The days of the steps a contract passed, and how long ago it entered the next."""

    days: tuple[int, ...]
    there_for: int
    waits: bool = False


WAYS = (
    Way((4, 13, 6, 2, 5), 31),
    Way((3, 8), 9),
    Way((6, 9, 4, 1, 4), 1, waits=True),
    Way((5, 21, 3, 3, 9, 17, 26, 4), 12),
    Way((2,), 4),
)


def make_walks(users: Mapping[str, User], *, at: datetime) -> None:
    """Teams at every account of the upper tiers; the five newest contracts of theirs walk."""
    today = at.date()
    accounts = list(Account.objects.filter(tier__in="AB", owner__isnull=False).select_related("owner"))
    _make_teams(accounts, users, today)
    process = Process.objects.filter(name="Order to cash").first()
    newest = Contract.objects.filter(account__in=accounts, state="active").order_by("-term_start", "id")
    chosen: dict[int, Contract] = {}
    for contract in newest.select_related("account__owner"):
        chosen.setdefault(contract.account_id, contract)
    if process is not None:
        for contract, way in zip(chosen.values(), WAYS, strict=False):
            _walk(contract, process, way, users["Ada"], at)
    _keep_up(users, at)


def _make_teams(accounts: list[Account], users: Mapping[str, User], today: date) -> None:
    """Finance everywhere, delivery by the neighbour, operations; nobody for legal, support and product."""
    rows = []
    for account in accounts:
        name = account.owner.name.split()[0] if account.owner else ""
        for function, who in (
            ("finance", "Sol"),
            ("operations", "Ada"),
            ("delivery", DELIVERS.get(name, "Tomas")),
        ):
            since = today - timedelta(days=200 + account.pk % 90)
            rows.append(
                AccountTeamMember(account=account, user=users[who], function=function, starts_on=since)
            )
    AccountTeamMember.objects.bulk_create(rows)


def _walk(contract: Contract, process: Process, way: Way, by: User, at: datetime) -> None:
    began = at.date() - timedelta(days=sum(way.days) + way.there_for)
    walk = start_walk(contract=contract, process=process, on=began, by=by, at=at)
    _give(walk, by, at)
    day = began
    steps = list(walk.steps.order_by("step__position"))
    for number, days in enumerate(way.days):
        day += timedelta(days=days)
        missing = "Their order number" if steps[number + 1].step.name == "Invoice" else ""
        _move(steps[number].pk, day, missing, by, at, accepts=not (way.waits and number == len(way.days) - 1))


def _give(walk: ContractWalk, by: User, at: datetime) -> None:
    """Lawyers and support are partners, a contact signs, the owner sells."""
    account = Account.objects.select_related("owner").get(pk=walk.contract.account_id)
    signs = _accepts_at(account.pk)
    for step in walk.steps.select_related("step", "walk"):
        if step.step.name == "Legal review":
            give_step(step=step, party=Party.PARTNER.value, partner=LAWYERS, by=by, at=at)
        elif step.step.name == "Support takes over" and account.pk % 2:
            give_step(step=step, party=Party.PARTNER.value, partner=SUPPORT, by=by, at=at)
        elif step.step.name == "Signature" and signs is not None:
            give_step(step=step, owner_contact=signs, by=by, at=at)
        elif step.step.name == "Quote":
            give_step(step=step, owner_user=account.owner, by=by, at=at)


def _accepts_at(account_id: int) -> Contact | None:
    """The first contact signs, and accepts what was delivered."""
    people = Contact.objects.filter(account=account_id, person__isnull=False, status="active")
    return people.order_by("id").first()


def _move(step_id: int, day: date, missing: str, by: User, at: datetime, *, accepts: bool) -> None:
    step = WalkStep.objects.select_related("walk__contract", "step").get(pk=step_id)
    who = _accepts_at(step.walk.contract.account_id) if step.step.needs_acceptance else None
    accepted_on = day if who else None
    handed = hand_on(
        step=step, on=day, missing=missing, accepted_by=who, accepted_on=accepted_on, by=by, at=at
    )
    if accepts and handed is not None and handed.settled_on is None:
        receiver = WalkStep.objects.select_related("owner_user").get(pk=handed.to_step_id).owner_user
        accept_handoff(handoff=handed, on=day, by=receiver or by, at=at)


def _keep_up(users: Mapping[str, User], at: datetime) -> None:
    """Lena speaks with finance, operations and delivery; with finance not since the summer."""
    for name, function, pace, ago in (
        ("Sol", "finance", 90, 104),
        ("Ada", "operations", 60, 58),
        ("Tomas", "delivery", 30, 12),
    ):
        add_to_network(
            colleague=users[name], function=function, every_days=pace, by=users["Lena"], at=at,
            last_on=at.date() - timedelta(days=ago),
        )  # fmt: skip
