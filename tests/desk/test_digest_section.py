"""The digest lists what My day lists: what is due with its reason, and on the first day the week."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts.models import Account
from contacts.models import NextStep, Promise
from retention.desk.digest_section import SHOWN, day_lines, week_lines
from retention.reminders.digests import write_digests
from retention.reminders.sending import send_due
from retention.team.models import User
from tests.cast import NOON, TODAY

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


def step(account: Account, owner: User, text: str, *, days: int = 0) -> NextStep:
    """A next step due so many days from today."""
    return NextStep.objects.create(account=account, owner=owner, text=text, due_on=TODAY + days * A_DAY)


def test_what_is_due_stands_in_it_with_account_and_reason(vela: Account, lena: User) -> None:
    step(vela, lena, "Send the offer")
    step(vela, lena, "Ask for the floor plan", days=-2)
    step(vela, lena, "Much later", days=3)
    Promise.objects.create(
        account=vela, side="ours", user=lena, text="A demo account", promised_on=TODAY - A_DAY, due_on=TODAY
    )
    words = [line.text for line in day_lines(lena, TODAY)]
    assert len(words) == 3
    assert "Vela Hotels: Send the offer. Planned for Monday 23 November" in words
    assert any(text.startswith("Vela Hotels: A demo account. You promised this on") for text in words)
    assert any(text.endswith("Due Saturday 21 November") for text in words)


def test_the_week_has_what_falls_due_on_its_days_in_their_order(vela: Account, lena: User) -> None:
    for days, text in ((5, "Later"), (0, "Today"), (1, "Tomorrow"), (7, "Next week")):
        step(vela, lena, text, days=days)
    words = [line.text for line in week_lines(lena, TODAY + A_DAY, TODAY + 6 * A_DAY)]
    assert [text.split(". ")[0] for text in words] == ["Vela Hotels: Tomorrow", "Vela Hotels: Later"]


def test_a_long_list_ends_with_how_many_more(vela: Account, lena: User) -> None:
    for number in range(SHOWN + 3):
        step(vela, lena, f"Step {number}")
    assert [line.text for line in day_lines(lena, TODAY)][-1] == "and 3 more"
    assert len(day_lines(lena, TODAY)) == SHOWN + 1


def test_a_colleagues_steps_are_not_told(vela: Account, lena: User, nico: User) -> None:
    step(vela, lena, "Send the offer")
    assert day_lines(nico, TODAY) == []


def test_a_day_with_work_and_no_reminder_has_a_digest(vela: Account, lena: User) -> None:
    step(vela, lena, "Send the offer")
    write_digests(NOON)
    send_due(NOON)
    message = next(each for each in mail.outbox if each.to == [lena.email])
    assert message.subject == "Monday, 23 November: to do (1)"
    assert "Vela Hotels: Send the offer" in message.body
