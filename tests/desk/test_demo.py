"""The demo company: whoever opens it finds nothing that the calendar should have moved before."""

from datetime import datetime, timedelta

import pytest

from accounts.changes import apply_due_changes
from accounts.choices import ContractState
from accounts.ledger import ledger_day, rebuild_ledger
from accounts.models import Account, ArrMovement, Contract, TimelineEvent
from contacts.map_facts import map_of
from contacts.models import AlikeAccounts
from retention.cadence import tick as cadence_tick
from retention.cadence.rebuild import differences as check_in_differences
from retention.desk.demo.load import load_demo
from retention.lib.clock import database_now
from retention.metrics.losses import losses_by_cause
from retention.metrics.questions import ask
from retention.metrics.stays import curve_of
from retention.reminders.alarms import alarms
from retention.reminders.release import release_due
from retention.renewals import tick as renewals_tick
from retention.renewals.models import PlayRun
from retention.renewals.rebuild import rebuild as rebuild_renewals
from retention.team.machine import the_machine


def flags_of(name: str, at: datetime) -> set[str]:
    facts = map_of(Account.objects.get(name=name), the_machine(), on=at.date())
    assert facts.coverage.score is not None
    return {flag.code for flag in facts.flags}


@pytest.mark.slow
@pytest.mark.django_db
def test_the_first_rounds_of_the_tickers_find_nothing_to_move() -> None:
    at = database_now()
    load_demo(password="demo-password-4711", at=at, say=lambda said: None)
    over = Contract.objects.filter(term_end__lt=ledger_day(at))
    assert over.count() > 20
    assert set(over.values_list("state", flat=True)) == {ContractState.ENDED}
    assert apply_due_changes(at=at) == 0
    assert renewals_tick.apply_due(at) == 0
    assert cadence_tick.apply_due(at) == 0
    assert rebuild_ledger(on=ledger_day(at), write=False) == []
    assert rebuild_renewals(at=at) == 0
    assert check_in_differences(at=at) == []
    told = TimelineEvent.objects.filter(kind="contract_ended").values_list("subject_id", "at")
    days_after = {
        contract.pk: contract.term_end + timedelta(days=1) for contract in over if contract.term_end
    }
    assert {subject: when.date() for subject, when in told} == days_after
    assert not Account.objects.filter(changes_on__lte=ledger_day(at)).exists()
    assert release_due(at) > 0
    assert alarms(at) == []
    assert AlikeAccounts.objects.get().reasons == ["name", "email"]
    assert (PlayRun.objects.active().count(), PlayRun.objects.filter(saved_arr__gt=0).count()) == (2, 2)
    assert flags_of("Quillan Pharma", at) >= {"champion_departed", "blocker_unaddressed"}
    assert flags_of("Brightwater Foods", at) >= {"champion_unvalidated", "spof_our_side", "unmapped_unit"}
    assert not ArrMovement.objects.filter(kind="correction").exists()
    year = ask(the_machine(), today=ledger_day(at)).rated()
    assert {loss.code for loss in losses_by_cause(year)} >= {
        "value_not_realised", "competitor", "customer_business_change",
    }  # fmt: skip
    curve = curve_of(year)
    assert curve.left == 3
    assert curve.supported() > min(point.months for point in curve.points)
