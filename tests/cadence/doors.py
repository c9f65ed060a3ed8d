"""The doors through which things happen to a company: people, the clock, and imports."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.actions import (
    activate_contract,
    amend_line,
    change_owner,
    edit_account,
    edit_contract,
    end_contract,
    enter_contract,
    record_notice,
)
from accounts.announced import HealthBandChanged, RecordsImported
from accounts.changes import apply_due_changes
from accounts.choices import ContractState
from accounts.derived import set_derived
from accounts.lines import LineInput
from accounts.models import Account, Contract, ContractLine
from contacts import derived as contact_columns
from contacts.actions import (
    add_contact,
    correct_touchpoint,
    edit_contact,
    log_touchpoint,
    mark_departed,
    pause_contact,
    withdraw_touchpoint,
)
from contacts.choices import BuyingRole, Outcome
from contacts.models import Contact, Touchpoint, TouchpointContact
from retention.cadence.actions import skip_check_in, snooze_check_in, undo_deferral
from retention.cadence.models import CheckIn, Deferral
from retention.cadence.tick import apply_due
from retention.lib.facts import announce
from retention.renewals import tick as renewals_tick
from retention.renewals.actions import close_renewal, move_stage, reopen_renewal, set_call, void_renewal
from retention.renewals.models import Renewal, RenewalStage
from retention.team.actions.absences import cancel_absence, set_absence
from retention.team.actions.holidays import add_closure, ensure_holidays
from retention.team.actions.people import edit_profile
from retention.team.models import Absence
from tests.factories import make_contact

from .company import Company, Door
from .doors_gaps import mind_a_gap


def account(of: Company) -> Account:
    return of.one(Account.objects.all())


def log(of: Company) -> None:
    where = account(of)
    there = list(where.contacts.order_by("id"))
    log_touchpoint(
        account=where,
        contacts=of.dice.sample(there, min(len(there), of.dice.randint(0, 2))),
        channel=of.dice.choice(["call", "email", "video", "note"]),
        outcome=of.dice.choice(Outcome.values),
        happened_at=of.now - timedelta(days=of.dice.choice([0, 0, 1, 3, 20, 90]), minutes=5),
        by=of.ada,
        at=of.now,
    )


def correct(of: Company) -> None:
    happened_at = of.now - timedelta(days=of.dice.randint(0, 60), minutes=1)
    changes = of.dice.choice([{"happened_at": happened_at}, {"outcome": "replied"}, {"outcome": "bulk"}])
    correct_touchpoint(touchpoint=of.one(Touchpoint.objects.current()), changes=changes, by=of.ada, at=of.now)


def withdraw(of: Company) -> None:
    withdraw_touchpoint(touchpoint=of.one(Touchpoint.objects.current()), by=of.ada, at=of.now)


def meet(of: Company) -> None:
    add_contact(
        account=account(of), by=of.ada, at=of.now, name=f"Person {of.dice.randint(1, 9999)}",
        buying_role=of.dice.choice(BuyingRole.values), is_key=of.dice.random() < 0.4,
        since=of.day(-300, 0), country=of.dice.choice(["", "DE", "US"]),
    )  # fmt: skip


def prefer(of: Company) -> None:
    changes: dict[str, Any] = of.dice.choice(
        [
            {"preferred_interval_days": of.dice.randint(1, 120), "preference_source": "stated"},
            {"preferred_interval_days": of.dice.randint(1, 120), "preference_source": "observed"},
            {"preferred_interval_days": None, "buying_role": of.dice.choice(BuyingRole.values)},
            {"is_key": of.dice.random() < 0.5, "time_zone": "Pacific/Auckland"},
            {"country": "US", "subdivision": ""},
            {"status": "on_leave"},
            {"status": "active"},
        ]
    )
    edit_contact(
        contact=of.one(Contact.objects.all()), changes=changes, by=of.ada, at=of.now, expected_version=None
    )


def leave(of: Company) -> None:
    mark_departed(contact=of.one(Contact.objects.in_seat()), on=of.today, by=of.ada, at=of.now)


def pause(of: Company) -> None:
    contact = of.one(Contact.objects.in_seat())
    pause_contact(contact=contact, until=of.day(1, 90), reason="Asked for quiet", by=of.ada, at=of.now)


def retier(of: Company) -> None:
    stage = of.dice.choice(["live", "live", "onboarding", "dormant"])
    changes = {"tier": of.dice.choice("ABCD"), "stage": stage}
    edit_account(account=account(of), changes=changes, by=of.ada, at=of.now, expected_version=None)


def reown(of: Company) -> None:
    change_owner(account=account(of), owner=of.dice.choice(of.people[1:]), by=of.ada, at=of.now)


def snooze(of: Company) -> None:
    row = of.one(CheckIn.objects.all())
    until = max(row.due_on, of.today) + timedelta(days=of.dice.randint(0, 12))
    snooze_check_in(check_in=row, until=until, reason="Busy", by=of.ada, at=of.now)


def skip(of: Company) -> None:
    skip_check_in(check_in=of.one(CheckIn.objects.all()), reason="Seen elsewhere", by=of.ada, at=of.now)


def undo(of: Company) -> None:
    undo_deferral(deferral=of.one(Deferral.objects.all()), by=of.ada, at=of.now)


def sign(of: Company) -> None:
    where = account(of)
    start = of.day(-700, 60)
    before = of.dice.choice([None, *where.contracts.filter(successor__isnull=True).order_by("id")])
    contract = enter_contract(
        account=where,
        by=of.ada,
        at=of.now,
        reference=f"C-{of.now:%m%d%H%M}-{of.dice.randint(1, 999999)}",
        term_start=start,
        term_end=of.dice.choice([None, *[start + timedelta(days=days) for days in (90, 364, 364, 729)]]),
        predecessor=before,
        auto_renew=of.dice.random() < 0.5,
        notice_value=of.dice.choice([None, 30, 90]),
        lines=[LineInput(recurring_amount=Decimal(of.dice.randint(1, 9) * 1000))],
    )
    activate_contract(contract=contract, by=of.ada, at=of.now)


def running() -> Any:
    return Contract.objects.filter(state=ContractState.ACTIVE)


def amend(of: Company) -> None:
    line = of.one(ContractLine.objects.filter(contract__in=running()))
    amend_line(
        line=line, effective_on=of.day(-5, 20), by=of.ada, at=of.now,
        recurring_amount=Decimal(of.dice.randint(1, 9) * 500),
    )  # fmt: skip


def reterm(of: Company) -> None:
    contract = of.one(running())
    changes = of.dice.choice(
        [{"notice_value": of.dice.choice([None, 10, 60])}, {"auto_renew": not contract.auto_renew},
         {"term_end": of.day(5, 500)}]
    )  # fmt: skip
    edit_contract(contract=contract, changes=changes, by=of.ada, at=of.now, expected_version=None)


def end(of: Company) -> None:
    end_contract(contract=of.one(running()), last_day=of.day(-10, 60), by=of.ada, at=of.now)


def give_notice(of: Company) -> None:
    received = of.dice.choice([None, of.today])
    record_notice(contract=of.one(running()), received_on=received, by=of.ada, at=of.now)


def drive(of: Company) -> None:
    move_stage(
        renewal=of.one(Renewal.objects.all()), stage=of.dice.choice(RenewalStage.values), reason="So it is",
        by=of.ada, at=of.now, expected_version=None, overrides=True,
    )  # fmt: skip


def say(of: Company) -> None:
    set_call(renewal=of.one(Renewal.objects.all()), call="commit", note="", by=of.ada, at=of.now,
             expected_version=None)  # fmt: skip


LOST = {
    "stated_reason": "Too dear", "root_cause": "competitor", "sub_code": "displaced", "competitor": "Harbour",
    "evidence": "Their letter", "controllable": "shared", "is_regrettable": True,
}  # fmt: skip


def resolve(of: Company) -> None:
    row = of.one(Renewal.objects.all())
    if row.is_closed:
        reopen_renewal(renewal=row, reason="Not so", by=of.ada, at=of.now)
    elif of.dice.random() < 0.3:
        void_renewal(renewal=row, reason="merged", note="", by=of.ada, at=of.now)
    else:
        stage = of.dice.choice(["renewed", "lost", "auto_renewed", "extended_short"])
        close_renewal(
            renewal=row,
            stage=stage,
            on=of.today,
            note="Done",
            by=of.ada,
            at=of.now,
            reason=LOST if stage == "lost" else None,
        )


def go_away(of: Company) -> None:
    first = of.day(0, 30)
    set_absence(person=of.dice.choice(of.people[1:]), starts_on=first, ends_on=first + timedelta(days=9),
                by=of.ada, at=of.now)  # fmt: skip


def come_back(of: Company) -> None:
    cancel_absence(absence=of.one(Absence.objects.all()), by=of.ada, at=of.now)


def close_office(of: Company) -> None:
    add_closure(on=of.day(0, 60), name="Closed", by=of.ada, at=of.now)


def know_holidays(of: Company) -> None:
    country = of.dice.choice(["DE", "US"])
    ensure_holidays(places=[(country, "")], years=[of.today.year], by=of.ada, at=of.now)


def move_house(of: Company) -> None:
    person = of.dice.choice(of.people[1:])
    changes = of.dice.choice([{"time_zone": "Asia/Tokyo"}, {"weekend": [4, 5]}, {"weekend": []}])
    edit_profile(person=person, changes=changes, by=person, at=of.now, expected_version=None)


def turn_health(of: Company) -> None:
    where = account(of)
    set_derived(where.pk, health_band=of.dice.choice(["healthy", "watch", "at_risk", "unknown"]))
    announce(HealthBandChanged(account_ids=(where.pk,), by_id=of.ada.pk, at=of.now))


def bring_in(of: Company) -> None:
    """An import: rows written in bulk, then one fact for all of them."""
    where, since = account(of), of.day(-90, 0)
    people = [make_contact(where, f"Imported {n}", buying_role="user_lead", since=since) for n in range(3)]
    happened_at = of.now - timedelta(days=of.dice.randint(1, 200))
    touchpoints = Touchpoint.objects.bulk_create(
        Touchpoint(
            account=where, happened_at=happened_at, channel="call", is_qualifying=True, logged_by=of.ada
        )
        for _ in people[1:]
    )
    TouchpointContact.objects.bulk_create(
        TouchpointContact(touchpoint=one, contact=contact)
        for one, contact in zip(touchpoints, people[1:], strict=True)
    )
    contact_columns.rebuild([where.pk])
    announce(RecordsImported(account_ids=(where.pk,), by_id=of.ada.pk, at=of.now))


def wait(of: Company) -> None:
    of.now += timedelta(days=of.dice.choice([1, 5, 20, 45]))
    tick(of.now)


def tick(now: datetime) -> None:
    """What the ticker does, until nothing is due."""
    while apply_due_changes(at=now) + renewals_tick.apply_due(now) + apply_due(now):
        pass


DOORS: tuple[Door, ...] = (
    log, log, log, correct, withdraw, meet, prefer, prefer, leave, pause, retier, reown, snooze, snooze, skip,
    mind_a_gap, mind_a_gap,
    undo, sign, amend, reterm, end, give_notice, drive, drive, say, resolve, go_away, come_back, close_office,
    know_holidays, move_house, turn_health, bring_in, wait, wait,
)  # fmt: skip
