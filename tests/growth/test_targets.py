"""Targets of a quarter: keeping and growing apart, against what the ledger says came of them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.models import Account, ArrMovement
from retention.growth.actions import TargetInput, remove_targets, set_plan_rate, set_targets
from retention.growth.attained import Attained, Quarter, teams_below
from retention.growth.models import PlanRate, Target
from retention.growth.quarters import last_day, quarter_name, quarter_of, shifted
from retention.lib.accepts import InputRefused
from retention.lib.errors import StaleVersion
from retention.team.models import Team, User
from tests.cast import NOON, TODAY, join, person

Q4 = date(2026, 10, 1)
NINETY = TargetInput(fraction=Decimal("0.95"))
EIGHT_THOUSAND = TargetInput(amount=Decimal(8000), currency="EUR")


def book(account: Account, *moves: tuple[str, str, date], currency: str = "EUR") -> None:
    for kind, amount, day in moves:
        ArrMovement.objects.create(
            account=account, kind=kind, amount=Decimal(amount), effective_on=day, currency=currency
        )


def pair(by: User, **who: Any) -> tuple[Target, Target]:
    return set_targets(
        quarter=date(2026, 11, 5), retention=NINETY, growth=EIGHT_THOUSAND, by=by, at=NOON, **who
    )


def attained(target: Target, today: date = TODAY) -> Attained:
    below = teams_below([target.team_id] if target.team_id else [])
    return Quarter(target.quarter, today=today).of(target, below)


@pytest.fixture
def customers(lena: User, north: Team) -> list[Account]:
    """Lena's customers A to F of the worked example of retention, moved within the quarter."""
    start, day = date(2026, 1, 1), date(2026, 11, 2)
    moves = {
        "A": [("new", "100", start)],
        "B": [("new", "200", start), ("expansion", "60", day)],
        "C": [("new", "150", start), ("contraction", "-30", day)],
        "D": [("new", "50", start), ("churn", "-50", day)],
        "E": [("new", "80", start), ("expansion", "10", day)],
        "F": [("new", "70", day)],
    }
    made = []
    for name, rows in moves.items():
        account = Account.objects.create(name=name, owner=lena, team=north, currency="EUR")
        book(account, *rows)
        made.append(account)
    return made


def test_kept_and_grown_are_counted_customer_by_customer_from_the_ends(
    customers: list[Account], lena: User, nadia: User
) -> None:
    kept, grown = pair(nadia, owner=lena)
    sums = attained(kept)
    assert (sums.accounts, sums.opening, sums.kept, sums.grown) == (5, 580, 500, 70)
    assert sums.share(kept.kind) == Decimal(500) / Decimal(580)
    quarter = Quarter(Q4, today=TODAY)
    assert (quarter.goal(kept, sums), quarter.goal(grown, sums)) == (Decimal("551.0000"), 8000)


def test_growth_of_one_customer_never_hides_the_loss_of_another(
    lena: User, nadia: User, vela: Account, north: Team
) -> None:
    other = Account.objects.create(name="Other", owner=lena, team=north, currency="EUR")
    book(vela, ("new", "100", date(2026, 1, 1)), ("churn", "-100", date(2026, 10, 5)))
    book(other, ("new", "100", date(2026, 1, 1)), ("expansion", "100", date(2026, 10, 5)))
    sums = attained(pair(nadia, owner=lena)[0])
    assert (sums.kept, sums.grown) == (100, 100)


def test_movements_after_today_and_of_other_quarters_do_not_count(
    lena: User, nadia: User, vela: Account
) -> None:
    book(
        vela, ("new", "100", date(2026, 1, 1)), ("expansion", "7", date(2026, 9, 30)),
        ("expansion", "20", date(2026, 10, 1)), ("expansion", "40", date(2026, 12, 1)),
    )  # fmt: skip
    target = pair(nadia, owner=lena)[0]
    assert (attained(target).opening, attained(target).grown) == (107, 20)
    assert attained(target, date(2027, 2, 1)).grown == 60
    assert attained(target, date(2026, 9, 1)) == Attained(), "the quarter has not begun"


def test_who_owned_the_customer_when_the_quarter_began_answers_for_it(
    lena: User, nadia: User, nico: User, vela: Account
) -> None:
    book(vela, ("new", "100", date(2026, 1, 1)), ("churn", "-100", date(2026, 11, 2)))
    known_since(vela, datetime(2026, 3, 1, tzinfo=UTC))
    Account.objects.filter(pk=vela.pk).update(owner=nico)
    assert attained(pair(nadia, owner=lena)[0]).opening == 100
    his = Target(quarter=Q4, owner=nico, kind="retention")
    assert attained(his).opening == 0


def known_since(account: Account, moment: datetime) -> None:
    """Let the history of the account begin then; the triggers refuse it to everybody else."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_accountevent DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE accounts_accountevent SET pgh_created_at = %s WHERE pgh_obj_id = %s", [moment, account.pk]
        )
        cursor.execute("ALTER TABLE accounts_accountevent ENABLE TRIGGER USER")


def test_a_team_answers_for_the_teams_below_it(vela: Account, north: Team, ada: User) -> None:
    north.parent = Team.objects.create(name="Europe")
    north.save()
    book(vela, ("new", "100", date(2026, 1, 1)))
    assert attained(pair(ada, team=north.parent)[0]).opening == 100
    south = Team.objects.create(name="Far South")
    assert attained(pair(ada, team=south)[0]).opening == 0


def test_other_currencies_count_at_the_plan_rate_of_the_year_or_are_left_out(
    vela: Account, lena: User, nadia: User, ada: User
) -> None:
    book(vela, ("new", "100", date(2026, 1, 1)), ("expansion", "10", date(2026, 11, 1)), currency="USD")
    kept, grown = pair(nadia, owner=lena)
    assert (attained(kept).accounts, attained(kept).unpriced, attained(kept).opening) == (0, 1, 0)
    set_plan_rate(year=2026, currency="USD", rate=Decimal("0.9"), by=ada, at=NOON)
    sums = attained(kept)
    assert (sums.unpriced, sums.opening, sums.kept, sums.grown) == (0, 90, 90, 9)
    set_plan_rate(year=2026, currency="USD", rate=Decimal("0.8"), by=ada, at=NOON)
    assert attained(kept).opening == 80 and PlanRate.objects.count() == 1
    dollars = TargetInput(amount=Decimal(100), currency="USD")
    grown = set_targets(quarter=Q4, owner=lena, retention=NINETY, growth=dollars, by=nadia, at=NOON)[1]
    assert Quarter(Q4, today=TODAY).goal(grown, sums) == 80


def test_the_customers_behind_a_figure_add_up_to_it_and_hide_what_one_may_not_see(
    customers: list[Account], lena: User, nadia: User, nico: User
) -> None:
    target = pair(nadia, owner=lena)[0]
    behind = Quarter(Q4, today=TODAY).behind(target, {}, nadia, limit=50)
    assert [row.account.name for row in behind.rows] == ["D", "C", "B", "E", "A"]
    assert sum(row.kept for row in behind.rows) == attained(target).kept
    assert behind.unseen == Attained()
    short = Quarter(Q4, today=TODAY).behind(target, {}, nadia, limit=2)
    assert sum(row.kept for row in short.rows) + short.more.kept == attained(target).kept
    hidden = Quarter(Q4, today=TODAY).behind(target, {}, nico, limit=50)
    assert (hidden.rows, hidden.unseen.kept, hidden.unseen.accounts) == ((), 500, 5)


def test_setting_again_changes_both_and_a_stale_one_is_refused(lena: User, nadia: User) -> None:
    kept, _ = pair(nadia, owner=lena)
    again = pair(nadia, owner=lena)
    assert [row.version for row in again] == [1, 1], "nothing new changes nothing"
    more = TargetInput(fraction=Decimal("0.9"))
    changed, other = set_targets(
        quarter=Q4, owner=lena, retention=more, growth=EIGHT_THOUSAND, by=nadia, at=NOON, expected_version=1
    )
    assert (changed.pk, changed.version, changed.fraction) == (kept.pk, 2, Decimal("0.9"))
    assert other.version == 2, "the two are read and changed together"
    with pytest.raises(StaleVersion):
        set_targets(
            quarter=Q4, owner=lena, retention=NINETY, growth=NINETY, by=nadia, at=NOON, expected_version=1
        )
    remove_targets(target=changed, by=nadia, at=NOON)
    assert not Target.objects.exists()


@pytest.mark.parametrize(
    ("retention", "growth", "field"),
    [
        (TargetInput(), EIGHT_THOUSAND, "retention"),
        (NINETY, TargetInput(), "growth"),
        (TargetInput(fraction=Decimal("1.01")), EIGHT_THOUSAND, "retention"),
        (TargetInput(fraction=Decimal("-0.1")), EIGHT_THOUSAND, "retention"),
        (NINETY, TargetInput(amount=Decimal(1), currency="XXQ"), "growth"),
        (NINETY, TargetInput(amount=Decimal(1), fraction=Decimal(1)), "growth"),
    ],
)
def test_a_blended_or_impossible_target_is_refused_and_nothing_is_set(
    lena: User, nadia: User, retention: TargetInput, growth: TargetInput, field: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        set_targets(quarter=Q4, owner=lena, retention=retention, growth=growth, by=nadia, at=NOON)
    assert refused.value.field == field
    assert not Target.objects.exists()


def test_only_their_lead_and_admins_set_targets(
    lena: User, nadia: User, nico: User, ada: User, sol: User, north: Team, south: Team
) -> None:
    for by, who in ((lena, {"owner": lena}), (nadia, {"owner": nico}), (nadia, {"team": south}),
                    (sol, {"owner": lena})):  # fmt: skip
        with pytest.raises(PermissionDenied):
            pair(by, **who)
    pair(ada, owner=nico)
    hers, teams = pair(nadia, owner=lena), pair(nadia, team=north)
    with pytest.raises(PermissionDenied):
        remove_targets(target=hers[0], by=lena, at=NOON)
    with pytest.raises(PermissionDenied):
        set_plan_rate(year=2026, currency="USD", rate=Decimal(1), by=nadia, at=NOON)
    seen = {user.name: set(Target.objects.visible_to(user)) for user in (lena, nadia, nico, sol)}
    assert seen["Lena Voss"] == seen["Nadia Reyes"] == {*hers, *teams}
    assert len(seen["Sol Iwu"]) == 6 and len(seen["Nico Brand"]) == 2
    colleague = join(person("mia@keel.test", "Mia", "account_manager"), north)
    assert set(Target.objects.visible_to(colleague)) == set(teams), "not what is asked of a colleague"


@pytest.mark.parametrize(
    "broken",
    [
        {"owner": None}, {"fraction": None}, {"amount": Decimal(1)}, {"quarter": date(2026, 10, 2)},
        {"fraction": Decimal("1.5")}, {"fraction": None, "amount": Decimal(1)},
    ],
)  # fmt: skip
def test_the_database_refuses_what_no_target_can_be(lena: User, broken: dict[str, Any]) -> None:
    sound = {"quarter": Q4, "owner": lena, "kind": "retention", "fraction": Decimal("0.9")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(**{**sound, **broken})
    Target.objects.create(**sound)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(**sound)


def test_quarters_begin_and_end_with_the_calendar() -> None:
    assert quarter_of(date(2026, 12, 31)) == Q4 and last_day(Q4) == date(2026, 12, 31)
    assert (shifted(Q4, 1), shifted(Q4, -4)) == (date(2027, 1, 1), date(2025, 10, 1))
    assert quarter_name(Q4) == "Q4 2026"
