"""A step that needs acceptance is left with a contact of the account and the day they accepted it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import merge_accounts
from accounts.models import Account, Contract, TimelineEvent
from contacts.models import Contact
from retention.lib.errors import DomainError
from retention.team.models import User
from retention.walks.actions import (
    begin_process,
    hand_on,
    publish_version,
    return_handoff,
    start_walk,
    stop_walk,
)
from retention.walks.models import ContractWalk, WalkStep
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from .conftest import step_of

ASKS = [
    {
        "name": "Delivery",
        "party": "in_house",
        "function": "delivery",
        "expected_days": 10,
        "needs_acceptance": True,
    },
    {"name": "Invoice", "party": "in_house", "function": "finance", "expected_days": 5},
]
BEGAN = TODAY - timedelta(days=9)


@pytest.fixture
def delivered(contract: Contract, vela: Account, lena: User, nadia: User) -> ContractWalk:
    """Stands at its delivery since nine days; Nadia waits to invoice."""
    process = begin_process(name="Accepted way", steps=ASKS, by=nadia, at=NOON).process
    walk = start_walk(contract=contract, process=process, on=BEGAN, by=lena, at=NOON)
    walk.steps.filter(step__name="Invoice").update(owner_user=nadia)
    return walk


@pytest.fixture
def ana(vela: Account) -> Contact:
    """She accepts."""
    return make_contact(vela, "Ana Ruiz")


def test_nobody_leaves_it_without_who_accepted_and_when(
    delivered: ContractWalk, ana: Contact, vela: Account, orchard: Account, lena: User
) -> None:
    delivery = step_of(delivered, "Delivery")
    empty = Contact.objects.create(account=vela, title="Head of finance", is_placeholder=True, since=TODAY)
    for who, day, field, sentence in (
        (None, None, "accepted_by", "Delivery: name who at the customer accepted it"),
        (None, TODAY, "accepted_by", "name who"),
        (ana, None, "accepted_on", "on which day"),
        (make_contact(orchard, "Max Thorn"), TODAY, "accepted_by", "contact of this account"),
        (empty, TODAY, "accepted_by", "contact of this account"),
        (ana, BEGAN - timedelta(days=1), "accepted_on", "Choose a day from"),
        (ana, TODAY + timedelta(days=1), "accepted_on", "Choose a day from"),
    ):
        with pytest.raises(DomainError, match=sentence) as refused:
            hand_on(step=delivery, accepted_by=who, accepted_on=day, by=lena, at=NOON)
        assert refused.value.field == field, sentence
    assert step_of(delivered, "Delivery").is_here


def test_who_accepted_stays_with_the_step_and_in_the_story(
    delivered: ContractWalk, ana: Contact, vela: Account, lena: User, nadia: User
) -> None:
    day = TODAY - timedelta(days=2)
    delivery = step_of(delivered, "Delivery")
    made = hand_on(step=delivery, accepted_by=ana, accepted_on=day, by=lena, at=NOON)
    left = step_of(delivered, "Delivery")
    assert (left.accepted_by, left.accepted_on, left.left_on) == (ana, day, TODAY)
    told = f"Delivery accepted by Ana Ruiz on {day:%-d %b %Y}"
    assert TimelineEvent.objects.filter(account=vela, kind="walk_accepted", text=told).exists()
    assert made is not None
    return_handoff(handoff=made, answer="Two rooms are missing", by=nadia, at=NOON)
    again = step_of(delivered, "Delivery")
    assert (again.is_here, again.accepted_by) == (True, None), "what goes on is accepted anew"


def test_the_database_holds_it_as_well(
    delivered: ContractWalk, ana: Contact, orchard: Account, lena: User
) -> None:
    rows = WalkStep.objects.filter(pk=step_of(delivered, "Delivery").pk)
    foreign = make_contact(orchard, "Max Thorn")
    for bad in (
        {"left_on": TODAY},
        {"left_on": TODAY, "accepted_by": ana},
        {"left_on": TODAY, "accepted_on": TODAY},
        {"left_on": TODAY, "accepted_by": foreign, "accepted_on": TODAY},
        {"left_on": TODAY - timedelta(days=1), "accepted_by": ana, "accepted_on": TODAY},
        {"accepted_by": ana, "accepted_on": TODAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**bad)
    assert rows.update(left_on=TODAY, accepted_by=ana, accepted_on=TODAY) == 1


def test_a_walk_that_is_stopped_asks_nobody_to_accept(delivered: ContractWalk, lena: User) -> None:
    stop_walk(walk=delivered, why="They withdrew", by=lena, at=NOON)
    assert step_of(delivered, "Delivery").left_on == TODAY


def test_the_next_version_decides_anew_and_walks_under_way_keep_theirs(
    delivered: ContractWalk, lena: User, nadia: User
) -> None:
    eased = [{**step, "needs_acceptance": False} for step in ASKS]
    publish_version(process=delivered.version.process, steps=eased, by=nadia, at=NOON)
    with pytest.raises(DomainError, match="name who"):
        hand_on(step=step_of(delivered, "Delivery"), by=lena, at=NOON)


def test_acceptance_follows_to_the_seat_that_stays(
    delivered: ContractWalk, ana: Contact, vela: Account, orchard: Account, lena: User, ada: User
) -> None:
    hand_on(step=step_of(delivered, "Delivery"), accepted_by=ana, accepted_on=TODAY, by=lena, at=NOON)
    there = Contact.objects.create(account=orchard, person=ana.person, since=TODAY)
    merge_accounts(merged=vela, survivor=orchard, on=TODAY, by=ada, at=NOON)
    assert step_of(delivered, "Delivery").accepted_by == there
