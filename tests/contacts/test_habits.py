"""How often somebody is reached, and by which channel they answer."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Account
from contacts.actions import edit_contact, log_touchpoint
from contacts.habits import Habit, better_channel, treated
from contacts.models import Contact
from contacts.reached import Reached, reached
from retention.cadence.models import CheckIn
from retention.cadence.rebuild import rebuild
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact


def reach(contact: Contact, by: User, days: int, channel: str = "email", **said: Any) -> None:
    told = {"direction": "outbound", "outcome": "no_answer", "purpose": "learn"} | said
    log_touchpoint(
        account=contact.account, contacts=[contact], channel=channel, happened_at=NOON - timedelta(days=days),
        by=by, at=NOON, **told,
    )  # fmt: skip


@pytest.fixture
def ana(vela: Account) -> Contact:
    return make_contact(vela, "Ana Ruiz", buying_role="champion", is_key=True)


def test_calls_unanswered_and_mails_answered_suggest_mail_and_change_nothing(
    ana: Contact, lena: User
) -> None:
    """The fixture of six and six: call 0 of 6, e-mail 5 of 6."""
    for number in range(6):
        reach(ana, lena, 40 * number + 1, "call")
        reach(ana, lena, 40 * number + 2, outcome="replied" if number else "no_answer")
    found = treated(ana, lena, on=TODAY).habits
    assert [habit.words for habit in found] == ["Email: answered 5 of 6", "Call: answered 0 of 6"]
    better = better_channel(found, ["call"])
    assert better is not None and better.channel == "email"
    assert better_channel(found, ["email"]) is None, "they prefer what they answer"
    assert better_channel(found, []) is None, "nothing was stated that could be contradicted"
    assert better_channel(found, ["call"], refused=["email"]) is None
    ana.refresh_from_db()
    assert ana.channels_preferred == []


def test_four_tries_say_nothing_about_a_channel() -> None:
    mail = Habit("email", 5, 5)
    assert better_channel([mail, Habit("call", 4, 0)], ["call"]) is None
    assert better_channel([mail, Habit("call", 5, 3)], ["call"]) == mail
    assert better_channel([mail, Habit("call", 7, 5)], ["call"]) is None, "not clearly more often"


def test_all_of_us_together_reach_the_most_and_the_next_check_in_waits(
    vela: Account, ana: Contact, lena: User, ada: User
) -> None:
    """A bulk mail, one of us and another: three of at most three, so the next waits for the 30th day."""
    edit_contact(contact=ana, changes={"most_in_30_days": 3}, by=lena, at=NOON, expected_version=None)
    reach(ana, ada, 29, outcome="bulk", purpose="admin")
    reach(ana, lena, 20, outcome="connected", channel="call")
    assert reached([ana.pk], at=NOON) == {ana.pk: Reached(2, 3)}
    before = CheckIn.objects.get(contact=ana)
    reach(ana, ada, 10, outcome="bulk", purpose="admin")
    assert reached([ana.pk], at=NOON)[ana.pk].is_enough
    row = CheckIn.objects.get(contact=ana)
    free_on = (NOON - timedelta(days=29) + timedelta(days=30)).date()
    assert before.due_on <= free_on and row.due_on == before.due_on
    assert row.shown_on == max(row.due_on, free_on)
    assert rebuild([vela.pk], at=NOON + timedelta(days=3)) == 0, "time alone changes nothing"


def test_support_and_notices_do_not_count(ana: Contact, lena: User) -> None:
    for outcome in ("support", "internal", "automated"):
        reach(ana, lena, 3, outcome=outcome)
    reach(ana, lena, 3, direction="inbound", outcome="replied")
    reach(ana, lena, 31)
    assert reached([ana.pk], at=NOON)[ana.pk] == Reached(0, 8)
