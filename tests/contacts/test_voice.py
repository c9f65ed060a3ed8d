"""Complaints, ideas and praise until the loop is closed; surveys of one question, once a quarter."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actions.ownership import change_owner
from accounts.models import Account, TimelineEvent
from contacts.actions.surveys import (
    AnsweredAlready,
    AskedAlready,
    NotToBeAsked,
    answer_survey,
    ask_contact,
    quarter_of,
    survey_behind,
    survey_secret,
)
from contacts.actions.voice import (
    FeedbackClosed,
    NotRepliedYet,
    close_feedback,
    give_feedback,
    reopen_feedback,
    reply_to_feedback,
    write_feedback,
)
from contacts.models import Contact, FeedbackItem, NextStep, SurveyAsked
from retention.lib.errors import DomainError
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact


@pytest.fixture
def ana(vela: Account) -> Contact:
    """Somebody at Vela."""
    return make_contact(vela, "Ana Ruiz")


def complain(account: Account, by: User, **said: Any) -> FeedbackItem:
    """They complained on Monday."""
    asked = {"kind": "complaint", "text": "The invoice is wrong"} | said
    return write_feedback(account=account, by=by, at=NOON, **asked)


def test_a_complaint_is_answered_in_two_days_by_the_owner_of_the_account(
    vela: Account, lena: User, sol: User
) -> None:
    item = complain(vela, sol)
    assert (item.owner, item.state, item.due_on) == (lena, "open", date(2026, 11, 25))
    friday = complain(vela, lena, received_on=date(2026, 11, 20))
    assert friday.due_on == date(2026, 11, 23), "a Sunday is rolled to Monday"
    assert complain(vela, lena, kind="praise").due_on == date(2026, 11, 30)


def test_the_loop_is_closed_when_they_heard_what_came_of_it(vela: Account, lena: User) -> None:
    item = complain(vela, lena)
    with pytest.raises(NotRepliedYet):
        close_feedback(item=item, outcome="Corrected", on=TODAY, by=lena, at=NOON)
    item = reply_to_feedback(item=item, reply="We look into it", on=TODAY, by=lena, at=NOON)
    assert (item.state, item.due_on) == ("replied", date(2026, 12, 7))
    item = close_feedback(item=item, outcome="Corrected", on=TODAY, by=lena, at=NOON)
    assert (item.state, item.closed_on) == ("closed", TODAY)
    for act in (
        lambda: reply_to_feedback(item=item, reply="x", on=TODAY, by=lena, at=NOON),
        lambda: close_feedback(item=item, outcome="x", on=TODAY, by=lena, at=NOON),
        lambda: give_feedback(item=item, owner=lena, by=lena, at=NOON),
    ):
        with pytest.raises(FeedbackClosed):
            act()
    assert reopen_feedback(item=item, by=lena, at=NOON).state == "replied"
    kinds = list(TimelineEvent.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["feedback_received", "feedback_replied", "feedback_closed", "feedback_reopened"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "rant"}, "kind"),
        ({"text": " "}, "text"),
        ({"text": "\x00"}, "text"),
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
    ],
)
def test_what_cannot_have_been_said_is_refused(
    vela: Account, lena: User, said: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        complain(vela, lena, **said)
    assert refused.value.field == field
    assert not FeedbackItem.objects.exists()


def test_nobody_replies_who_does_not_see_the_account(
    vela: Account, orchard: Account, lena: User, nico: User, machine: User
) -> None:
    for who in (nico, machine):
        with pytest.raises(DomainError) as refused:
            complain(vela, lena, owner=who)
        assert refused.value.field == "owner"
    with pytest.raises(DomainError) as foreign:
        complain(vela, lena, contact=make_contact(orchard))
    assert foreign.value.field == "contact"
    item = complain(vela, lena)
    for act in (
        lambda: complain(vela, nico),
        lambda: reply_to_feedback(item=item, reply="x", on=TODAY, by=nico, at=NOON),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_what_has_to_be_answered_goes_to_the_next_owner(
    vela: Account, lena: User, nico: User, nadia: User
) -> None:
    item = complain(vela, lena)
    change_owner(account=vela, owner=nico, by=nadia, at=NOON)
    item.refresh_from_db()
    assert item.owner == nico


def test_a_contact_is_asked_once_a_quarter(vela: Account, ana: Contact, lena: User) -> None:
    asked = ask_contact(contact=ana, kind="nps", by=lena, at=NOON)
    assert (asked.quarter, asked.expires_on) == (date(2026, 10, 1), TODAY + timedelta(days=30))
    with pytest.raises(AskedAlready):
        ask_contact(contact=ana, kind="csat", by=lena, at=NOON)
    january = datetime(2027, 1, 4, 12, tzinfo=UTC)
    assert ask_contact(contact=ana, kind="csat", by=lena, at=january).quarter == date(2027, 1, 1)
    assert [quarter_of(date(2026, month, 28)).month for month in (1, 3, 4, 12)] == [1, 1, 4, 10]


@pytest.mark.parametrize(
    "wish",
    [
        {"status": "departed", "departed_on": TODAY},
        {"paused_until": TODAY + timedelta(days=1)},
        {"channels_forbidden": ["email"]},
    ],
)
def test_nobody_is_asked_who_left_paused_or_wants_no_mail(
    vela: Account, ana: Contact, lena: User, wish: dict[str, Any]
) -> None:
    Contact.objects.filter(pk=ana.pk).update(**wish)
    with pytest.raises(NotToBeAsked):
        ask_contact(contact=ana, kind="nps", by=lena, at=NOON)
    assert not SurveyAsked.objects.exists()


def test_a_low_score_is_one_thing_to_do_for_the_owner(vela: Account, ana: Contact, lena: User) -> None:
    asked = ask_contact(contact=ana, kind="nps", by=lena, at=NOON)
    answered = answer_survey(survey=asked, score=6, comment="Too slow", at=NOON)
    assert (answered.is_low, answered.is_high) == (True, False)
    step = NextStep.objects.get()
    assert (step.owner, step.contact, step.due_on) == (lena, ana, TODAY + timedelta(days=1))
    assert answered.step == step
    with pytest.raises(AnsweredAlready):
        answer_survey(survey=asked, score=10, comment="", at=NOON)


@pytest.mark.parametrize(("kind", "score", "low", "high"), [
    ("nps", 6, True, False), ("nps", 7, False, False), ("nps", 9, False, True),
    ("csat", 2, True, False), ("csat", 3, False, False), ("csat", 5, False, True),
    ("ces", 3, True, False), ("ces", 5, False, False), ("ces", 6, False, True),
])  # fmt: skip
def test_each_scale_has_its_own_low_and_high(kind: str, score: int, low: bool, high: bool) -> None:
    survey = SurveyAsked(kind=kind, score=score)
    assert (survey.is_low, survey.is_high) == (low, high)


def test_an_answer_off_the_scale_or_too_late_is_refused(vela: Account, ana: Contact, lena: User) -> None:
    asked = ask_contact(contact=ana, kind="csat", by=lena, at=NOON)
    for score in (0, 6, None):
        with pytest.raises(DomainError) as refused:
            answer_survey(survey=asked, score=score, comment="", at=NOON)  # type: ignore[arg-type]
        assert refused.value.field == "score"
    with pytest.raises(AnsweredAlready):
        answer_survey(survey=asked, score=5, comment="", at=NOON + timedelta(days=31))
    with pytest.raises(IntegrityError), transaction.atomic():
        SurveyAsked.objects.filter(pk=asked.pk).update(score=9, answered_at=NOON)


def test_a_link_leads_to_its_survey_and_no_other(vela: Account, ana: Contact, lena: User) -> None:
    asked = ask_contact(contact=ana, kind="nps", by=lena, at=NOON)
    secret = survey_secret(asked)
    assert survey_behind(secret) == asked
    for wrong in (secret[:-1], f"{asked.pk}", "", "\x00", "x" * 5000):
        assert survey_behind(wrong) is None


def test_only_who_may_change_the_account_asks(vela: Account, ana: Contact, nico: User, sol: User) -> None:
    for somebody in (nico, sol):
        with pytest.raises(PermissionDenied):
            ask_contact(contact=ana, kind="nps", by=somebody, at=NOON)
