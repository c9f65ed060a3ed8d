"""One digest per person and working day at 08:00 on their clock, and every text in one mail."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from accounts.models import Account
from retention.reminders import sections
from retention.reminders.digests import write_digests
from retention.reminders.models import Delivery, DeliveryState, Notification, Urgency
from retention.reminders.release import release_due
from retention.reminders.sections import Line, register_section
from retention.reminders.sending import send_due
from retention.team.models import Absence, Holiday, User
from tests.cast import TODAY

from .trial import A_DAY, MIDNIGHT, at, make_reminder

pytestmark = pytest.mark.django_db
EIGHT = at(8)


@pytest.fixture
def own_sections(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No sections but those of the test."""
    monkeypatch.setattr(sections, "_sections", {})
    yield


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_sections")]


def told_at_midnight(account: Account, number: int = 1, *, urgency: str = Urgency.TASK) -> None:
    """So many notifications for the owner."""
    for count in range(number):
        make_reminder(account, fire_at=MIDNIGHT, urgency=urgency, content=f"content {count}")
    release_due(MIDNIGHT)


def test_what_was_told_stands_in_the_mornings_digest(vela: Account, lena: User) -> None:
    told_at_midnight(vela, 2)
    assert write_digests(EIGHT) == 1
    assert send_due(EIGHT) == 1
    message = mail.outbox[0]
    assert message.to == ["lena@keel.test"]
    assert message.subject == "Monday, 23 November: 2 reminders"
    assert "Vela Hotels: content 0" in message.body
    assert "http://localhost:8000/trial/" in message.body
    assert Notification.objects.filter(delivery__state=DeliveryState.SENT).count() == 2


def test_before_eight_nothing_is_written(vela: Account) -> None:
    told_at_midnight(vela)
    assert write_digests(EIGHT - timedelta(seconds=1)) == 0


def test_eight_is_eight_on_the_readers_clock(vela: Account, lena: User) -> None:
    User.objects.filter(pk=lena.pk).update(time_zone="America/New_York")
    told_at_midnight(vela)
    assert write_digests(at(12, 59)) == 0
    assert write_digests(at(13)) == 1
    assert Delivery.objects.get().due_at == at(13)


def test_a_day_has_one_digest_however_often_it_is_written(vela: Account) -> None:
    told_at_midnight(vela)
    write_digests(EIGHT)
    make_reminder(vela, fire_at=at(9))
    release_due(at(9))
    assert write_digests(at(10)) == 0
    assert Notification.objects.unmailed().count() == 1
    assert write_digests(EIGHT + A_DAY) == 1
    assert Delivery.objects.count() == 2


def test_with_nothing_to_tell_no_mail_leaves(lena: User) -> None:
    assert write_digests(EIGHT) == 0
    assert send_due(EIGHT) == 0
    assert Delivery.objects.get().state == DeliveryState.SUPPRESSED


@pytest.mark.parametrize("off", ["weekend", "holiday", "absence", "evening"])
def test_outside_working_days_and_hours_what_was_told_waits(vela: Account, lena: User, off: str) -> None:
    told_at_midnight(vela)
    if off == "holiday":
        Holiday.objects.create(on=TODAY, name="Company day")
    if off == "absence":
        Absence.objects.create(user=lena, starts_on=TODAY, ends_on=TODAY)
    if off == "weekend":
        User.objects.filter(pk=lena.pk).update(weekend=[0, 6])
    assert write_digests(at(17, 30) if off == "evening" else EIGHT) == 0
    assert write_digests(EIGHT + A_DAY) == 1
    assert Notification.objects.unmailed().count() == 0


def test_after_a_morning_without_keel_the_digest_still_comes(vela: Account) -> None:
    told_at_midnight(vela)
    assert write_digests(at(15)) == 1
    assert Delivery.objects.get().due_at == EIGHT


def test_what_had_a_mail_of_its_own_is_not_repeated(vela: Account) -> None:
    told_at_midnight(vela, 1, urgency=Urgency.IMMEDIATE)
    told_at_midnight(vela, 1)
    assert send_due(at(9, 1)) == 1
    write_digests(at(9, 2))
    send_due(at(9, 3))
    own, digest = mail.outbox
    assert own.subject == "Vela Hotels: content 0"
    assert digest.subject == "Monday, 23 November: 1 reminder"


def test_what_is_acknowledged_before_eight_is_not_mailed(vela: Account) -> None:
    told_at_midnight(vela)
    Notification.objects.update(acknowledged_at=at(7))
    assert write_digests(EIGHT) == 0


def steps(user: User, on: date) -> Sequence[Line]:
    """One line naming reader and day."""
    return [Line(f"Call the hotel ({user.name}, {on})", "/accounts/1/")]


def steps_of_week(user: User, first: date, last: date) -> Sequence[Line]:
    """One line naming the days."""
    return [Line(f"{first} to {last}")]


def broken(user: User, on: date) -> Sequence[Line]:
    """As a section with a fault."""
    raise LookupError("no such column")


def sent_body(moment: datetime) -> str:
    """The text of the only mail of that day."""
    mail.outbox.clear()
    write_digests(moment)
    send_due(moment)
    return str(mail.outbox[0].body)


def test_sections_of_other_layers_stand_in_it_and_are_enough_for_one(lena: User) -> None:
    register_section("steps", steps, title="Next steps")
    body = sent_body(EIGHT)
    assert (
        "Next steps\n\n- Call the hotel (Lena Voss, 2026-11-23)\n  http://localhost:8000/accounts/1/" in body
    )
    assert mail.outbox[0].subject == "Monday, 23 November: next steps (1)"


def test_the_first_digest_of_a_week_shows_the_week(lena: User) -> None:
    register_section("steps", steps, title="Next steps", week=steps_of_week)
    assert "Next steps: this week\n\n- 2026-11-24 to 2026-11-29" in sent_body(EIGHT)
    assert "this week" not in sent_body(EIGHT + A_DAY)


def test_a_section_that_breaks_is_left_out(lena: User) -> None:
    register_section("broken", broken)
    register_section("steps", steps)
    assert "Call the hotel" in sent_body(EIGHT)


def test_text_in_mails_is_plain_in_plain_text_and_escaped_in_html(vela: Account) -> None:
    Account.objects.filter(pk=vela.pk).update(name="Fish & <b>Chips</b>")
    told_at_midnight(vela)
    body = sent_body(EIGHT)
    assert "Fish & <b>Chips</b>: content 0" in body
    html = str(mail.outbox[0].alternatives[0].content)  # type: ignore[attr-defined]
    assert "Fish &amp; &lt;b&gt;Chips&lt;/b&gt;: content 0" in html


def test_write_digests_asks_the_database_the_same_for_many_as_for_few(
    lena: User, django_assert_max_num_queries: object
) -> None:
    User.objects.bulk_create(
        User(email=f"colleague{number}@keel.test", name=f"Colleague {number}") for number in range(50)
    )
    write_digests(EIGHT)
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        write_digests(EIGHT + timedelta(minutes=1))
