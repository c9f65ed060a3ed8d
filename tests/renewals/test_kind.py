"""What a rung says, and to whom."""

from datetime import date

import pytest

from accounts.models import Account, AccountTeamMember
from retention.reminders.models import Notification, Reminder
from retention.reminders.release import release_due
from retention.renewals.kind import RENEWAL_RUNG, leads_of
from retention.renewals.models import Renewal
from retention.team.models import Team, User
from tests.cast import NOON, TODAY, join, person

from .conftest import Signed

pytestmark = pytest.mark.django_db


def rung(offset: int) -> Reminder:
    return Reminder.objects.exclude(anchor_kind="term_end").get(rung=offset)


def test_owner_lead_and_sponsor_are_told_their_rungs(
    vela: Account, lena: User, nadia: User, ada: User, signed: Signed
) -> None:
    signed(vela, date(2027, 12, 31), notice_value=30)
    AccountTeamMember.objects.create(account=vela, user=ada, function="sponsor")
    assert RENEWAL_RUNG.people_of(rung(-120)) == [lena]
    assert RENEWAL_RUNG.people_of(rung(-60)) == [lena, nadia]
    assert RENEWAL_RUNG.people_of(rung(-14)) == [lena, nadia, ada]


def test_without_an_owner_the_backup_or_the_leads_are_told(
    vela: Account, lena: User, nadia: User, signed: Signed
) -> None:
    signed(vela, date(2027, 12, 31))
    other = person("mara@keel.test", "Mara Sund", lena.role)
    Account.objects.filter(pk=vela.pk).update(owner=None, backup_owner=other)
    assert RENEWAL_RUNG.people_of(rung(-120)) == [other]
    Account.objects.filter(pk=vela.pk).update(backup_owner=None)
    assert RENEWAL_RUNG.people_of(rung(-120)) == [nadia]


def test_the_nearest_lead_above_leads_a_team_without_one(vela: Account, nadia: User, north: Team) -> None:
    crew = Team.objects.create(name="North crew", parent=north)
    vela.team = crew
    assert leads_of(vela) == [nadia]
    own = join(person("ilo@keel.test", "Ilo Best", nadia.role), crew, is_lead=True)
    assert leads_of(vela) == [own]
    vela.team = None
    assert leads_of(vela) == []


def test_the_text_says_what_about_how_much_and_until_when(vela: Account, lena: User, signed: Signed) -> None:
    contract = signed(vela, date(2027, 12, 31), notice_value=30, notice_counted_from="term_end")
    said = RENEWAL_RUNG.render(rung(-60), lena)
    assert said.title == "Vela Hotels: renewal on 1 January 2028"
    assert said.text == (
        f"The proposal should be out. {contract.reference}, EUR 12,000 a year, ends 31 December 2027; "
        "decision by 1 December 2027, last day for notice 1 December 2027."
    )
    assert said.url == f"/renewals/{Renewal.objects.get().pk}/"


def test_a_closed_renewal_has_nothing_to_tell(vela: Account, signed: Signed) -> None:
    signed(vela)
    renewal = Renewal.objects.get()
    assert RENEWAL_RUNG.is_open(renewal.pk)
    Renewal.objects.update(stage="lost", closed_on=TODAY)
    assert not RENEWAL_RUNG.is_open(renewal.pk)


def test_a_rung_in_its_window_is_told_once_to_each(
    vela: Account, lena: User, nadia: User, signed: Signed
) -> None:
    signed(vela, date(2027, 2, 1), term_start=date(2026, 2, 2))
    release_due(NOON)
    release_due(NOON)
    assert sorted(Notification.objects.values_list("user__name", flat=True)) == ["Lena Voss", "Nadia Reyes"]
    told = Notification.objects.filter(user=lena).get()
    assert (told.reminder.rung, told.account) == (-60, vela)
