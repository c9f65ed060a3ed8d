"""Snapshots of the forecast, roll-ups of a quarter, and what earlier forecasts turn out to be worth."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Account, FxRate
from retention.lib.clock import database_now
from retention.renewals.actions import set_call
from retention.renewals.actions.freezing import FrozenAlready, freeze_forecast
from retention.renewals.calls import PlanInput
from retention.renewals.forecast import Judged, sums_of
from retention.renewals.forecast_changes import Standing, waterfall
from retention.renewals.forecast_facts import roll_up
from retention.renewals.forecast_history import accuracy, calibration, change_since, freezes, slipped
from retention.renewals.models import ForecastMoment, ForecastSnapshot, Moment, OwnerCall, Renewal
from retention.renewals.quarters import Quarter, quarter_of
from retention.renewals.snapshots import TABLE, Due, due_on, take, take_due
from retention.team.models import Team, User
from tests.cast import NOON, TODAY
from tests.factories import make_contract

pytestmark = pytest.mark.django_db
QUARTER = Quarter(date(2027, 1, 1))
END = date(2027, 2, 28)


@pytest.fixture
def due(vela: Account, orchard: Account):
    """Make a renewal due in the first quarter of 2027 with a call, without the engine behind it."""

    def make(atr: int, call: str = "", *, account: Account | None = None, **fields: object) -> Renewal:
        expects = fields.pop("expects", atr)
        chosen = account or vela
        values = {
            "term_end": END, "renewal_due_on": END + timedelta(days=1), "decision_on": date(2027, 1, 28),
            "anchor_kind": "internal_lead", "currency": "EUR", **fields,
        }  # fmt: skip
        row = Renewal.objects.create(
            account=chosen, contract=make_contract(chosen), atr=atr, call=call, **values
        )
        if call:
            note = "conditions" if call == "best_case" else ""
            OwnerCall.objects.create(
                renewal=row, call=call, forecast_arr=expects, note=note, by=chosen.owner, at=NOON
            )
        return row

    return make


def close(row: Renewal, stage: str, came: int | None = None, on: date = date(2027, 2, 1)) -> None:
    Renewal.objects.filter(pk=row.pk).update(stage=stage, closed_on=on, renewed_arr=came)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def test_mondays_and_the_days_before_a_quarter_ends_are_moments() -> None:
    def moments(day: date) -> list[tuple[str, date, str]]:
        return [(due.moment.value, due.on, due.quarter.name if due.quarter else "") for due in due_on(day)]

    assert moments(date(2026, 11, 22)) == [("weekly", date(2026, 11, 16), "")]
    assert moments(date(2027, 1, 30)) == [
        ("weekly", date(2027, 1, 25), ""),
        ("t-60", date(2027, 1, 30), "2027Q1"),
    ]
    assert ("t-90", date(2026, 12, 31), "2027Q1") in moments(date(2026, 12, 31))
    assert ("t-0", date(2026, 12, 31), "2026Q4") in moments(date(2026, 12, 31))
    assert ("t-30", date(2027, 3, 1), "2027Q1") in moments(date(2027, 3, 7))
    assert ("t-30", date(2027, 3, 1), "2027Q1") not in moments(date(2027, 3, 8))


def test_a_moment_is_taken_once_whoever_asks(due, lena: User) -> None:
    row = due(1000, "commit", expects=1200)
    due(500, stage="void", closed_on=TODAY, void_reason="duplicate")
    assert take_due(NOON) == 1
    assert take_due(NOON) == 0
    assert take(Due(Moment.WEEKLY, TODAY), at=NOON) == 0
    kept = ForecastSnapshot.objects.get()
    assert (kept.on, kept.moment, kept.renewal_id, kept.call) == (TODAY, "weekly", row.pk, "commit")
    assert (kept.atr, kept.forecast_arr, kept.realised, kept.rate) == (1000, 1200, None, 1)
    assert (kept.team_id, kept.tier, kept.period) == (row.account.team_id, "A", QUARTER.first)
    assert ForecastMoment.objects.get().rows == 1


def test_a_snapshot_stays_as_it_was_and_lives_in_its_month(due) -> None:
    row = due(1000, "commit")
    take_due(NOON)
    Renewal.objects.filter(pk=row.pk).update(atr=1, call="omitted")
    assert ForecastSnapshot.objects.get().atr == 1000
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ForecastSnapshot.objects.update(atr=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM renewals_forecastsnapshot")
        assert cursor.fetchone()[0] == TABLE.partition_of(TODAY) == "renewals_forecastsnapshot_2026_11"


def test_a_quarters_moment_holds_its_own_renewals_and_no_late_ones(due) -> None:
    inside = due(1000)
    due(500, renewal_due_on=date(2027, 4, 1), term_end=date(2027, 3, 31))
    due(400, renewal_due_on=date(2026, 12, 31), term_end=date(2026, 12, 30))
    take(Due(Moment.BEFORE_60, date(2027, 1, 30), QUARTER), at=NOON)
    assert list(ForecastSnapshot.objects.values_list("renewal_id", flat=True)) == [inside.pk]
    take(Due(Moment.WEEKLY, date(2027, 2, 1)), at=NOON)
    assert ForecastSnapshot.objects.filter(moment="weekly").count() == 3


def test_the_snapshots_rate_is_the_one_that_pages_use(due) -> None:
    from accounts.fx import rate_on

    FxRate.objects.create(currency="USD", on=TODAY - timedelta(days=3), rate="0.9")
    FxRate.objects.create(currency="USD", on=TODAY + timedelta(days=1), rate="0.8")
    FxRate.objects.create(currency="GBP", on=TODAY + timedelta(days=9), rate="1.2")
    for code in ("USD", "GBP", "CHF"):
        due(1, currency=code)
    take_due(NOON)
    kept = dict(ForecastSnapshot.objects.values_list("currency", "rate"))
    for code in kept:
        rate = rate_on(code, TODAY)
        assert kept[code] == (rate.value if rate else None)


def test_a_quarter_adds_up_by_what_is_said(due) -> None:
    won, lost = due(100, "commit"), due(80, "most_likely")
    close(won, "renewed_expanded", 130)
    close(lost, "lost")
    due(50, "commit", expects=60, estimate="0.9")
    due(40, "most_likely")
    due(30, "best_case", expects=20)
    due(20, "pipeline")
    due(10)
    due(7, currency="CHF")
    found = roll_up(Renewal.objects.all(), QUARTER, on=TODAY)
    assert (found.closed, found.commit, found.most_likely, found.best_case) == (130, 190, 230, 250)
    assert (found.atr, found.open_atr, found.gap) == (330, 150, 100)
    assert found.weighted == 130 + Decimal(45)
    assert (found.open_n, found.closed_n, found.without_rate) == (5, 2, {"CHF": 1})
    assert roll_up(Renewal.objects.all(), QUARTER.shifted(1), on=TODAY).weighted is None


def test_accuracy_and_calibration_judge_what_was_open_sixty_days_before(due, orchard: Account) -> None:
    rows = [
        due(100, "commit"), due(50, "most_likely"), due(80, "commit"), due(30, "pipeline"),
        due(70, "commit", account=orchard),
    ]  # fmt: skip
    closed_before = due(999, "commit")
    close(closed_before, "renewed", None)
    take(Due(Moment.BEFORE_60, date(2027, 1, 30), QUARTER), at=NOON)
    for row, came in zip(rows, (100, 40, 0, 30), strict=False):
        close(row, "renewed_partial" if came else "lost", came or None)
    kept = ForecastSnapshot.objects.all()
    found = accuracy(kept, [QUARTER])[QUARTER.first]
    pairs = ((100, 100, 100), (50, 40, 50), (80, 0, 80), (0, 30, 30))
    assert found.sums == sums_of(Judged(*map(Decimal, pair)) for pair in pairs)
    assert found.excluded == 1
    by_team = accuracy(kept, [QUARTER], by="team_id")
    assert by_team[orchard.team_id].sums.n == 0
    assert round(by_team[rows[0].account.team_id].sums.wape or 0, 3) == Decimal("0.462")
    said = {row.call: (row.n, row.renewed, row.value_rate) for row in calibration(kept, [QUARTER])}
    assert said["commit"] == (2, 1, Decimal(100) / 180)
    assert said["pipeline"] == (1, 1, 1)


def test_what_moved_out_of_its_quarter_slipped(due) -> None:
    rows = [due(1), due(2), due(3), due(4)]
    take(Due(Moment.BEFORE_90, date(2026, 12, 31), QUARTER), at=NOON)
    Renewal.objects.filter(pk=rows[0].pk).update(renewal_due_on=date(2027, 7, 1))
    close(rows[1], "renewed", 2, on=date(2027, 4, 9))
    close(rows[2], "renewed", 3, on=date(2027, 3, 9))
    kept = ForecastSnapshot.objects.all()
    during = slipped(kept, [QUARTER], on=date(2027, 3, 31))[QUARTER.first]
    after = slipped(kept, [QUARTER], on=date(2027, 4, 10))[QUARTER.first]
    assert (during.still_open, during.moved_out, after.moved_out) == (4, 2, 3)


def test_the_change_since_monday_is_taken_apart(due) -> None:
    called, won, lost, moved, amount = (due(100, "commit") for _ in range(5))
    up = due(60)
    take(Due(Moment.WEEKLY, TODAY), at=NOON)
    later = NOON + timedelta(days=2)
    Renewal.objects.filter(pk=called.pk).update(call="best_case")
    close(won, "renewed", 110)
    close(lost, "lost")
    Renewal.objects.filter(pk=moved.pk).update(renewal_due_on=date(2027, 7, 1))
    for row, call, expects in ((amount, "commit", 90), (up, "most_likely", 60)):
        OwnerCall.objects.create(renewal=row, call=call, forecast_arr=expects, by=row.account.owner, at=later)
        Renewal.objects.filter(pk=row.pk).update(call=call)
    due(25, "commit")
    rows, kept = Renewal.objects.all(), ForecastSnapshot.objects.all()
    found = change_since(TODAY, rows, kept, QUARTER, on=later.date())
    steps = {step.name: (step.n, step.change) for step in found.steps}
    assert steps == {
        "moved_in": (1, 25), "moved_out": (1, -100), "called_up": (1, 60), "called_down": (1, -100),
        "amount": (1, -10), "closed_more": (1, 10), "closed_less": (1, -100),
    }  # fmt: skip
    assert found.before == 500 and found.now == 285
    assert found.now == roll_up(rows, QUARTER, on=later.date()).most_likely


STANDINGS = st.builds(
    Standing,
    st.sampled_from(["", "commit", "most_likely", "best_case", "pipeline"]),
    st.decimals(0, 1000, places=2),
    st.booleans(),
    st.none() | st.decimals(0, 1000, places=2),
)
BOOKS = st.dictionaries(st.integers(1, 8), STANDINGS, max_size=8)


@settings(max_examples=50)
@given(BOOKS, BOOKS)
def test_the_steps_of_a_waterfall_add_up_to_the_cent(before: dict, now: dict) -> None:
    found = waterfall(before, now)
    assert found.before + sum(step.change for step in found.steps) == found.now


def test_only_a_lead_freezes_once_a_day_with_the_teams_below(
    due, lena: User, nadia: User, ada: User, nico: User, north: Team, orchard: Account, vela: Account
) -> None:
    below = Team.objects.create(name="North East", parent=north)
    theirs = Account.objects.create(name="Fjord", team=below, owner=lena, currency="EUR")
    due(100, "commit"), due(50, "most_likely", account=theirs), due(999, "commit", account=orchard)
    for person in (lena, nico):
        with pytest.raises(PermissionDenied):
            freeze_forecast(team=north, quarter=QUARTER, note="", by=person, at=NOON)
    frozen = freeze_forecast(team=north, quarter=QUARTER, note="Two are sure", by=nadia, at=NOON)
    assert (frozen.commit, frozen.most_likely, frozen.atr, frozen.note) == (100, 150, 150, "Two are sure")
    assert ForecastSnapshot.objects.filter(moment="frozen").count() == 2
    with pytest.raises(FrozenAlready):
        freeze_forecast(team=north, quarter=QUARTER, note="", by=ada, at=NOON)
    freeze_forecast(team=north, quarter=QUARTER, note="", by=ada, at=NOON + timedelta(days=1))
    assert [row.pk for row in freezes(nadia, QUARTER)][-1] == frozen.pk
    assert not freezes(nico, QUARTER).exists()


def test_a_call_made_by_a_person_is_what_the_next_snapshot_holds(due, lena: User) -> None:
    row = due(1000)
    plan = PlanInput("Price", "Show the value", lena, TODAY)
    set_call(
        renewal=row, call="pipeline", note="", by=lena, at=NOON, expected_version=None, plan=plan,
        forecast_arr=Decimal(400),
    )  # fmt: skip
    take_due(NOON)
    kept = ForecastSnapshot.objects.get()
    assert (kept.call, kept.forecast_arr) == ("pipeline", 400)


def test_the_tick_takes_todays_moment_in_a_real_round(due) -> None:
    from retention.lib.ticks import ticks_in_order

    tick = next(tick for tick in ticks_in_order() if tick.name == "forecasts kept")
    due(1000, renewal_due_on=quarter_of(database_now().date()).last, term_end=TODAY)
    assert tick.run(database_now(), tick.limit) >= 1
    assert tick.is_alone
