"""R1, contact coverage: the SQL says what the calculation says, and what nobody mapped is missing."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from accounts.models import Account
from contacts.actions.map import assign_role, end_role, rate_contact
from contacts.map_facts import map_of
from contacts.models import Contact, RoleOnMap, Standing, Touchpoint, TouchpointContact
from contacts.people_map.coverage import is_settled
from retention.health.facts import explain_account
from retention.health.inputs import inputs_of
from retention.health.moments import AsOf, closed_day, reconstructed
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import days_ago
from tests.health.history import key_contact, known_since, noon, talk

ON = days_ago(TODAY, 1)
SEEDS = range(12)


@pytest.fixture
def vela(vela: Account) -> Account:
    """Known for years."""
    return known_since(vela)


def r1(account: Account, as_of: AsOf | None = None) -> tuple[str, float | None, Any, Any]:
    row = inputs_of([account.pk], as_of or closed_day(ON))[account.pk]
    value = row["r1_value"]
    return row["r1_state"], None if value is None else float(value), row["r1_part"], row["r1_whole"]


def test_without_any_role_coverage_is_missing_not_zero(vela: Account, lena: User) -> None:
    talk(vela, lena, days_ago(ON, 3), key_contact(vela))
    assert r1(vela) == ("missing", None, None, None)


def test_a_tier_that_asks_for_nobody_and_a_former_customer_are_left_out(vela: Account) -> None:
    key_contact(vela, buying_role="economic_buyer")
    Account.objects.filter(pk=vela.pk).update(tier="D")
    assert r1(vela)[0] == "not_applicable"
    Account.objects.filter(pk=vela.pk).update(tier="A", stage="former")
    assert r1(vela)[0] == "not_applicable"


def test_the_buying_role_of_the_card_counts_until_the_map_says_more(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="C")
    contact = key_contact(vela, buying_role="decision_maker")
    key_contact(vela, "Max Thorn", buying_role="user_lead")
    talk(vela, lena, ON, contact, channel="review")
    state, value, filled, asked = r1(vela)
    assert (state, filled, asked) == ("known", 2, 3)
    assert value == pytest.approx(70 * 4 * 0.5276 * 0.5 * 0.8 / 9 + 15, abs=0.01)


def test_a_role_that_a_title_let_us_guess_is_not_coverage(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="C")
    guessed = {"buying_role": "decision_maker", "role_is_guessed": True}
    talk(vela, lena, ON, key_contact(vela, **guessed), channel="review")
    assert r1(vela) == ("missing", None, None, None)


def test_a_map_that_is_not_half_made_is_missing(vela: Account, lena: User) -> None:
    key_contact(vela, buying_role="champion")
    buyer = key_contact(vela, "Max Thorn", buying_role="economic_buyer")
    assert r1(vela)[0] == "missing", "9 of 21"
    waits = Contact.objects.create(
        account=vela, is_placeholder=True, buying_role="executive_sponsor", since=days_ago(ON, 1),
        recorded_at=noon(days_ago(ON, 1)),
    )  # fmt: skip
    assert r1(vela)[0] == "known", "12 of 21: a role that waits for a name is known to be empty"
    waits.delete()
    assert r1(vela)[0] == "missing"
    assign_role(contact=buyer, role="decision_maker", by=lena, at=NOON, on=days_ago(TODAY, 5))
    assign_role(contact=buyer, role="economic_buyer", by=lena, at=NOON, on=days_ago(TODAY, 5))
    assert r1(vela, reconstructed(ON))[0] == "known"


def test_people_known_for_less_than_60_days_are_not_measured_yet(vela: Account) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="C")
    contact = key_contact(vela, buying_role="decision_maker", since=days_ago(ON, 59))
    key_contact(vela, "Max Thorn", buying_role="champion", since=days_ago(ON, 10))
    assert r1(vela)[0] == "missing"
    Contact.objects.filter(pk=contact.pk).update(since=days_ago(ON, 60))
    assert r1(vela)[0] == "known"


def random_account(account: Account, by: User, seed: int) -> None:
    """People with roles, ratings and touchpoints of every kind."""
    chance = Random(seed)
    Account.objects.filter(pk=account.pk).update(tier=chance.choice("ABC"))
    roles = ["economic_buyer", "decision_maker", "champion", "executive_sponsor", "influencer", "user_lead",
             "procurement", "legal"]  # fmt: skip
    people = [
        key_contact(account, f"Person {n}", buying_role=chance.choice(["unknown", "influencer"]),
                    preferred_interval_days=chance.choice([None, 7, 50, 200]))
        for n in range(chance.randint(1, 5))
    ]  # fmt: skip
    if chance.random() < 0.3:
        Contact.objects.filter(pk=people[0].pk).update(status="departed", departed_on=days_ago(ON, 5))
    for person in people:
        row = {"account": account, "contact": person, "by": by, "recorded_at": noon(days_ago(ON, 500))}
        for role in chance.sample(roles, chance.randint(0, 4)):
            if role != "economic_buyer" or person is people[0]:
                age = chance.choice([10, 365, 366])
                RoleOnMap.objects.create(**row, role=role, starts_on=days_ago(ON, age))
        if chance.random() < 0.7:
            Standing.objects.create(
                **row, starts_on=days_ago(ON, 20), influence=chance.choice([None, 1, 3, 5]),
                attitude=chance.choice([None, -2, -1, 0, 1, 2]),
            )  # fmt: skip
    for _ in range(chance.randint(0, 25)):
        _random_talk(account, by, people, chance)


def _random_talk(account: Account, by: User, people: list[Contact], chance: Random) -> None:
    there = chance.sample(people, chance.randint(1, len(people)))
    touchpoint = talk(
        account, by, days_ago(ON, chance.choice([0, 1, 1, 30, 90, 300, 450])), *there,
        channel=chance.choice(
            ["call", "email", "chat", "letter", "meeting", "video", "visit", "review", "note"]
        ),
        outcome=chance.choice(
            ["connected", "replied", "no_answer", "voicemail", "bulk", "automated", "support", "internal"]
        ),
        direction=chance.choice(["outbound", "outbound", "inbound"]),
        mood=chance.choice([None, -2, -1, 0, 1, 2]),
        is_private=chance.random() < 0.2,
    )  # fmt: skip
    if chance.random() < 0.3:
        TouchpointContact.objects.filter(touchpoint=touchpoint, contact=there[0]).update(in_copy=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_statement_agrees_with_the_calculation(seed: int, vela: Account, lena: User) -> None:
    random_account(vela, lena, seed)
    vela.refresh_from_db()
    shown = map_of(vela, lena, on=ON).coverage
    state, value, filled, asked = r1(vela)
    assert (state == "known") is is_settled(shown, known_since=days_ago(ON, 400), on=ON)
    if state == "known":
        assert value == pytest.approx(shown.score, abs=0.006)
        assert asked - filled == len(shown.missing)


def test_a_crowd_is_worth_a_copy(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="C")
    vela.refresh_from_db()
    people = [key_contact(vela, f"Person {n}", buying_role="decision_maker") for n in range(9)]
    people.append(key_contact(vela, "Ruth Adeyemi", buying_role="champion"))
    talk(vela, lena, ON, *people, channel="meeting")
    shown = map_of(vela, lena, on=ON).coverage.score
    assert r1(vela)[1] == pytest.approx(shown, abs=0.006)
    assert shown is not None
    Touchpoint.objects.get().contact_links.filter(contact=people[0]).delete()
    assert (r1(vela)[1] or 0) > shown + 1


def test_a_past_day_reads_the_map_as_it_was(vela: Account, lena: User) -> None:
    contact = key_contact(vela)
    talk(vela, lena, days_ago(ON, 60), contact, channel="review")
    Account.objects.filter(pk=vela.pk).update(tier="C")
    role = assign_role(contact=contact, role="decision_maker", by=lena, at=NOON, on=days_ago(TODAY, 40))
    assign_role(
        contact=key_contact(vela, "Max Thorn"), role="user_lead", by=lena, at=NOON, on=days_ago(TODAY, 40)
    )
    Contact.objects.update(buying_role="unknown")
    assert r1(vela, reconstructed(days_ago(TODAY, 50)))[0] == "missing"
    assert r1(vela, reconstructed(days_ago(TODAY, 30)))[0] == "known"
    end_role(role=role, by=lena, at=NOON, on=days_ago(TODAY, 20))
    assert r1(vela, reconstructed(days_ago(TODAY, 30)))[0] == "known"
    assert r1(vela, reconstructed(days_ago(TODAY, 10)))[0] == "missing"
    assert r1(vela, closed_day(days_ago(TODAY, 30)))[0] == "missing", "nobody had said it then"


def test_putting_somebody_on_the_map_moves_the_reason_at_once(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="C")
    contact = key_contact(vela)
    key_contact(vela, "Max Thorn", buying_role="user_lead")
    talk(vela, lena, NOON - timedelta(days=1), contact, channel="visit")

    def words() -> str:
        fact = explain_account(vela, reader=lena, at=NOON)
        assert fact is not None
        return next(row.words for row in fact.measures if row.code == "R1")

    assert words().startswith("The map of people is not half made")
    assign_role(contact=contact, role="decision_maker", by=lena, at=NOON)
    assert "somebody known for 2 of 3 roles" in words()
    vela.refresh_from_db()
    before = vela.health_score
    rate_contact(contact=contact, influence=5, attitude=2, by=lena, at=NOON)
    vela.refresh_from_db()
    assert vela.health_score is None or before is None or vela.health_score > before
