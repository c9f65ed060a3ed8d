"""What we know: learned, corrected, taken back, and read only by whom it may be."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account, TimelineEvent
from contacts.actions import (
    act_on_fact,
    correct_fact,
    correct_touchpoint,
    forget_fact,
    learn,
    log_touchpoint,
    withdraw_touchpoint,
)
from contacts.actions.knowledge import FactNoLongerStands, NothingToActOn
from contacts.knowledge.gathering import knowledge_of
from contacts.knowledge.words import Topic
from contacts.models import Contact, KnownFact
from retention.lib.errors import DomainError
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact


@pytest.fixture
def ana(vela: Account) -> Contact:
    """Somebody at Vela."""
    return make_contact(vela, "Ana Ruiz")


def tell(account: Account, by: User, topic: str = Topic.BOUGHT, **said: Any) -> KnownFact:
    """They told us something today."""
    asked = {"text": "The trainers"} | said
    return learn(account=account, topic=topic, by=by, at=NOON, **asked)


def test_what_was_learned_says_from_whom_how_and_until_when(vela: Account, ana: Contact, lena: User) -> None:
    fact = tell(vela, lena, contact=ana)
    assert (fact.source, fact.said_on, fact.fresh_until) == ("stated", TODAY, TODAY + timedelta(days=180))
    assert TimelineEvent.objects.get().text == "Learned: Why they bought (Ana Ruiz): The trainers"
    intent = tell(vela, lena, Topic.INTENT, contact=ana, value="unsure", text="Looks at Orca")
    assert intent.said == "Unsure: Looks at Orca"
    assert intent.fresh_until == TODAY + timedelta(days=120)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "\x00"}, "text"),
        ({"topic": "gossip"}, "topic"),
        ({"topic": Topic.INTENT, "value": "stay"}, "contact"),
        ({"value": "stay"}, "value"),
        ({"outcome": "waiting"}, "outcome"),
        ({"importance": 5}, "importance"),
        ({"topic": Topic.DRIVER, "performance": 6}, "performance"),
        ({"said_on": TODAY + timedelta(days=1)}, "said_on"),
        ({"fresh_until": TODAY - timedelta(days=1)}, "fresh_until"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_known_so_is_refused_by_field(
    vela: Account, lena: User, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        tell(vela, lena, **said)
    assert refused.value.field == field
    assert not KnownFact.objects.exists()


def test_an_answer_of_somebody_elsewhere_is_refused(vela: Account, orchard: Account, lena: User) -> None:
    with pytest.raises(DomainError) as refused:
        tell(vela, lena, contact=make_contact(orchard))
    assert refused.value.field == "contact"


def test_the_database_holds_what_the_action_says(vela: Account, lena: User) -> None:
    row = {
        "account": vela,
        "by": lena,
        "said_on": TODAY,
        "fresh_until": TODAY,
        "is_personal": False,
        "text": "x",
    }
    for wrong in (
        {"topic": "intent", "value": "stay"},
        {"topic": "bought", "value": "stay"},
        {"topic": "bought", "text": ""},
        {"topic": "driver", "importance": 6},
        {"topic": "bought", "performance": 3},
        {"topic": "bought", "is_personal": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            KnownFact.objects.create(**row | wrong)


def test_a_correction_supersedes_and_the_old_one_stays_on_record(vela: Account, lena: User) -> None:
    first = tell(vela, lena)
    second = correct_fact(fact=first, changes={"text": "The price"}, by=lena, at=NOON)
    first.refresh_from_db()
    assert (first.is_current, second.is_current, second.supersedes) == (False, True, first)
    assert correct_fact(fact=second, changes={"text": "The price"}, by=lena, at=NOON) == second
    with pytest.raises(FactNoLongerStands):
        correct_fact(fact=first, changes={"text": "x"}, by=lena, at=NOON)
    forget_fact(fact=second, by=lena, at=NOON)
    assert not KnownFact.objects.current().exists()


def test_whether_somebody_stays_is_for_the_account_team_alone(
    vela: Account, ana: Contact, lena: User, nadia: User, ada: User
) -> None:
    intent = tell(vela, lena, Topic.INTENT, contact=ana, value="leave", text="")
    assert [KnownFact.objects.visible_to(user).count() for user in (lena, nadia, ada)] == [1, 0, 0]
    assert not TimelineEvent.objects.visible_to(nadia).filter(kind="knowledge_learned").exists()
    with pytest.raises(PermissionDenied):
        correct_fact(fact=intent, changes={"value": "stay"}, by=nadia, at=NOON)
    theirs = knowledge_of(vela, nadia, on=TODAY)
    assert theirs.share == knowledge_of(vela, lena, on=TODAY).share, "that it is known is no secret"
    assert theirs.facts_of(Topic.INTENT) == []


def test_another_team_learns_and_reads_nothing(vela: Account, lena: User, nico: User) -> None:
    fact = tell(vela, lena)
    assert not KnownFact.objects.visible_to(nico).exists()
    for act in (
        lambda: tell(vela, nico),
        lambda: correct_fact(fact=fact, changes={"text": "x"}, by=nico, at=NOON),
        lambda: forget_fact(fact=fact, by=nico, at=NOON),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_why_they_stay_answers_three_questions_and_has_a_step(vela: Account, lena: User) -> None:
    driver = tell(
        vela, lena, Topic.DRIVER, text="Training", importance=5, performance=2, operation="On-time delivery"
    )
    assert driver.gap == 15
    known = {one.question.topic for one in knowledge_of(vela, lena, on=TODAY).answers if one.is_known}
    assert known == {Topic.DRIVER, Topic.OPERATION, Topic.PERFORMANCE}
    acted = act_on_fact(fact=driver, text="Second trainer", due_on=TODAY, owner=lena, by=lena, at=NOON)
    assert acted.step is not None and acted.step.text == "Second trainer"
    with pytest.raises(NothingToActOn):
        act_on_fact(fact=tell(vela, lena), text="x", due_on=TODAY, owner=lena, by=lena, at=NOON)


def test_our_own_records_answer_what_they_can(vela: Account, ana: Contact, lena: User) -> None:
    for purpose, direction in (("learn", "outbound"), ("sell", "outbound"), ("relationship", "inbound")):
        log_touchpoint(
            account=vela, contacts=[ana], channel="call", happened_at=NOON, purpose=purpose,
            direction=direction, by=lena, at=NOON,
        )  # fmt: skip
    known = knowledge_of(vela, lena, on=TODAY)
    words = {one.question.topic: one.counted for one in known.answers if one.counted}
    assert words == {
        Topic.PROACTIVE: "2 of 3 conversations in 180 days were ours to begin.",
        Topic.PERSONAL: "1 of 2 messages in 180 days were about us.",
        Topic.PULL: "1 to learn or teach, 1 to sell in 180 days.",
    }


def test_what_a_touchpoint_taught_us_follows_its_correction_and_goes_with_it(
    vela: Account, lena: User
) -> None:
    talk = log_touchpoint(account=vela, contacts=[], channel="call", happened_at=NOON, by=lena, at=NOON)
    fact = tell(vela, lena, touchpoint=talk)
    newer = correct_touchpoint(touchpoint=talk, changes={"minutes": 5}, by=lena, at=NOON)
    fact.refresh_from_db()
    assert fact.touchpoint == newer
    withdraw_touchpoint(touchpoint=newer, by=lena, at=NOON)
    fact.refresh_from_db()
    assert not fact.is_current


def test_what_is_known_is_gathered_in_as_many_queries_for_thirty_facts_as_for_three(
    vela: Account, lena: User, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        tell(vela, lena, text=f"{number}")
    lena.kept_reach = None  # type: ignore[attr-defined]
    from retention.team.visibility import keep_reach

    keep_reach(lena)
    with django_assert_num_queries(3):
        knowledge_of(vela, lena, on=TODAY)
    for number in range(27):
        tell(vela, lena, Topic.COMPETITOR, text=f"{number}")
    with django_assert_num_queries(3):
        knowledge_of(vela, lena, on=TODAY)
