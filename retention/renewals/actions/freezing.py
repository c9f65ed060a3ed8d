"""A lead's word on a quarter: the forecast of a team as it stands, kept."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.fx import base_currency
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.zones import local_day
from retention.team.models import Team, User
from retention.team.visibility import teams_led_by

from ..forecast_facts import roll_up
from ..models import ForecastFreeze, Moment, Renewal
from ..quarters import Quarter
from ..snapshots import write_rows

CENT = Decimal("0.01")
_note = accepts.text("The comment", 500)


class FrozenAlready(DomainError):
    """The team's forecast of this quarter was frozen today already."""


@transaction.atomic
def freeze_forecast(*, team: Team, quarter: Quarter, note: str, by: User, at: datetime) -> ForecastFreeze:
    """Keep the team's forecast of a quarter as it stands, with the lead's comment; once a day.

    Teams below are part of it. Raises PermissionDenied unless *by* leads the team, FrozenAlready,
    TextRefused.
    """
    if not teams_led_by(by).filter(pk=team.pk).exists():
        raise PermissionDenied("Only who leads the team freezes its forecast.")
    said, on = _note(note, "note"), local_day(at, by.time_zone)
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    if ForecastFreeze.objects.filter(team=team, period=quarter.first, on=on).exists():
        raise FrozenAlready(f"The forecast of {team.name} for {quarter.name} is frozen already today.")
    teams = with_teams_below(team.pk)
    write_rows(
        Moment.FROZEN, on, since=quarter.first, until=quarter.shifted(1).first, at=at, teams=sorted(teams)
    )
    return _keep(team, quarter, said, teams, on, by, at)


def _keep(
    team: Team, quarter: Quarter, said: str, teams: set[int], on: date, by: User, at: datetime
) -> ForecastFreeze:
    sums = roll_up(Renewal.objects.filter(account__team_id__in=teams), quarter, on=on)
    return ForecastFreeze.objects.create(
        team=team, period=quarter.first, on=on, note=said, by=by, at=at, currency=base_currency(),
        closed=sums.closed.quantize(CENT), commit=sums.commit.quantize(CENT),
        most_likely=sums.most_likely.quantize(CENT), best_case=sums.best_case.quantize(CENT),
        atr=sums.atr.quantize(CENT),
    )  # fmt: skip


def with_teams_below(team_id: int) -> set[int]:
    """The team and every team under it."""
    found, newest = {team_id}, {team_id}
    while newest:
        newest = set(Team.objects.filter(parent_id__in=newest).values_list("id", flat=True)) - found
        found |= newest
    return found
