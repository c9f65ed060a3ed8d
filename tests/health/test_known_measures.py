"""What customers say as measures: surveys (R4), champions (R2), competitors (C4), and two caps."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Account
from contacts.actions import correct_fact, forget_fact, learn
from contacts.actions.map import assign_role
from contacts.actions.surveys import answer_survey, ask_contact
from contacts.models import Contact, KnownFact, RoleOnMap, SurveyAsked
from retention.health.facts import explain_account
from retention.health.inputs import inputs_of
from retention.health.moments import AsOf, closed_day, live, reconstructed
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import days_ago
from tests.health.history import key_contact, known_since, noon, talk

ON = days_ago(TODAY, 1)


@pytest.fixture
def vela(vela: Account) -> Account:
    """Tier A, known for years."""
    return known_since(vela)


def row_of(account: Account, as_of: AsOf | None = None) -> dict[str, Any]:
    return dict(inputs_of([account.pk], as_of or closed_day(ON))[account.pk])


def answered(contact: Contact, score: int, day: date, kind: str = "nps") -> SurveyAsked:
    quarter = date(2020 + SurveyAsked.objects.count(), 1, 1)
    return SurveyAsked.objects.create(
        account=contact.account, contact=contact, kind=kind, quarter=quarter, asked_on=day, expires_on=day,
        asked_by=contact.account.owner, score=score, answered_at=noon(day),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "score", "mood"),
    [("nps", 0, "-2"), ("nps", 9, "1.6"), ("csat", 3, "0"), ("csat", 5, "2"), ("ces", 6, "1.3333")],
)
def test_an_answer_lies_on_the_scale_of_moods(vela: Account, kind: str, score: int, mood: str) -> None:
    answered(key_contact(vela), score, days_ago(ON, 4), kind)
    row = row_of(vela)
    assert (row["r4_value"], row["r4_part"], row["r4_age"]) == (Decimal(mood), score, 4)


def test_the_latest_of_answer_and_mood_counts_and_the_customers_own_word_on_the_same_day(
    vela: Account, lena: User
) -> None:
    contact = key_contact(vela)
    survey = answered(contact, 10, days_ago(ON, 5))
    talk(vela, lena, days_ago(ON, 5), contact, mood=-1)
    assert (row_of(vela)["r4_value"], row_of(vela)["r4_row"]) == (Decimal(2), survey.pk)
    said = talk(vela, lena, days_ago(ON, 3), contact, mood=-1)
    row = row_of(vela)
    assert (row["r4_value"], row["r4_row"], row["r4_whole"]) == (Decimal(-1), said.pk, None)


def test_an_answer_refreshes_the_account_and_reads_as_an_answer(vela: Account, lena: User) -> None:
    survey = ask_contact(contact=key_contact(vela), kind="nps", by=lena, at=NOON)
    answer_survey(survey=survey, score=9, comment="", at=NOON)
    fact = explain_account(vela, reader=lena, at=NOON)
    assert fact is not None
    mood = next(each for each in fact.measures if each.code == "R4")
    assert (mood.words, mood.evidence) == ("Answered 9 of 10 in a survey, today", ("survey", survey.pk))


def on_map(contact: Contact, role: str, lena: User, verified: int | None = None) -> RoleOnMap:
    row: RoleOnMap = assign_role(contact=contact, role=role, by=lena, at=NOON, on=days_ago(TODAY, 5))
    RoleOnMap.objects.filter(pk=row.pk).update(
        starts_on=days_ago(ON, 400), recorded_at=noon(days_ago(ON, 400)),
        certainty="assumed" if verified is None else "confirmed", evidence="" if verified is None else "x",
        verified_on=None if verified is None else days_ago(ON, verified),
    )  # fmt: skip
    return row


@pytest.mark.parametrize(
    ("role", "verified", "left", "worth"),
    [
        ("champion", 180, None, 100), ("champion", 181, None, 60), ("champion", None, None, 60),
        ("coach", None, None, 60), ("champion", 10, 59, 30), ("champion", 10, 60, 0),
        ("champion", 10, 364, 0), ("champion", 10, 366, None), ("coach", None, 10, None),
    ],
)  # fmt: skip
def test_champions_are_validated_assumed_being_replaced_or_lost(
    vela: Account, lena: User, role: str, verified: int | None, left: int | None, worth: int | None
) -> None:
    contact = key_contact(vela)
    on_map(contact, role, lena, verified)
    if left is not None:
        Contact.objects.filter(pk=contact.pk).update(status="departed", departed_on=days_ago(ON, left))
    row = row_of(vela, reconstructed(ON))
    expected = ("missing", None) if worth is None else ("known", Decimal(worth))
    assert (row["r2_state"], row["r2_value"]) == expected


def test_nobody_is_a_finding_only_where_the_map_is_half_made(vela: Account, lena: User) -> None:
    assert row_of(vela)["r2_state"] == "missing"
    key_contact(vela, buying_role="decision_maker")
    key_contact(vela, "Max Thorn", buying_role="user_lead")
    Account.objects.filter(pk=vela.pk).update(tier="C")
    assert row_of(vela)["r2_value"] == 40
    Account.objects.filter(pk=vela.pk).update(tier="D")
    assert row_of(vela)["r2_state"] == "not_applicable"


def test_a_buyer_who_left_caps_until_somebody_close_follows(vela: Account, lena: User) -> None:
    gone = key_contact(vela, buying_role="economic_buyer")
    Contact.objects.filter(pk=gone.pk).update(status="departed", departed_on=days_ago(ON, 59))
    assert row_of(vela)["champion_gone_since"] is None
    Contact.objects.filter(pk=gone.pk).update(departed_on=days_ago(ON, 70))
    row = row_of(vela)
    assert (row["champion_gone_since"], row["champion_gone_row"]) == (days_ago(ON, 10), gone.pk)
    follows = key_contact(vela, "Max Thorn", buying_role="economic_buyer")
    assert row_of(vela)["champion_gone_since"] is not None
    for days in (1, 5, 9):
        talk(vela, lena, days_ago(ON, days), follows, channel="review")
    assert row_of(vela)["champion_gone_since"] is None


def named(account: Account, lena: User, value: str, days: int, **said: Any) -> KnownFact:
    fact = learn(account=account, topic="competitor", named="" if value == "nobody" else "Orca", value=value,
                 said_on=days_ago(ON, days), by=lena, at=NOON, **said)  # fmt: skip
    KnownFact.objects.filter(pk=fact.pk).update(recorded_at=noon(days_ago(ON, days)))
    return fact


@pytest.mark.parametrize(
    ("said", "value", "age"),
    [
        ([("nobody", 3)], 100, 3), ([("known", 3)], 100, 3), ([("nearby", 3)], 60, 3),
        ([("looking", 3)], 10, 3),
        ([("looking", 180), ("nobody", 1)], 10, 180), ([("looking", 181), ("nobody", 1)], 100, 1),
        ([("looking", 200), ("nearby", 190)], 60, 190), ([("", 1)], None, 0),
    ],
)  # fmt: skip
def test_the_worst_word_of_180_days_counts_else_the_newest(
    vela: Account, lena: User, said: list[tuple[str, int]], value: int | None, age: int
) -> None:
    for word, days in said:
        named(vela, lena, word, days)
    row = row_of(vela)
    expected = ("missing", None) if value is None else ("known", Decimal(value))
    assert ((row["c4_state"], row["c4_value"]), row["c4_age"]) == (expected, age)


def test_only_what_a_contact_said_of_looking_now_caps_for_180_days(vela: Account, lena: User) -> None:
    contact = key_contact(vela)
    named(vela, lena, "looking", 5)
    named(vela, lena, "looking", 6, contact=contact, source="observed")
    assert row_of(vela)["evaluation_since"] is None
    fact = named(vela, lena, "looking", 180, contact=contact)
    row = row_of(vela)
    assert (row["evaluation_since"], row["evaluation_row"]) == (days_ago(ON, 180), fact.pk)
    assert row_of(vela, live(NOON + timedelta(days=1)))["evaluation_since"] is None


def test_what_was_learned_later_changes_no_day_that_is_over(vela: Account, lena: User) -> None:
    contact = key_contact(vela)
    fact = named(vela, lena, "looking", 3, contact=contact)
    before = row_of(vela)
    newer = correct_fact(fact=fact, changes={"value": "known"}, by=lena, at=NOON)
    KnownFact.objects.filter(pk=newer.pk).update(recorded_at=NOON)
    survey = answered(contact, 0, TODAY)
    assert row_of(vela) == before
    assert row_of(vela, live(NOON))["evaluation_since"] is None
    assert row_of(vela, live(NOON))["r4_row"] == survey.pk
    forget_fact(fact=newer, by=lena, at=NOON)
    assert row_of(vela, live(NOON))["c4_state"] == "missing"
