"""White space: what a cell says, what the database refuses, plays with their steps, and displacement."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actions import change_owner, merge_accounts
from accounts.models import Account, OrgUnit, Product
from contacts.actions.steps import settle_step
from contacts.models import MapScope, NextStep
from plans.actions.room_plays import (
    IsOpportunity,
    NothingToWin,
    PlayRuns,
    RoomPlayOver,
    edit_room_play,
    end_room_play,
    make_opportunity,
    next_room_step,
    start_play,
)
from plans.actions.whitespace import (
    CompetitorUnnamed,
    PlayNeeded,
    PotentialWithoutReason,
    StillInPlay,
    look_at_cell,
    set_cell,
)
from plans.displacing import prompt_displacements
from plans.models import WhitespaceCell, WhitespacePlay
from retention.lib.accepts import InputRefused
from retention.team.models import Team, User
from tests.accounts.contract_book import line, signed
from tests.cast import NOON, TODAY
from tests.factories import make_contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def fleet() -> Product:
    return Product.objects.create(code="fleet", name="Fleet")


@pytest.fixture
def depot(vela: Account) -> OrgUnit:
    return OrgUnit.objects.create(account=vela, name="Bristol depot")


def say(
    account: Account, product: Product, by: User, unit: OrgUnit | None = None, **changes: Any
) -> WhitespaceCell:
    return set_cell(account=account, product=product, unit=unit, by=by, at=NOON, changes=changes)


def play(cell: WhitespaceCell, by: User, **more: Any) -> WhitespacePlay:
    said = {"owner": by, "reason": "They asked", "target_on": date(2027, 3, 1), "step": "Show it",
            "step_on": TODAY + timedelta(days=5), **more}  # fmt: skip
    return start_play(cell=cell, by=by, at=NOON, **said)


def test_a_cell_is_written_once_and_says_its_potential(
    vela: Account, fleet: Product, depot: OrgUnit, lena: User
) -> None:
    first = say(vela, fleet, lena, depot, state="open", units=Decimal(12), unit_price=Decimal("99.50"))
    again = say(vela, fleet, lena, depot, fit=Decimal("0.5"), access=Decimal("0.4"), need="They asked")

    assert (again.pk, again.potential, again.weighted) == (first.pk, Decimal("1194.00"), Decimal("238.80"))
    assert (again.currency, again.looked_on, again.readiness) == (vela.currency, TODAY, 5)
    assert not again.is_ready
    said = say(vela, fleet, lena, depot, potential_said=Decimal(800), potential_note="Their own estimate")
    assert (said.potential, said.weighted) == (Decimal(800), Decimal(160))
    unpriced = say(vela, fleet, lena, depot, potential_said=None, potential_note="", unit_price=None)
    assert (unpriced.potential, unpriced.weighted) == (None, None)


def test_points_of_the_database_are_those_of_the_formula(vela: Account, fleet: Product, lena: User) -> None:
    person = make_contact(vela)
    cell = say(vela, fleet, lena, state="open", need="x", sponsor=person, timing="spring")

    assert (cell.readiness, cell.is_ready) == (6, True)
    assert WhitespaceCell.objects.ready().get() == cell


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"state": "pipeline"}, PlayNeeded),
        ({"state": "competitor"}, CompetitorUnnamed),
        ({"competitor_ends_on": TODAY}, CompetitorUnnamed),
        ({"potential_said": Decimal(5)}, PotentialWithoutReason),
        ({"fit": Decimal("1.01")}, InputRefused),
        ({"units": Decimal(-1)}, InputRefused),
        ({"looked_on": TODAY + timedelta(days=1)}, InputRefused),
    ],
)
def test_what_does_not_hold_together_is_refused(
    changes: dict[str, Any], error: type[Exception], vela: Account, fleet: Product, lena: User
) -> None:
    with pytest.raises(error):
        say(vela, fleet, lena, **changes)
    assert not WhitespaceCell.objects.exists()


def test_who_may_not_change_the_account_says_nothing(
    vela: Account, fleet: Product, nico: User, lena: User
) -> None:
    with pytest.raises(PermissionDenied):
        say(vela, fleet, nico, state="open")
    cell = say(vela, fleet, lena, state="open")
    with pytest.raises(PermissionDenied):
        look_at_cell(cell=cell, by=nico, at=NOON)


def test_the_database_refuses_a_cell_in_play_without_a_play_and_foreign_units(
    vela: Account, fleet: Product, lena: User, north: Team
) -> None:
    other = Account.objects.create(name="Other", owner=lena, team=north, tier="B", currency="EUR")
    foreign = OrgUnit.objects.create(account=other, name="Theirs")
    fields = {"account": vela, "product": fleet, "currency": "EUR", "looked_on": TODAY, "by": lena}
    for wrong in ({"state": "pipeline"}, {"unit": foreign}, {"state": "competitor"}, {"fit": 2},
                  {"potential_said": 5}):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            WhitespaceCell.objects.create(**fields | wrong)
    WhitespaceCell.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        WhitespaceCell.objects.create(**fields)


def test_a_play_has_an_owner_and_a_step_and_brings_its_cell_into_play(
    vela: Account, fleet: Product, lena: User
) -> None:
    cell = say(vela, fleet, lena, state="competitor", competitor="Orca")
    made = play(cell, lena)
    cell.refresh_from_db()

    assert (cell.state, made.step.owner, made.step.text, made.came_from) == (
        "pipeline",
        lena,
        "Show it",
        "competitor",
    )
    with pytest.raises(PlayRuns):
        play(cell, lena)
    with pytest.raises(StillInPlay):
        say(vela, fleet, lena, state="open")
    with pytest.raises(IntegrityError), transaction.atomic():
        WhitespacePlay.objects.filter(pk=made.pk).update(ended_on=TODAY, stage="won")
    with pytest.raises(IntegrityError), transaction.atomic():
        WhitespacePlay.objects.filter(pk=made.pk).update(step=None)


def test_nobody_plays_for_what_nobody_looked_at(vela: Account, fleet: Product, lena: User) -> None:
    with pytest.raises(NothingToWin):
        play(say(vela, fleet, lena, state="unknown"), lena)


def test_a_step_that_is_done_asks_for_the_next_one(vela: Account, fleet: Product, lena: User) -> None:
    made = play(say(vela, fleet, lena, state="open"), lena)
    settle_step(step=made.step, state="done", by=lena, at=NOON)
    made.refresh_from_db()

    assert (made.step.state, made.step.text) == ("open", "What is next for Fleet?")
    next_room_step(play=made, step="Send the offer", step_on=TODAY, by=lena, at=NOON)
    assert list(NextStep.objects.filter(state="open").values_list("text", flat=True)) == ["Send the offer"]


def test_a_won_cell_is_owned_and_a_lost_one_is_what_it_was(
    vela: Account, fleet: Product, depot: OrgUnit, lena: User
) -> None:
    won = play(say(vela, fleet, lena, state="open"), lena)
    end_room_play(play=won, stage="won", by=lena, at=NOON)
    lost = play(say(vela, fleet, lena, depot, state="competitor", competitor="Orca"), lena)
    with pytest.raises(InputRefused):
        end_room_play(play=lost, stage="lost", by=lena, at=NOON)
    end_room_play(play=lost, stage="lost", note="Too dear", by=lena, at=NOON)

    states = dict(WhitespaceCell.objects.values_list("unit__name", "state"))
    assert states == {None: "owned", "Bristol depot": "competitor"}
    assert not NextStep.objects.filter(state="open").exists()
    with pytest.raises(RoomPlayOver):
        edit_room_play(play=won, changes={"stage": "talking"}, by=lena, at=NOON)


def test_an_opportunity_has_a_map_of_its_own_that_closes_with_it(
    vela: Account, fleet: Product, lena: User
) -> None:
    made = make_opportunity(play=play(say(vela, fleet, lena, state="open"), lena), by=lena, at=NOON)
    assert (made.stage, str(made.opportunity)) == ("talking", "Fleet")
    with pytest.raises(IsOpportunity):
        make_opportunity(play=made, by=lena, at=NOON)
    end_room_play(play=made, stage="won", by=lena, at=NOON)
    assert MapScope.objects.get().closed_on == TODAY


def test_a_play_follows_its_account_to_the_next_owner(
    vela: Account, fleet: Product, lena: User, nadia: User
) -> None:
    made = play(say(vela, fleet, lena, state="open"), lena)
    change_owner(account=vela, owner=nadia, by=nadia, at=NOON)
    made.refresh_from_db()

    assert (made.owner, made.step.owner) == (nadia, nadia)


def test_a_contract_line_overrules_what_was_said(
    vela: Account, fleet: Product, depot: OrgUnit, lena: User
) -> None:
    say(vela, fleet, lena, state="open", units=Decimal(1), unit_price=Decimal(10))
    say(vela, fleet, lena, depot, state="open", units=Decimal(1), unit_price=Decimal(10))
    assert WhitespaceCell.objects.with_room(on=TODAY).count() == 2
    signed(vela, lena, line(1200, product=fleet, org_unit=depot))

    assert [cell.unit for cell in WhitespaceCell.objects.with_room(on=TODAY)] == [None]


def test_a_competitors_contract_that_ends_prompts_once_per_end(
    vela: Account, fleet: Product, lena: User
) -> None:
    ends = TODAY + timedelta(days=180)
    cell = say(
        vela, fleet, lena, state="competitor", competitor="Orca", competitor_ends_on=ends + timedelta(days=1)
    )
    assert prompt_displacements(NOON, 10) == 0
    cell = say(vela, fleet, lena, competitor_ends_on=ends)

    assert [prompt_displacements(NOON, 10) for _ in range(2)] == [1, 0]
    step = NextStep.objects.get()
    assert (step.owner, step.origin, step.due_on) == (lena, "displacement", TODAY + timedelta(days=14))
    assert "Orca" in step.text
    WhitespaceCell.objects.filter(pk=cell.pk).update(prompted_for=None)
    prompt_displacements(NOON, 10)
    assert NextStep.objects.count() == 1


def test_a_merger_carries_cells_and_keeps_the_survivors_word(
    vela: Account, fleet: Product, depot: OrgUnit, lena: User, north: Team
) -> None:
    group = Account.objects.create(name="Vela Group", owner=lena, team=north, tier="B", currency="EUR")
    say(group, fleet, lena, state="not_applicable")
    both = say(vela, fleet, lena, state="open")
    running = play(say(vela, fleet, lena, depot, state="open"), lena)
    merge_accounts(merged=vela, survivor=group, on=TODAY, by=lena, at=NOON)
    both.refresh_from_db()
    running.refresh_from_db()

    assert (both.account, running.account, running.cell.account) == (vela, group, group)
