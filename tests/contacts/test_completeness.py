"""How much is known and what to ask next: the worked numbers of docs/methods.md, Knowledge completeness."""

from datetime import timedelta
from fractions import Fraction

import pytest

from contacts.choices import Direction, Outcome, Purpose
from contacts.knowledge.completeness import Known, completeness, default_expiry, freshness, next_question
from contacts.knowledge.mix import Said, mix_of
from contacts.knowledge.questions import QUESTIONS
from contacts.knowledge.words import Topic
from tests.cast import TODAY


@pytest.mark.parametrize(
    ("age", "fresh"),
    [(0, Fraction(1)), (180, Fraction(1)), (270, Fraction(3, 4)), (360, Fraction(1, 2)), (540, 0), (900, 0)],
)
def test_an_answer_is_fresh_for_half_a_year_and_gone_after_eighteen_months(age: int, fresh: Fraction) -> None:
    said_on = TODAY - timedelta(days=age)
    assert freshness(default_expiry(Topic.BOUGHT, said_on), on=TODAY) == fresh


def test_whether_they_stay_is_stale_after_a_hundred_and_twenty_days() -> None:
    for age, is_fresh in ((120, True), (121, False)):
        until = default_expiry(Topic.INTENT, TODAY - timedelta(days=age))
        assert (freshness(until, on=TODAY) == 1) is is_fresh


def test_what_was_never_asked_is_worth_nothing_and_everything_fresh_is_all() -> None:
    assert completeness({}, on=TODAY) == 0
    whole = {question.topic: Known(TODAY, TODAY) for question in QUESTIONS}
    assert completeness(whole, on=TODAY) == 1


def test_answering_a_question_moves_the_share_by_its_weight() -> None:
    assert sum(question.weight for question in QUESTIONS) == 19
    fresh, half = Known(TODAY, TODAY), Known(TODAY - timedelta(days=180))
    assert completeness({Topic.EXIT: fresh}, on=TODAY) == Fraction(2, 19)
    assert completeness({Topic.EXIT: fresh, Topic.BOUGHT: half}, on=TODAY) == Fraction(5, 38)
    assert completeness({Topic.EXIT: Known(None, TODAY)}, on=TODAY) == 0, "asked without an answer"


def test_the_next_question_weighs_most_and_was_not_asked_lately() -> None:
    first = next_question({}, on=TODAY)
    assert first is not None and first.topic == Topic.EXIT
    asked = {Topic.EXIT: Known(None, TODAY - timedelta(days=89))}
    second = next_question(asked, on=TODAY)
    assert second is not None and second.topic == Topic.RETURN
    again = next_question({Topic.EXIT: Known(None, TODAY - timedelta(days=90))}, on=TODAY)
    assert again is not None and again.topic == Topic.EXIT


def test_nobody_is_asked_what_is_still_fresh_or_what_only_we_can_answer() -> None:
    fresh = {question.topic: Known(TODAY) for question in QUESTIONS if question.ask}
    assert next_question(fresh, on=TODAY) is None
    stale = fresh | {Topic.BOUGHT: Known(TODAY - timedelta(days=1))}
    asked = next_question(stale, on=TODAY)
    assert asked is not None and asked.topic == Topic.BOUGHT


def said(purpose: Purpose, count: int, *, inbound: bool = False, outcome: str = Outcome.CONNECTED) -> Said:
    return Said(purpose, Direction.INBOUND if inbound else Direction.OUTBOUND, outcome, count, TODAY)


def test_support_tickets_are_not_proactive_and_bulk_mail_is_about_us() -> None:
    mix = mix_of(
        [
            said(Purpose.LEARN, 3),
            said(Purpose.RELATIONSHIP, 1, inbound=True),
            said(Purpose.ADMIN, 9, inbound=True, outcome=Outcome.SUPPORT),
            said(Purpose.RELATIONSHIP, 4, outcome=Outcome.BULK),
            said(Purpose.SELL, 1),
        ]
    )
    assert (mix.ours, mix.two_way, mix.proactive) == (4, 5, pytest.approx(0.8))
    assert (mix.about_us, mix.sent, mix.is_about_us) == (5, 8, True)


@pytest.mark.parametrize(
    ("pull", "push", "enough"), [(3, 1, True), (5, 2, False), (0, 0, None), (1, 0, True)]
)
def test_three_to_learn_for_one_to_sell_are_enough(pull: int, push: int, enough: bool | None) -> None:
    mix = mix_of([said(Purpose.EDUCATE, pull), said(Purpose.SELL, push)])
    assert mix.pulls_enough is enough


def test_without_touchpoints_nothing_is_guessed() -> None:
    nothing = mix_of([])
    assert (nothing.proactive, nothing.share_about_us, nothing.pulls_enough) == (None, None, None)
