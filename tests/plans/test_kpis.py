"""KPIs: agreed and fixed, read per period, corrected by newer rows, closed, asked for when missing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from accounts.actions import merge_accounts
from accounts.models import Account
from contacts.models import NextStep
from plans.actions.kpi_readings import (
    PeriodClosed,
    ReadAlready,
    close_reading,
    correct_reading,
    read_kpi,
    readings_told,
    void_reading,
)
from plans.actions.kpis import KpiAgreed, KpiThere, add_kpi, agree_kpi, edit_kpi, end_kpi
from plans.kpi_asking import ask_for_readings
from plans.models import Kpi, KpiReading
from retention.lib.accepts import InputRefused
from retention.team.models import Team, User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

pytestmark = pytest.mark.django_db
OCTOBER, MAY = date(2026, 10, 1), date(2026, 5, 1)


def kpi_of(account: Account, by: User, **fields: Any) -> Kpi:
    said = {"name": "Orders on time", "unit": "percent", "target": Decimal(98), "starts_on": MAY, **fields}
    return add_kpi(account=account, by=by, at=NOON, **said)


def read(kpi: Kpi, by: User, actual: str = "97.5", on: date = OCTOBER) -> KpiReading:
    return read_kpi(kpi=kpi, period_on=on, actual=Decimal(actual), evidence="Their report", by=by, at=NOON)


def test_an_agreed_kpi_keeps_what_was_agreed_whatever_writes(vela: Account, lena: User) -> None:
    kpi = kpi_of(vela, lena)
    edit_kpi(kpi=kpi, changes={"target": Decimal(97)}, by=lena, at=NOON, expected_version=1)
    agree_kpi(kpi=kpi, contact=make_contact(vela), on=TODAY, by=lena, at=NOON)
    with pytest.raises(KpiAgreed) as refused:
        edit_kpi(kpi=kpi, changes={"target": Decimal(90)}, by=lena, at=NOON)
    assert refused.value.field == "target"
    assert edit_kpi(kpi=kpi, changes={"is_shared": True}, by=lena, at=NOON).is_shared
    with pytest.raises(DatabaseError, match="keeps what was agreed"), transaction.atomic():
        Kpi.objects.filter(pk=kpi.pk).update(target=90)
    with pytest.raises(KpiThere):
        kpi_of(vela, lena, name="ORDERS ON TIME")


def test_a_reading_is_of_a_period_that_is_over_and_says_how_we_know(vela: Account, lena: User) -> None:
    kpi = kpi_of(vela, lena)
    for day, field in ((TODAY, "period_on"), (date(2026, 4, 30), "period_on")):
        with pytest.raises(InputRefused) as refused:
            read(kpi, lena, on=day)
        assert refused.value.field == field
    with pytest.raises(InputRefused, match="How we know"):
        read_kpi(kpi=kpi, period_on=OCTOBER, actual=Decimal(1), by=lena, at=NOON)
    assert read(kpi, lena, on=date(2026, 10, 31)).period_on == OCTOBER
    with pytest.raises(ReadAlready):
        read(kpi, lena)


def test_a_correction_keeps_what_stood_before_and_its_target(vela: Account, lena: User) -> None:
    kpi = kpi_of(vela, lena)
    first = read(kpi, lena)
    edit_kpi(kpi=kpi, changes={"target": Decimal(96)}, by=lena, at=NOON)
    new = correct_reading(reading=first, changes={"actual": Decimal(97)}, by=lena, at=NOON)
    rows = KpiReading.objects.filter(thread=first.thread).order_by("version")
    assert [(row.actual, row.target, row.is_current) for row in rows] == [
        (Decimal("97.5"), Decimal(98), False),
        (Decimal(97), Decimal(96), True),
    ]
    with pytest.raises(DatabaseError, match="by a newer row"), transaction.atomic():
        KpiReading.objects.filter(pk=new.pk).update(actual=99)
    with pytest.raises(DatabaseError, match="by a newer row"), transaction.atomic():
        KpiReading.objects.filter(pk=new.pk).delete()


def test_a_closed_period_is_restated_with_a_reason_only(vela: Account, lena: User) -> None:
    row = close_reading(reading=read(kpi_of(vela, lena), lena), by=lena, at=NOON)
    with pytest.raises(PeriodClosed):
        correct_reading(reading=row, changes={"actual": Decimal(1)}, by=lena, at=NOON)
    with pytest.raises(DatabaseError, match="stays closed"), transaction.atomic():
        KpiReading.objects.filter(pk=row.pk).update(closed_on=None)
    said = {"actual": Decimal(96)}
    new = correct_reading(reading=row, changes=said, reason="Their audit", by=lena, at=NOON)
    assert (new.actual, new.reason, new.closed_on) == (Decimal(96), "Their audit", TODAY)


def test_telling_the_customer_dates_and_closes_the_period_once(vela: Account, lena: User) -> None:
    row = read(kpi_of(vela, lena), lena)
    assert readings_told([row.pk], on=TODAY) == 1
    assert readings_told([row.pk], on=TODAY + timedelta(days=9)) == 0
    row.refresh_from_db()
    assert (row.closed_on, row.communicated_on) == (TODAY, TODAY)


def test_a_missing_reading_is_asked_for_once_and_done_when_entered(vela: Account, lena: User) -> None:
    kpi = kpi_of(vela, lena)
    ended = kpi_of(vela, lena, name="Old")
    end_kpi(kpi=ended, by=lena, at=NOON)
    early = NOON.replace(day=5)
    assert ask_for_readings(early, 100) == 0
    assert ask_for_readings(NOON, 100) == 1 and ask_for_readings(NOON, 100) == 0
    step = NextStep.objects.get(origin="kpi")
    assert (step.owner, step.due_on, step.state) == (lena, date(2026, 11, 6), "open")
    assert step.text == "Enter October 2026 of the KPI: Orders on time"
    row = read(kpi, lena)
    step.refresh_from_db()
    assert step.state == "done"
    void_reading(reading=row, reason="Wrong month", by=lena, at=NOON)
    step.refresh_from_db()
    assert step.state == "open"
    assert read(kpi, lena).actual == Decimal("97.5")


def test_only_who_may_change_the_account_measures(vela: Account, lena: User, nico: User, sol: User) -> None:
    for other in (nico, sol):
        with pytest.raises(PermissionDenied):
            kpi_of(vela, other)
    row = read(kpi_of(vela, lena), lena)
    assert not KpiReading.objects.visible_to(nico).exists()
    with pytest.raises(PermissionDenied):
        void_reading(reading=row, reason="x", by=nico, at=NOON)


def test_kpis_go_with_a_merged_account_and_names_stay_apart(vela: Account, lena: User, north: Team) -> None:
    group = Account.objects.create(name="Vela Group", owner=lena, team=north, tier="B", currency="EUR")
    kpi_of(group, lena)
    kpi = kpi_of(vela, lena)
    agree_kpi(kpi=kpi, contact=make_contact(vela), on=TODAY, by=lena, at=NOON)
    read(kpi, lena)
    merge_accounts(merged=vela, survivor=group, on=TODAY - timedelta(days=3), by=lena, at=NOON)
    kpi.refresh_from_db()
    assert (kpi.account, kpi.name) == (group, f"Orders on time ({kpi.pk})")
