"""A contract walks: held, handed on, accepted, given back, finished, stopped; who is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actions import add_team_member
from accounts.models import Account, Contract
from retention.lib.errors import DomainError
from retention.reminders.models import Reminder
from retention.team.models import User
from retention.walks.actions import (
    accept_handoff,
    give_step,
    hand_on,
    return_handoff,
    start_walk,
    stop_walk,
)
from retention.walks.actions.guards import CannotHold, WalkIsOver
from retention.walks.actions.moving import NobodyReceives, NotHere, SettledAlready
from retention.walks.actions.walking import StepWasLeft, WalksAlready
from retention.walks.models import ContractWalk, Handoff, Process, WalkStep
from retention.walks.reminding import HANDOFF_WAITS, STEP_LATE
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from .conftest import step_of


def test_steps_begin_with_who_is_in_charge_of_their_function(
    vela: Account, process: Process, contract: Contract, lena: User, nico: User
) -> None:
    add_team_member(account=vela, user=nico, function="legal", by=lena, at=NOON)
    walk = start_walk(contract=contract, process=process, by=lena, at=NOON)
    legal, onboarding = step_of(walk, "Legal"), step_of(walk, "Onboarding")
    assert (legal.owner_user, legal.entered_on, legal.due_on) == (nico, TODAY, TODAY + timedelta(days=10))
    assert not onboarding.has_holder and onboarding.entered_on is None
    with pytest.raises(WalksAlready):
        start_walk(contract=contract, process=process, by=lena, at=NOON)


def test_a_hand_off_waits_until_its_receiver_accepts_it(
    walk: ContractWalk, vela: Account, lena: User, nadia: User, ada: User
) -> None:
    legal = step_of(walk, "Legal")
    with pytest.raises(NobodyReceives, match="Signature"):
        hand_on(step=legal, by=lena, at=NOON)
    ana = make_contact(vela, "Ana Ruiz")
    give_step(step=step_of(walk, "Signature"), owner_contact=ana, by=lena, at=NOON)
    give_step(step=step_of(walk, "Onboarding"), owner_user=nadia, by=lena, at=NOON)
    first = hand_on(step=legal, note="Both copies", by=lena, at=NOON)
    assert first is not None and (first.state, first.due_on) == ("waiting", TODAY + timedelta(days=2))
    assert step_of(walk, "Signature").entered_on is None, "nothing is entered before it is accepted"
    accept_handoff(handoff=first, by=lena, at=NOON)
    assert step_of(walk, "Signature").is_here
    second = hand_on(step=step_of(walk, "Signature"), missing="Order number", by=lena, at=NOON)
    assert second is not None
    for other in (lena, ada):
        with pytest.raises(PermissionDenied):
            accept_handoff(handoff=second, by=other, at=NOON)
    accept_handoff(handoff=second, by=nadia, at=NOON)
    with pytest.raises(SettledAlready):
        accept_handoff(handoff=second, by=nadia, at=NOON)
    assert hand_on(step=step_of(walk, "Onboarding"), by=nadia, at=NOON) is None
    walk.refresh_from_db()
    assert (walk.state, walk.ended_on) == ("finished", TODAY)
    with pytest.raises(WalkIsOver):
        hand_on(step=step_of(walk, "Onboarding"), by=nadia, at=NOON)


def test_what_is_given_back_goes_on_where_it_was(walk: ContractWalk, lena: User, nadia: User) -> None:
    give_step(step=step_of(walk, "Signature"), party="in_house", owner_user=nadia, by=lena, at=NOON)
    made = hand_on(step=step_of(walk, "Legal"), by=lena, at=NOON)
    assert made is not None
    with pytest.raises(DomainError) as refused:
        return_handoff(handoff=made, answer=" ", by=nadia, at=NOON)
    assert refused.value.field == "answer"
    return_handoff(handoff=made, answer="Annex missing", by=nadia, at=NOON)
    legal = step_of(walk, "Legal")
    assert legal.is_here and legal.entered_on == TODAY
    assert Reminder.objects.planned().filter(kind="walk_step", subject_id=legal.pk).count() == 2


def test_who_hands_it_to_themselves_accepts_it_with_that(walk: ContractWalk, lena: User) -> None:
    give_step(step=step_of(walk, "Signature"), party="in_house", owner_user=lena, by=lena, at=NOON)
    made = hand_on(step=step_of(walk, "Legal"), by=lena, at=NOON)
    assert made is not None and made.state == "accepted"
    assert step_of(walk, "Signature").is_here


def test_holder_and_lead_are_told_the_day_after_and_no_more_once_it_was_left(
    walk: ContractWalk, lena: User, nadia: User, north: object
) -> None:
    legal = step_of(walk, "Legal")
    rows = {row.audience[0]: row for row in Reminder.objects.filter(kind="walk_step", subject_id=legal.pk)}
    assert {row.fire_on for row in rows.values()} == {TODAY + timedelta(days=11)}
    assert STEP_LATE.people_of(rows["owner"]) == [lena], "nobody holds it, so it is the owner's"
    assert STEP_LATE.people_of(rows["lead"]) == [nadia]
    assert STEP_LATE.render(rows["owner"], lena).title == "Vela Hotels: Legal is late"
    give_step(step=step_of(walk, "Signature"), party="in_house", owner_user=nadia, by=lena, at=NOON)
    made = hand_on(step=legal, missing="The annex", by=lena, at=NOON)
    assert made is not None
    assert not Reminder.objects.planned().filter(kind="walk_step", subject_id=legal.pk).exists()
    came = Reminder.objects.planned().get(kind="walk_handoff", content="came")
    assert HANDOFF_WAITS.people_of(came) == [nadia] and came.fire_on == TODAY
    assert HANDOFF_WAITS.render(came, nadia).text.endswith("Missing: The annex")
    accept_handoff(handoff=made, by=nadia, at=NOON)
    assert not Reminder.objects.planned().filter(kind="walk_handoff").exists()


def test_a_holder_fits_where_the_step_is_done(
    walk: ContractWalk, vela: Account, orchard: Account, lena: User, nico: User
) -> None:
    signature = step_of(walk, "Signature")
    foreign = make_contact(orchard, "Max Thorn")
    for said, field in (
        ({"owner_user": lena}, "owner_user"),
        ({"owner_contact": foreign}, "owner_contact"),
        ({"party": "in_house", "owner_user": nico}, "owner_user"),
        ({"party": "partner", "partner_person": "Bo"}, "partner"),
        ({"expected_days": 0}, "expected_days"),
    ):
        with pytest.raises(DomainError) as refused:
            give_step(step=signature, by=lena, at=NOON, **said)
        assert refused.value.field == field, said
    given = give_step(
        step=signature, party="partner", partner="Nordlog", partner_person="Bo", by=lena, at=NOON
    )
    assert given.has_holder
    back = give_step(step=signature, party="customer", by=lena, at=NOON)
    assert (back.partner, back.partner_person, back.has_holder) == ("", "", False)
    for bad in ({"owner_user": lena}, {"owner_contact": foreign}, {"left_on": TODAY}, {"partner": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WalkStep.objects.filter(pk=signature.pk).update(**bad)


def test_who_neither_holds_the_step_nor_changes_the_account_moves_nothing(
    walk: ContractWalk, vela: Account, lena: User, nico: User, sol: User
) -> None:
    for other in (nico, sol):
        with pytest.raises(PermissionDenied):
            hand_on(step=step_of(walk, "Legal"), by=other, at=NOON)
        with pytest.raises(PermissionDenied):
            stop_walk(walk=walk, why="x", by=other, at=NOON)
    give_step(step=step_of(walk, "Legal"), owner_user=sol, by=lena, at=NOON)
    give_step(step=step_of(walk, "Signature"), party="partner", partner="Nordlog", by=lena, at=NOON)
    assert hand_on(step=step_of(walk, "Legal"), by=sol, at=NOON) is not None, (
        "a viewer works on what is theirs"
    )


def test_what_was_left_stays_and_days_lie_between_entering_and_today(walk: ContractWalk, lena: User) -> None:
    give_step(step=step_of(walk, "Signature"), party="partner", partner="Nordlog", by=lena, at=NOON)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(DomainError) as refused:
            hand_on(step=step_of(walk, "Legal"), on=day, by=lena, at=NOON)
        assert refused.value.field == "on"
    with pytest.raises(NotHere):
        hand_on(step=step_of(walk, "Onboarding"), by=lena, at=NOON)
    made = hand_on(step=step_of(walk, "Legal"), by=lena, at=NOON)
    with pytest.raises(StepWasLeft):
        give_step(step=step_of(walk, "Legal"), owner_user=lena, by=lena, at=NOON)
    with pytest.raises(CannotHold):
        give_step(step=step_of(walk, "Signature"), partner="", by=lena, at=NOON)
    stop_walk(walk=walk, why="They withdrew", by=lena, at=NOON)
    assert Handoff.objects.get(pk=made.pk if made else 0).state == "returned"
    assert not Reminder.objects.planned().filter(kind__in=("walk_step", "walk_handoff")).exists()
    with pytest.raises(WalkIsOver):
        stop_walk(walk=walk, why="x", by=lena, at=NOON)
