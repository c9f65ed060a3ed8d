"""Executive pairs: who is brought together, when they talk, and what is told about it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account, AccountTeamMember
from contacts.actions import log_touchpoint
from contacts.actions.steps import add_step
from contacts.actions.touchpoints import correct_touchpoint, withdraw_touchpoint
from contacts.models import Contact, Touchpoint
from contacts.participants import NotTheirContact
from retention.lib.accepts import InputRefused
from retention.lib.errors import StaleVersion
from retention.reminders.actions import acknowledge
from retention.reminders.models import Notification, Reminder, ReminderState
from retention.reminders.release import release_due
from retention.team.models import User
from retention.team.roles import Role
from retention.teamwork.actions.pairs import (
    CannotSponsor,
    PairedAlready,
    PairEnded,
    SponsorIsFull,
    edit_pair,
    end_pair,
    hand_over_pair,
    pair_executives,
)
from retention.teamwork.actions.talks import follow_up_talk, limit_sponsor, plan_talk
from retention.teamwork.gaps import without_pair
from retention.teamwork.models import ExecutivePairing, PairTalk
from tests.cast import NOON, TODAY, person
from tests.factories import make_contact

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def eva(vela: Account) -> User:
    """An executive of ours who sees Vela because she is on its team."""
    made = person("eva@keel.test", "Eva Stone", Role.VIEWER)
    AccountTeamMember.objects.create(account=vela, user=made, function="sponsor")
    return made


@pytest.fixture
def ana(vela: Account) -> Contact:
    return make_contact(vela, "Ana Ruiz", title="Chief operating officer")


def pair(account: Account, user: User, contact: Contact, by: User, **said: Any) -> ExecutivePairing:
    return pair_executives(account=account, user=user, contact=contact, by=by, at=NOON, **said)


def talk(contact: Contact, by: User, *, days: int = 0, **said: Any) -> Touchpoint:
    return log_touchpoint(
        account=contact.account, contacts=[contact], channel="call", happened_at=NOON - days * DAY,
        by=said.pop("logged_by", by), at=NOON, direction="outbound", outcome=said.pop("outcome", "connected"),
        purpose="relationship", colleagues=[by], **said,
    )  # fmt: skip


def planned(kind: str) -> list[tuple[str, date, tuple[str, ...]]]:
    rows = Reminder.objects.filter(kind=kind, state=ReminderState.PLANNED).order_by("fire_on", "id")
    return [(row.content, row.fire_on, tuple(row.audience)) for row in rows]


def test_a_new_pair_talks_within_a_fortnight_and_is_briefed_three_working_days_before(
    vela: Account, lena: User, eva: User, ana: Contact
) -> None:
    row = pair(vela, eva, ana, lena)
    assert (row.interval_days, row.talk_on) == (90, TODAY + 14 * DAY)
    assert planned("sponsor_talk") == [
        ("brief 2026-12-07", date(2026, 12, 2), ("sponsor", "owner")),
        ("late 2026-12-07", date(2026, 12, 8), ("sponsor", "owner", "lead")),
    ]


def test_an_agreed_day_moves_the_brief_and_a_talk_uses_it_up(
    vela: Account, lena: User, eva: User, ana: Contact
) -> None:
    row = plan_talk(pair=pair(vela, eva, ana, lena), on=TODAY + DAY, by=eva, at=NOON)
    assert row.talk_on == TODAY + DAY
    assert planned("sponsor_talk")[0] == ("brief 2026-11-24", TODAY, ("sponsor", "owner"))
    ExecutivePairing.objects.update(planned_on=TODAY, starts_on=TODAY - 3 * DAY)
    talk(ana, eva, logged_by=lena)
    row.refresh_from_db()
    assert (row.planned_on, row.last_talk_on, row.talk_on) == (None, TODAY, date(2027, 2, 22))


def test_the_brief_is_told_once_to_each_for_a_date_and_again_for_another(
    vela: Account, lena: User, eva: User, ana: Contact
) -> None:
    row = plan_talk(pair=pair(vela, eva, ana, lena), on=TODAY + DAY, by=lena, at=NOON)
    release_due(NOON, 50)
    plan_talk(pair=row, on=TODAY + DAY, by=lena, at=NOON)
    release_due(NOON, 50)
    told = Notification.objects.order_by("user_id")
    assert [note.user for note in told] == sorted([lena, eva], key=lambda user: user.pk)
    acknowledge(notification=told.get(user=eva), by=eva, at=NOON)
    plan_talk(pair=row, on=TODAY + 2 * DAY, by=lena, at=NOON)
    release_due(NOON, 50)
    assert Notification.objects.filter(user=eva, title__contains="25 November").count() == 1
    text = Notification.objects.filter(user=eva).order_by("id")[0].text
    assert "They have not talked yet. No promise is open. Health: No score." in text


def test_the_brief_tells_topics_of_several_lines_apart(
    vela: Account, lena: User, eva: User, ana: Contact
) -> None:
    topics = "Where they go\n\nWhat else must work."
    plan_talk(pair=pair(vela, eva, ana, lena, topics=topics), on=TODAY + DAY, by=lena, at=NOON)
    release_due(NOON, 50)
    assert "Topics: Where they go; What else must work." in Notification.objects.get(user=eva).text


def test_only_a_two_way_talk_of_both_counts(vela: Account, lena: User, eva: User, ana: Contact) -> None:
    row = pair(vela, eva, ana, lena, starts_on=TODAY - 10 * DAY)
    talk(ana, lena)
    talk(ana, eva, outcome="no_answer", logged_by=lena)
    talk(ana, eva, days=11, logged_by=lena)
    assert not PairTalk.objects.exists()
    talk(ana, eva, days=1, logged_by=lena)
    held = PairTalk.objects.get()
    assert (held.pairing, held.held_on, held.follow_up_by) == (row, TODAY - DAY, date(2026, 11, 24))


def test_a_corrected_talk_moves_with_its_follow_up_and_a_withdrawn_one_goes(
    vela: Account, lena: User, eva: User, ana: Contact
) -> None:
    row = pair(vela, eva, ana, lena, starts_on=TODAY - 10 * DAY)
    said = talk(ana, eva, days=2, logged_by=lena)
    follow_up_talk(talk=PairTalk.objects.get(), text="Nothing more", by=eva, at=NOON)
    newer = correct_touchpoint(touchpoint=said, changes={"happened_at": NOON - 4 * DAY}, by=lena, at=NOON)
    held = PairTalk.objects.get()
    assert (held.touchpoint, held.held_on, held.follow_up) == (newer, TODAY - 4 * DAY, "Nothing more")
    withdraw_touchpoint(touchpoint=newer, by=lena, at=NOON)
    row.refresh_from_db()
    assert (PairTalk.objects.count(), row.last_talk_on) == (0, None)


@pytest.mark.parametrize("when", ["with the talk", "later"])
def test_a_next_step_of_the_talk_follows_it_up(
    vela: Account, lena: User, eva: User, ana: Contact, when: str
) -> None:
    pair(vela, eva, ana, lena)
    step = ("Send the figures", TODAY + DAY, lena)
    said = talk(ana, eva, logged_by=lena, next_step=step if when == "with the talk" else None)
    if when == "later":
        assert [row[0] for row in planned("sponsor_follow_up")] == ["due", "late"]
        add_step(account=vela, owner=lena, text="Send", due_on=TODAY, touchpoint=said, by=lena, at=NOON)
    assert PairTalk.objects.get().followed_up_on is not None
    assert planned("sponsor_follow_up") == []


def test_nobody_following_up_in_two_working_days_is_told_to_the_executive_and_the_lead(
    vela: Account, lena: User, eva: User, ana: Contact, nadia: User
) -> None:
    pair(vela, eva, ana, lena, starts_on=TODAY - 10 * DAY)
    talk(ana, eva, days=3, logged_by=lena)
    held = PairTalk.objects.get()
    assert held.follow_up_by == date(2026, 11, 24)
    release_due(NOON + 3 * DAY, 50)
    asked = Notification.objects.filter(reminder__kind="sponsor_follow_up")
    assert sorted(row.user.name for row in asked) == ["Eva Stone", "Nadia Reyes"]
    assert list(PairTalk.objects.late(on=date(2026, 11, 25))) == [held]
    assert not PairTalk.objects.late(on=date(2026, 11, 24)).exists()


def test_who_cannot_be_a_pair_is_refused_with_the_field(
    vela: Account, orchard: Account, lena: User, nico: User, eva: User, ana: Contact
) -> None:
    other, empty = make_contact(orchard), make_contact(vela, status="departed")
    for wrong, error, field in (
        ({"user": nico}, CannotSponsor, "user"),
        ({"contact": other}, NotTheirContact, "contact"),
        ({"contact": empty}, NotTheirContact, "contact"),
        ({"interval_days": 3}, InputRefused, "interval_days"),
        ({"planned_on": TODAY - DAY}, InputRefused, "planned_on"),
        ({"starts_on": date(2026, 1, 4)}, InputRefused, "starts_on"),
    ):
        with pytest.raises(error) as refused:
            pair(vela, **{"user": eva, "contact": ana, **wrong}, by=lena)
        assert refused.value.field == field
    with pytest.raises(PermissionDenied):
        pair(vela, eva, ana, eva)
    assert not ExecutivePairing.objects.exists()


def test_a_tier_without_a_rule_asks_how_often(vela: Account, lena: User, eva: User, ana: Contact) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="C")
    with pytest.raises(InputRefused, match="tier C has no rule"):
        pair(vela, eva, ana, lena)
    assert pair(vela, eva, ana, lena, interval_days=120).interval_days == 120


def test_the_ninth_pair_is_refused_until_a_lead_raises_the_limit(
    vela: Account, lena: User, nadia: User, eva: User
) -> None:
    for number in range(8):
        pair(vela, eva, make_contact(vela, f"Chief {number}"), lena)
    with pytest.raises(SponsorIsFull, match="keeps 8 pairs and may keep 8"):
        pair(vela, eva, make_contact(vela, "Chief 9"), lena)
    with pytest.raises(PermissionDenied):
        limit_sponsor(user=lena, pairs=9, by=lena, at=NOON)
    assert limit_sponsor(user=lena, pairs=3, by=nadia, at=NOON).pairs == 3
    with pytest.raises(InputRefused):
        limit_sponsor(user=lena, pairs=0, by=nadia, at=NOON)


def test_their_executive_has_one_of_ours(
    vela: Account, orchard: Account, lena: User, eva: User, ana: Contact
) -> None:
    row = pair(vela, eva, ana, lena)
    with pytest.raises(PairedAlready):
        pair(vela, lena, ana, lena)
    columns = {"interval_days": 90, "starts_on": TODAY, "due_on": TODAY, "talk_on": TODAY}
    for account, contact in ((vela, ana), (vela, make_contact(orchard))):
        with pytest.raises(IntegrityError), transaction.atomic():
            ExecutivePairing.objects.create(account=account, user=lena, contact=contact, **columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExecutivePairing.objects.filter(pk=row.pk).update(starts_on=date(2026, 1, 4))


def test_a_pair_is_handed_over_with_what_was_agreed_and_ends_once(
    vela: Account, lena: User, eva: User, ana: Contact
) -> None:
    row = plan_talk(pair=pair(vela, eva, ana, lena, topics="Expansion"), on=TODAY + 5 * DAY, by=lena, at=NOON)
    made = hand_over_pair(pair=row, to=lena, by=lena, at=NOON)
    row.refresh_from_db()
    assert (made.user, made.former, made.planned_on, made.topics) == (
        lena, row, TODAY + 5 * DAY, "Expansion",
    )  # fmt: skip
    assert (row.ends_on, row.end_reason) == (TODAY, "Handed over to Lena Voss")
    assert {row.subject_id for row in Reminder.objects.planned()} == {made.pk}
    end_pair(pair=made, reason="They merged", by=lena, at=NOON)
    assert not Reminder.objects.planned().exists()
    with pytest.raises(PairEnded):
        end_pair(pair=made, reason="Again", by=lena, at=NOON)


def test_two_who_change_a_pair_at_once_do_not_overwrite_each_other(
    vela: Account, lena: User, eva: User, ana: Contact
) -> None:
    row = pair(vela, eva, ana, lena)
    edit_pair(pair=row, changes={"interval_days": 60}, by=lena, at=NOON, expected_version=1)
    with pytest.raises(StaleVersion):
        edit_pair(pair=row, changes={"topics": "Prices"}, by=lena, at=NOON, expected_version=1)


def test_a_top_tier_customer_without_a_pair_is_a_gap_until_it_has_one(
    vela: Account, orchard: Account, lena: User, eva: User, ana: Contact
) -> None:
    assert list(without_pair(Account.objects.all())) == [vela]
    row = pair(vela, eva, ana, lena)
    assert list(without_pair(Account.objects.all())) == []
    end_pair(pair=row, reason="x", by=lena, at=NOON)
    Account.objects.filter(pk=vela.pk).update(stage="former")
    assert list(without_pair(Account.objects.all())) == []


def test_a_pair_with_somebody_who_left_is_told_of_no_more(
    vela: Account, lena: User, eva: User, ana: Contact
) -> None:
    from contacts.actions import mark_departed

    row = pair(vela, eva, ana, lena)
    mark_departed(contact=ana, on=TODAY, by=lena, at=NOON)
    assert not Reminder.objects.planned().exists()
    assert list(ExecutivePairing.objects.broken()) == [row]
