"""Save plays: steps on working days for the right people, one per cause, and an honest end."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account, AccountTeamMember, TimelineEvent
from contacts.actions import settle_step
from contacts.models import NextStep
from retention.lib.accepts import InputRefused
from retention.lib.errors import StaleVersion
from retention.renewals.actions import close_renewal, finish_play, start_play
from retention.renewals.actions.playing import PlayRefused, offer_cap
from retention.renewals.choices import PlayCode, RootCause
from retention.renewals.models import PlayRun, PlayStep, Renewal
from retention.renewals.play_report import play_rows
from retention.renewals.plays import PLAYS
from retention.team.models import Holiday, User
from tests.cast import NOON, TODAY

from .conftest import Signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewal(vela: Account, signed: Signed) -> Renewal:
    """12,000 a year until 30 June 2027."""
    signed(vela, notice_value=90)
    return Renewal.objects.get()


def start(renewal: Renewal, by: User, play: str = "champion_departed", **more) -> PlayRun:
    return start_play(account=renewal.account, renewal=renewal, play=play, by=by, at=NOON, **more)


def finish(run: PlayRun, by: User, outcome: str = "lost", **more) -> PlayRun:
    return finish_play(run=run, outcome=outcome, by=by, at=NOON, **more)


def steps(run: PlayRun) -> list[tuple[str, date]]:
    rows = PlayStep.objects.filter(run=run).order_by("position")
    return [(row.step.owner.name, row.step.due_on) for row in rows.select_related("step__owner")]


def test_every_play_is_whole() -> None:
    assert set(PLAYS) == set(PlayCode.values)
    for play in PLAYS.values():
        days = [step.day for step in play.steps]
        assert days == sorted(days) and len(days) >= 3
        assert play.root_cause in RootCause.values
        assert play.is_over_when and play.trigger
    assert [step.day for step in PLAYS["champion_departed"].steps] == [0, 2, 5, 10, 30]


def test_a_play_makes_steps_on_working_days_for_owner_and_lead(
    renewal: Renewal, lena: User, nadia: User
) -> None:
    Holiday.objects.create(on=TODAY + timedelta(days=1), name="Day off", country="", subdivision="")
    run = start(renewal, lena, trigger="Ann Cole goes in March")
    assert steps(run) == [
        ("Lena Voss", date(2026, 11, 23)), ("Lena Voss", date(2026, 11, 26)),
        ("Lena Voss", date(2026, 12, 1)), ("Lena Voss", date(2026, 12, 8)), ("Nadia Reyes", date(2027, 1, 5)),
    ]  # fmt: skip
    assert (run.arr_at_stake, run.currency, run.play_version) == (Decimal(12000), "EUR", 1)
    assert set(NextStep.objects.values_list("origin", flat=True)) == {"play"}
    assert "Ann Cole goes in March" in TimelineEvent.objects.get(kind="play_started").text


def test_a_sponsor_does_what_a_sponsor_does_and_without_one_the_owner(
    renewal: Renewal, lena: User, ada: User
) -> None:
    assert {name for name, _ in steps(start(renewal, lena, "silence"))} == {"Lena Voss"}
    AccountTeamMember.objects.create(account=renewal.account, user=ada, function="sponsor")
    run = start(renewal, lena, "competitor_evaluation")
    assert [name for name, _ in steps(run)][2] == "Ada Lovell"


def test_one_active_play_per_cause_at_an_account(renewal: Renewal, lena: User) -> None:
    run = start(renewal, lena, "goalposts")
    with pytest.raises(PlayRefused, match="running here already"):
        start(renewal, lena, "over_service")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlayRun.objects.create(
            account=run.account, play="goalposts", play_version=1, root_cause=run.root_cause, trigger="x",
            started_on=TODAY, started_by=lena, currency="EUR", arr_at_stake=1,
        )  # fmt: skip
    start(renewal, lena, "over_service", root_cause="service_quality")
    finish(run, lena)
    start(renewal, lena, "goalposts")
    assert PlayRun.objects.active().count() == 2


def test_the_end_drops_what_is_open_and_keeps_what_was_done(renewal: Renewal, lena: User) -> None:
    run = start(renewal, lena)
    first = run.steps.get(position=1).step
    settle_step(step=first, state="done", by=lena, at=NOON)
    row = finish(run, lena, "reduced", saved_arr="9000", note="Two sites less", expected_version=run.version)
    assert (row.outcome, row.saved_arr, row.finished_on) == ("reduced", Decimal(9000), TODAY)
    assert sorted(NextStep.objects.values_list("state", flat=True)) == ["done", *["dropped"] * 4]
    with pytest.raises(PlayRefused, match="finished already"):
        finish(run, lena)


@pytest.mark.parametrize(
    ("field", "outcome", "more"),
    [("outcome", "won", {}), ("saved_arr", "saved", {}), ("saved_arr", "saved", {"saved_arr": "12000.01"}),
     ("saved_arr", "lost", {"saved_arr": "1"}), ("saved_arr", "reduced", {"saved_arr": "12000"}),
     ("offer_cost", "lost", {"offer_cost": "-1"}), ("offer_cost", "lost", {"offer_cost": "much"})],
)  # fmt: skip
def test_an_end_that_cannot_be_is_refused_by_name(
    renewal: Renewal, lena: User, field: str, outcome: str, more: dict
) -> None:
    run = start(renewal, lena)
    with pytest.raises((PlayRefused, InputRefused)) as refusal:
        finish(run, lena, outcome, **more)
    assert refusal.value.field == field
    assert PlayRun.objects.active().exists()


def test_more_than_the_cap_is_the_leads_to_offer(renewal: Renewal, lena: User, nadia: User) -> None:
    run = start(renewal, lena, "price_objection")
    assert offer_cap(run) == Decimal(1200)
    with pytest.raises(PermissionDenied):
        finish(run, lena, "saved", saved_arr="12000", offer_cost="1200.01")
    row = finish(run, nadia, "saved", saved_arr="12000", offer_cost="1200.01")
    assert row.offer_cost == Decimal("1200.01")


def test_a_stale_end_overwrites_nothing(renewal: Renewal, lena: User) -> None:
    run = start(renewal, lena)
    PlayRun.objects.update(version=2)
    with pytest.raises(StaleVersion):
        finish(run, lena, expected_version=1)
    assert PlayRun.objects.active().exists()


def test_strangers_viewers_and_closed_renewals_start_nothing(
    renewal: Renewal, lena: User, nico: User, sol: User
) -> None:
    run = start(renewal, lena)
    for stranger in (nico, sol):
        with pytest.raises(PermissionDenied):
            start(renewal, stranger, "silence")
        with pytest.raises(PermissionDenied):
            finish(run, stranger)
    close_renewal(renewal=renewal, stage="renewed", on=TODAY, note="", by=lena, at=NOON)
    with pytest.raises(PlayRefused) as refusal:
        start(renewal, lena, "silence")
    assert refusal.value.field == "renewal"
    assert list(PlayRun.objects.to_finish()) == [run]


def test_what_was_kept_is_told_with_the_lack_of_a_comparison(
    renewal: Renewal, lena: User, nadia: User, nico: User
) -> None:
    finish(start(renewal, lena, "value_gap"), lena, "saved", saved_arr="12000", offer_cost="100")
    finish(start(renewal, lena, "value_gap"), lena, "lost")
    finish(start(renewal, lena, "value_gap"), lena, "not_needed")
    start(renewal, lena, "silence")
    (row,) = play_rows(PlayRun.objects.visible_to(nadia), since=TODAY, until=TODAY)
    assert (row.play, row.finished, row.saved, row.currency) == ("value_gap", 2, 1, "EUR")
    assert (row.arr_at_stake, row.saved_arr, row.offer_cost) == (Decimal(24000), Decimal(12000), Decimal(100))
    assert row.comparison.startswith("No comparison")
    assert play_rows(PlayRun.objects.visible_to(nico), since=TODAY, until=TODAY) == []
    assert play_rows(PlayRun.objects.all(), since=TODAY + timedelta(days=1), until=date(2027, 1, 1)) == []
