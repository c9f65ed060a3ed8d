"""Snapshots live in partitions by month, which are there before their first row."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Account
from retention.health.models import HealthSnapshot
from retention.health.partitions import ensure_partitions, partition_of
from retention.team.models import User
from retention.team.visibility import visible_q
from tests.cast import NOON

FAR = date(2031, 12, 15)


def write(account: Account, on: date, **fields: object) -> HealthSnapshot:
    values = {
        "computed_at": NOON,
        "card_version": 1,
        "coverage": 0,
        "band": "unknown",
        "measures": {},
        **fields,
    }
    return HealthSnapshot.objects.create(account=account, on=on, **values)


def home_of(on: date) -> str:
    with connection.cursor() as cursor:
        cursor.execute('SELECT tableoid::regclass::text FROM health_healthsnapshot WHERE "on" = %s', [on])
        name: str = cursor.fetchone()[0]
    return name


def test_months_ahead_are_made_once(db: None) -> None:
    assert ensure_partitions(FAR) == [
        "health_healthsnapshot_2031_12", "health_healthsnapshot_2032_01", "health_healthsnapshot_2032_02",
    ]  # fmt: skip
    assert ensure_partitions(FAR) == []


def test_a_row_goes_to_its_month(vela: Account) -> None:
    ensure_partitions(FAR)
    write(vela, FAR)
    assert home_of(FAR) == partition_of(FAR) == "health_healthsnapshot_2031_12"


def test_a_row_without_a_month_waits_in_the_default_and_moves_when_it_comes(vela: Account) -> None:
    write(vela, FAR)
    assert home_of(FAR) == "health_healthsnapshot_default"
    ensure_partitions(FAR)
    assert home_of(FAR) == partition_of(FAR)
    assert HealthSnapshot.objects.get(account=vela, on=FAR).band == "unknown"


def test_one_account_has_one_snapshot_a_day(vela: Account) -> None:
    ensure_partitions(FAR)
    write(vela, FAR)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(vela, FAR)


def test_only_known_bands_are_kept(vela: Account) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(vela, FAR, band="green")


def test_every_partition_refuses_changes(vela: Account) -> None:
    ensure_partitions(FAR)
    kept = write(vela, FAR)
    kept.score = 99
    with pytest.raises(Exception, match="never changed"), transaction.atomic():
        kept.save()


def test_snapshots_are_seen_through_their_account(vela: Account, lena: User, nico: User) -> None:
    write(vela, FAR)
    assert HealthSnapshot.objects.visible_to(lena).get().pk == (vela.pk, FAR)
    assert not HealthSnapshot.objects.visible_to(nico).exists()
    lena.is_active = False
    assert not HealthSnapshot.objects.filter(visible_q(lena, "account__")).exists()
