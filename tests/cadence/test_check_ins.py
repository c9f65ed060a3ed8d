"""Who is due when and why, from the records of an account."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.derived import set_derived
from accounts.models import Account
from contacts.actions import correct_touchpoint, edit_contact, log_touchpoint, withdraw_touchpoint
from contacts.models import Contact, Touchpoint
from retention.cadence.check_ins import refresh
from retention.cadence.facts import default_rules
from retention.cadence.models import CadenceRule, CheckIn
from retention.cadence.rebuild import differences, rebuild
from retention.team.models import Holiday, User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from .diary import at, call, due

pytestmark = pytest.mark.django_db


def test_an_a_champion_before_christmas_is_due_after_the_substitute_holiday(
    vela: Account, lena: User, champion: Contact
) -> None:
    Holiday.objects.create(country="GB", on=date(2026, 12, 28), name="Boxing Day (substitute)")
    Contact.objects.filter(pk=champion.pk).update(country="GB")
    call(lena, champion, on=date(2026, 12, 14), now=at(date(2026, 12, 14)))
    row = due(champion)
    assert (row.interval_days, row.raw_on, row.due_on) == (14, date(2026, 12, 28), date(2026, 12, 29))
    vela.refresh_from_db()
    assert vela.next_check_in_on == date(2026, 12, 28)


def test_a_first_check_in_counts_from_the_day_keel_knew_them(vela: Account) -> None:
    entered = {"recorded_at": at(date(2026, 11, 2)), "buying_role": "champion"}
    old = make_contact(vela, "Ana Lund", since=date(2024, 3, 1), **entered)
    coming = make_contact(vela, "Ben Okafor", since=date(2026, 12, 1), **entered)
    refresh([vela.pk], at=NOON)
    assert due(old).raw_on == date(2026, 11, 16)
    assert due(coming).raw_on == date(2026, 12, 15)


def test_a_stated_wish_is_not_shortened_when_health_is_at_risk(
    vela: Account, lena: User, champion: Contact
) -> None:
    set_derived(vela.pk, health_band="at_risk")
    wish = {"preferred_interval_days": 45, "preference_source": "stated"}
    edit_contact(contact=champion, changes=wish, by=lena, at=NOON, expected_version=None)
    call(lena, champion, on=date(2026, 5, 4))
    row = due(champion)
    assert (row.interval_days, row.due_on) == (45, date(2026, 6, 18))
    assert row.interval_reason == "every 45 days, as they asked"


def test_an_unanswered_try_asks_for_patience_but_never_moves_the_due_date(vela: Account, lena: User) -> None:
    lead = make_contact(vela, "Ana Lund", buying_role="user_lead", since=date(2026, 1, 1))
    call(lena, lead, on=date(2026, 1, 26), now=at(date(2026, 3, 2)))
    before = due(lead)
    call(lena, lead, on=date(2026, 3, 2), answered=False, now=at(date(2026, 3, 2)))
    row = due(lead)
    assert (row.attempts, row.due_on, row.shown_on) == (1, before.due_on, date(2026, 3, 12))
    assert "tried once without an answer" in row.reason


def test_after_three_tries_a_decision_is_due_and_an_answer_starts_again(
    vela: Account, lena: User, champion: Contact
) -> None:
    for day in (2, 9, 16):
        call(lena, champion, on=date(2026, 11, day), answered=False)
    row = due(champion)
    assert (row.state, row.attempts, row.shown_on) == ("unresponsive", 3, date(2026, 11, 16))
    call(lena, champion, on=date(2026, 11, 20))
    row = due(champion)
    assert (row.state, row.attempts, row.due_on) == ("planned", 0, date(2026, 12, 4))


def test_a_new_contact_is_due_within_a_fortnight(vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="B")
    buyer = make_contact(vela, "Ana Lund", buying_role="economic_buyer", since=date(2026, 5, 1))
    rebuild([vela.pk], at=NOON)
    row = due(buyer)
    assert (row.interval_days, row.due_on, row.anchor_on) == (90, date(2026, 5, 15), None)
    assert row.reason.startswith("No two-way contact yet; every 90 days for an economic buyer of a tier B")


def test_who_has_no_check_in(vela: Account) -> None:
    make_contact(vela, "Unknown Role")
    make_contact(vela, "Gone", buying_role="champion", status="departed", departed_on=TODAY)
    make_contact(vela, "Away", buying_role="champion", status="on_leave")
    make_contact(vela, "Lawyer", buying_role="legal")
    Contact.objects.create(account=vela, is_placeholder=True, buying_role="champion", since=TODAY)
    rebuild(at=NOON)
    assert list(CheckIn.objects.values_list("contact", flat=True)) == [None]


def test_roles_without_any_rule_follow_the_account_when_key_and_wishes_always_count(vela: Account) -> None:
    lawyer = make_contact(vela, "Lawyer", buying_role="legal", is_key=True)
    wisher = make_contact(vela, "Wisher", preferred_interval_days=40, preference_source="stated")
    watcher = make_contact(
        vela, "Watcher", buying_role="coach", preferred_interval_days=40, preference_source="observed"
    )
    set_derived(vela.pk, health_band="watch")
    rebuild(at=NOON)
    assert due(lawyer).interval_days == 11
    assert due(wisher).interval_days == 40
    assert due(watcher).interval_days == 30
    assert "instead of 40 for a coach" in due(watcher).interval_reason


def test_a_role_left_alone_at_a_tier_stays_alone_even_when_key(vela: Account) -> None:
    sponsor = make_contact(vela, "Sponsor", buying_role="executive_sponsor", is_key=True)
    Account.objects.filter(pk=vela.pk).update(tier="C")
    rebuild(at=NOON)
    assert not CheckIn.objects.filter(contact=sponsor).exists()


@pytest.mark.parametrize("stage", ["dormant", "former"])
def test_dormant_and_former_accounts_have_none(vela: Account, champion: Contact, stage: str) -> None:
    rebuild(at=NOON)
    assert CheckIn.objects.count() == 2
    Account.objects.filter(pk=vela.pk).update(stage=stage)
    rebuild(at=NOON)
    assert CheckIn.objects.count() == 0
    vela.refresh_from_db()
    assert vela.next_check_in_on is None


def test_stage_and_health_and_decision_shorten_by_the_strongest_reason(
    vela: Account, champion: Contact
) -> None:
    def interval() -> int:
        rebuild(at=NOON)
        return due(champion).interval_days

    assert interval() == 14
    set_derived(vela.pk, next_decision_on=TODAY + timedelta(days=120))
    assert interval() == 9
    Account.objects.filter(pk=vela.pk).update(stage="onboarding")
    assert interval() == 7
    Account.objects.filter(pk=vela.pk).update(stage="live")
    set_derived(vela.pk, next_decision_on=TODAY + timedelta(days=121), health_band="watch")
    assert interval() == 11


def test_correcting_withdrawing_and_copies_move_the_clock(
    vela: Account, lena: User, champion: Contact
) -> None:
    touchpoint = call(lena, champion, on=date(2026, 11, 20))
    assert due(champion).due_on == date(2026, 12, 4)
    moved = correct_touchpoint(
        touchpoint=touchpoint, changes={"happened_at": at(date(2026, 11, 10))}, by=lena, at=NOON
    )
    assert due(champion).due_on == date(2026, 11, 24)
    coach = make_contact(vela, "Coach", buying_role="coach", since=date(2026, 11, 2))
    correct_touchpoint(
        touchpoint=moved, changes={"contacts": [coach], "in_copy": [champion]}, by=lena, at=NOON
    )
    assert due(champion).anchor_on is None
    assert due(coach).anchor_on == due(None, vela).anchor_on == date(2026, 11, 10)
    withdraw_touchpoint(touchpoint=Touchpoint.objects.get(is_current=True), by=lena, at=NOON)
    assert due(coach).anchor_on is due(None, vela).anchor_on is None
    assert differences(at=NOON) == []


def test_the_last_contact_counts_in_the_contacts_own_day(
    vela: Account, lena: User, champion: Contact
) -> None:
    Contact.objects.filter(pk=champion.pk).update(time_zone="Pacific/Auckland")
    log_touchpoint(
        account=vela, contacts=[champion], channel="call", happened_at=at(date(2026, 11, 19), 20), by=lena,
        at=NOON,
    )  # fmt: skip
    assert due(champion).anchor_on == date(2026, 11, 20)
    assert due(None, vela).anchor_on == date(2026, 11, 19)


def test_the_reason_counts_days_for_the_reader(vela: Account, lena: User, champion: Contact) -> None:
    call(lena, champion, on=date(2026, 10, 20))
    row = due(champion)
    assert row.reason == (
        "Last two-way contact on 20 October 2026; every 14 days for a champion of a tier A account."
    )
    assert row.reason_on(TODAY) == (
        "No two-way contact for 34 days; every 14 days for a champion of a tier A account."
    )


def test_only_rows_that_differ_are_written(vela: Account, lena: User, champion: Contact) -> None:
    rebuild(at=NOON)
    with CaptureQueriesContext(connection) as captured:
        assert refresh([vela.pk], at=NOON) == 0
    writes = [one["sql"] for one in captured if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []


def test_queries_do_not_grow_with_contacts(vela: Account, orchard: Account, lena: User) -> None:
    def count(account: Account, contacts: int) -> int:
        for number in range(contacts):
            make_contact(account, f"Person {number}", buying_role="champion", is_key=True)
        with CaptureQueriesContext(connection) as captured:
            refresh([account.pk], at=NOON)
        return len(captured)

    assert count(vela, 3) == count(orchard, 30) <= 15


def test_the_rules_of_a_new_installation_are_the_documented_ones() -> None:
    migration = import_module("retention.cadence.migrations.0003_default_rules")
    migration.add_rules(apps, connection.schema_editor())
    stored = {(rule.tier, rule.subject): rule.interval_days for rule in CadenceRule.objects.all()}
    assert stored == default_rules()
    assert (stored["A", "account"], stored["D", "account"], stored["B", "champion"]) == (14, 120, 30)
    assert ("C", "executive_sponsor") not in stored


def test_an_own_interval_counts_instead_of_the_default(vela: Account, champion: Contact) -> None:
    CadenceRule.objects.update_or_create(tier="A", subject="champion", defaults={"interval_days": 21})
    CadenceRule.objects.update_or_create(tier="A", subject="account", defaults={"interval_days": 10})
    rebuild(at=NOON)
    assert (due(champion).interval_days, due(None, vela).interval_days) == (21, 10)
