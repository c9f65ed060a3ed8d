"""Targets are set in pairs: what is to be kept, and what is to be grown."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.fx import base_currency
from retention.lib import accepts
from retention.lib.errors import StaleVersion
from retention.lib.records import save_edit
from retention.team.leading import people_led_by
from retention.team.models import Team, User
from retention.team.visibility import runs_the_workspace, teams_led_by

from ..models import PlanRate, Target, TargetKind
from ..quarters import quarter_of

PLACES = 8
MOST_GROWTH = Decimal(10)
_share = accepts.amount("The share", places=4, most=MOST_GROWTH)
_amount = accepts.amount("The amount")


@dataclass(frozen=True)
class TargetInput:
    """A share of one (0.95), or an amount in a currency (empty: the workspace's)."""

    fraction: Decimal | None = None
    amount: Decimal | None = None
    currency: str = ""


@transaction.atomic
def set_targets(
    *,
    quarter: date,
    retention: TargetInput,
    growth: TargetInput,
    by: User,
    at: datetime,
    owner: User | None = None,
    team: Team | None = None,
    expected_version: int | None = None,
) -> tuple[Target, Target]:
    """Set both targets of a person or of a team for the quarter of a day, or change them.

    Their versions move together: *expected_version* None means that nobody has read them before.

    Raises PermissionDenied, InputRefused, StaleVersion.
    """
    _may_set(owner, team, by)
    day = accepts.day("The quarter", required=True)(quarter, "quarter")
    first = quarter_of(day)
    given = {TargetKind.RETENTION: retention, TargetKind.GROWTH: growth}
    asked = {kind: _kept(kind, goal) for kind, goal in given.items()}
    found = {TargetKind(row.kind): row for row in _standing(first, owner, team)}
    if not found:
        if expected_version is not None:
            raise StaleVersion(expected=expected_version, current=0)
        made = [
            Target.objects.create(quarter=first, owner=owner, team=team, kind=k, **asked[k]) for k in asked
        ]
        return made[0], made[1]
    same = all(getattr(found[k], name) == value for k in asked for name, value in asked[k].items())
    if not same:
        found = {k: save_edit(found[k], asked[k], expected_version=expected_version) for k in asked}
    return found[TargetKind.RETENTION], found[TargetKind.GROWTH]


@transaction.atomic
def remove_targets(*, target: Target, by: User, at: datetime) -> None:
    """Take both targets of the same person or team and quarter away. Raises PermissionDenied."""
    _may_set(target.owner, target.team, by)
    for row in _standing(target.quarter, target.owner, target.team):
        row.delete()


@transaction.atomic
def set_plan_rate(*, year: int, currency: str, rate: Decimal, by: User, at: datetime) -> PlanRate:
    """Say what a currency counts in a year's plan; saying it again replaces it.

    Raises PermissionDenied, InputRefused.
    """
    if not runs_the_workspace(by):
        raise PermissionDenied
    code = accepts.currency(currency, "currency")
    if code == base_currency():
        raise accepts.InputRefused(f"{code} is the workspace's own currency.", field="currency")
    first, last = accepts.FIRST_YEAR, accepts.LAST_YEAR
    kept_year = accepts.number("The year", least=first, most=last, required=True)(year, "year")
    worth: Decimal = accepts.amount("The rate", places=PLACES, most=Decimal(10) ** 9)(rate, "rate")
    if not worth:
        raise accepts.InputRefused("The rate must be more than 0.", field="rate")
    known = PlanRate.objects.filter(year=kept_year, currency=code).first()
    if known is None:
        return PlanRate.objects.create(year=kept_year, currency=code, rate=worth)
    return save_edit(known, {"rate": worth}, expected_version=None)


def _may_set(owner: User | None, team: Team | None, by: User) -> None:
    """Raise PermissionDenied unless *by* leads them; InputRefused unless it is one person or one team."""
    if (owner is None) == (team is None):
        raise accepts.InputRefused("Choose a person or a team.", field="owner")
    led = people_led_by(by).filter(pk=owner.pk) if owner else teams_led_by(by).filter(pk=team.pk)  # type: ignore[union-attr]
    if not led.exists():
        raise PermissionDenied("Only a team lead or an admin may set this target.")


def _standing(quarter: date, owner: User | None, team: Team | None) -> list[Target]:
    rows = Target.objects.filter(quarter=quarter, owner=owner, team=team)
    return list(rows.order_by("id").select_for_update(of=("self",)))


def _kept(kind: TargetKind, given: TargetInput) -> dict[str, Decimal | str | None]:
    """The columns of a target. Raises InputRefused with ``retention`` or ``growth`` as field."""
    field = str(kind.value)
    if (given.fraction is None) == (given.amount is None):
        raise accepts.InputRefused("Say a share or an amount, one of the two.", field=field)
    if given.fraction is None:
        code = accepts.currency(given.currency or base_currency(), field)
        return {"fraction": None, "amount": _amount(given.amount, field), "currency": code}
    share: Decimal = _share(given.fraction, field)
    if kind == TargetKind.RETENTION and share > 1:
        raise accepts.InputRefused("Nobody can keep more than 100%.", field=field)
    return {"fraction": share, "amount": None, "currency": ""}
