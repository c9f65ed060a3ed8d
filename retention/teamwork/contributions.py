"""What our people did for customers lately, by function and by person (docs/methods.md, Contributions)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from accounts.choices import TeamFunction
from accounts.models import Account, AccountTeamMember
from contacts.choices import PromiseState, Side, StepState
from contacts.models import NextStep, Promise, Touchpoint
from retention.lib.zones import day_bounds
from retention.renewals.choices import RenewalStage
from retention.renewals.models import Renewal
from retention.team.models import User

DAYS = 91
HELPS_DAYS = 180
"""Who did something for a customer so long before a renewal was won helped it."""
OUTSIDE = "Not on the account’s team"
KEPT = (
    RenewalStage.RENEWED, RenewalStage.RENEWED_EXPANDED, RenewalStage.RENEWED_PARTIAL,
    RenewalStage.AUTO_RENEWED, RenewalStage.EXTENDED_SHORT,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfFunction:
    """What people of one function did; ``function`` is empty for who is not on the account's team."""

    function: str
    steps: int
    promises: int

    @property
    def label(self) -> str:
        """The function as people read it."""
        return str(TeamFunction(self.function).label) if self.function else OUTSIDE


@dataclass(frozen=True, slots=True)
class OfPerson:
    """What one person did; revenue a year is that of the customers it was done for, each once."""

    steps: int
    promises: int
    talks: int
    accounts: int
    revenue: Decimal
    renewals: int


def done_steps(reader: User, *, on: date) -> QuerySet[NextStep]:
    """Next steps finished in the last 91 days at accounts the reader sees, with ``function`` of who did."""
    rows = NextStep.objects.visible_to(reader).filter(
        state=StepState.DONE, settled_at__gte=_since(reader, on)
    )
    return rows.annotate(function=_function_of("settled_by"))


def kept_promises(reader: User, *, on: date) -> QuerySet[Promise]:
    """Promises of ours kept in the same days, with ``function`` of who made them."""
    rows = Promise.objects.visible_to(reader).filter(side=Side.OURS, state=PromiseState.KEPT)
    rows = rows.filter(settled_on__gt=on - timedelta(days=DAYS), settled_on__lte=on)
    return rows.annotate(function=_function_of("user"))


def by_function(reader: User, *, on: date) -> list[OfFunction]:
    """In two queries; the rows sum to all steps done and all promises kept, for each has one function."""
    steps, promises = _counts(done_steps(reader, on=on)), _counts(kept_promises(reader, on=on))
    names = [*TeamFunction.values, ""]
    found = (OfFunction(name, steps.get(name, 0), promises.get(name, 0)) for name in names)
    return [row for row in found if row.steps or row.promises]


def _counts(rows: Any) -> dict[str, int]:
    return dict(rows.order_by().values_list("function").annotate(number=Count("pk")))


def of_person(person: User, *, on: date) -> OfPerson:
    """What somebody did at the accounts they see, in five queries."""
    steps = done_steps(person, on=on).filter(settled_by=person)
    promises = kept_promises(person, on=on).filter(user=person)
    talks = _talks(person, _since(person, on))
    at_account = {"account": OuterRef("pk")}
    did = Q()
    for rows in (steps, promises, talks):
        did |= Q(Exists(rows.filter(**at_account)))
    touched = Account.objects.visible_to(person).filter(did)
    told = touched.aggregate(accounts=Count("pk"), revenue=Coalesce(Sum("arr_base"), Decimal(0)))
    return OfPerson(
        steps.count(), promises.count(), talks.count(), told["accounts"], told["revenue"],
        helped(person, on=on).count(),
    )  # fmt: skip


def helped(person: User, *, on: date) -> QuerySet[Renewal]:
    """Renewals won in the 91 days at accounts for which somebody did something in the 180 days before."""
    won = Renewal.objects.visible_to(person).filter(
        stage__in=KEPT, is_history=False, closed_on__gt=on - timedelta(days=DAYS), closed_on__lte=on
    )
    start = F("closed_on") - timedelta(days=HELPS_DAYS)
    steps = NextStep.objects.visible_to(person).filter(
        account=OuterRef("account"), state=StepState.DONE, settled_by=person,
        settled_at__date__lte=OuterRef("closed_on"), settled_at__date__gt=OuterRef("starts_helping"),
    )  # fmt: skip
    talks = _talks(person, day_bounds(on - timedelta(days=DAYS + HELPS_DAYS), person.time_zone)[0]).filter(
        account=OuterRef("account"), happened_at__date__lte=OuterRef("closed_on"),
        happened_at__date__gt=OuterRef("starts_helping"),
    )  # fmt: skip
    return won.annotate(starts_helping=start).filter(Exists(steps) | Exists(talks))


def _talks(person: User, since: datetime) -> QuerySet[Touchpoint]:
    """Two-way talks that somebody wrote down or sat in."""
    rows: QuerySet[Touchpoint] = Touchpoint.objects.visible_to(person).current()
    rows = rows.filter(is_qualifying=True, happened_at__gte=since)
    sat = Touchpoint.colleagues.through.objects.filter(touchpoint=OuterRef("pk"), user=person)
    return rows.filter(Q(logged_by=person) | Exists(sat))


def _since(reader: User, on: date) -> datetime:
    return day_bounds(on - timedelta(days=DAYS - 1), reader.time_zone)[0]


def _function_of(who: str) -> Case:
    """The function of a person at the account of the row: the owner is its account manager."""
    order = Case(*(When(function=name, then=Value(n)) for n, name in enumerate(TeamFunction.values)))
    seats = AccountTeamMember.objects.current().filter(account=OuterRef("account"), user=OuterRef(who))
    seat = Subquery(seats.order_by(order).values("function")[:1])
    manager = Value(TeamFunction.ACCOUNT_MANAGER.value)
    return Case(
        When(Q(account__owner=F(who)) | Q(account__backup_owner=F(who)), then=manager),
        default=Coalesce(seat, Value("")), output_field=CharField(),
    )  # fmt: skip
