"""An import whose worker is killed again and again ends as if it had never been touched."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.db import connection
from django.db.models import F

from accounts.models import Account, ArrMovement, Contract, ExternalId
from contacts.models import Contact, Person, Touchpoint
from retention.integrations.imports.actions import apply_import
from retention.integrations.models import Import, ImportRow, ImportState, Job
from retention.lib.clock import database_now
from retention.reminders.models import Notice
from retention.team.models import User
from tests.cast import Role, person

from .running import CHOSEN, Files, checked

ROOT = Path(__file__).resolve().parents[3]
KILLS = 8
ACCOUNTS = 60


def company() -> Files:
    """Sixty accounts with three contacts, a contract and a mail each."""
    accounts, contacts, deals, mails = ["Account Name,Owner,City"], [], [], []
    for number in range(ACCOUNTS):
        name = f"Firm {number:02d}"
        accounts.append(f"{name},,Lund")
        contacts += [f"{name},p{number}x{each}@firm.test,Pia{number},X{each}" for each in range(3)]
        deals.append(f"{name} | 1-Year Plan,{name},Won,1200,5/{number % 28 + 1}/2025,1/1/2025,US Dollar")
        mails.append(f"Hello {number},Us,p{number}x0@firm.test,{name},Sent,Outgoing,6/1/2025 10:00,Text")
    heads = {
        "contacts": "Company Name,Email,First Name,Last Name",
        "deals": "Topic,Potential Customer,Status,Actual Revenue,Actual Close Date,Created On,Currency",
        "mails": "Subject,From,To,Regarding,Status Reason,Direction,Date Sent,Description",
    }
    rows = {"contacts": contacts, "deals": deals, "mails": mails}
    files = [("accounts.csv", "\n".join(accounts).encode())]
    return files + [(f"{name}.csv", "\n".join([heads[name], *rows[name]]).encode()) for name in rows]


def start_worker() -> "subprocess.Popen[str]":
    place = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    url = place.geturl().replace("postgresql:/", "postgresql:///", 1) if not place.netloc else place.geturl()
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.integrations.imports.worker", "15"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url, "KEEL_TEST_TEMPLATE": ""},
    )
    assert worker.stdout is not None
    assert worker.stdout.readline().strip() == "ready"
    return worker


def go(worker: "subprocess.Popen[str]") -> None:
    assert worker.stdin is not None
    worker.stdin.write("go\n")
    worker.stdin.flush()


def nothing_is_half_written(of: Import) -> None:
    """Every account that is there has all that belongs to it, and rows and records agree."""
    for model, kind in (
        (Account, "account"),
        (Contact, "contact"),
        (Contract, "contract"),
        (Touchpoint, "touchpoint"),
    ):
        assert (
            model.objects.count() == ImportRow.objects.filter(of=of, record_type=kind, state="added").count()
        )
    for account in Account.objects.prefetch_related("contacts", "contracts", "touchpoints"):
        assert (account.contacts.count(), account.contracts.count(), account.touchpoints.count()) == (3, 1, 1)
        moved = sum(ArrMovement.objects.filter(account=account).values_list("amount", flat=True), Decimal(0))
        assert moved == account.arr
    assert Person.objects.count() == Contact.objects.count()
    added = (
        ImportRow.objects.filter(of=of, state="added").exclude(record_type__in=("user", "product")).count()
    )
    assert ExternalId.objects.exclude(record_type__in=("user", "product")).count() == added


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A copy of the test database in which things are committed for good."""
    settings = connection.settings_dict
    usual, own = str(settings["NAME"]), f"{settings['NAME']}_kills"
    with django_db_blocker.unblock():
        connection.close()
        _ask_the_server(f'DROP DATABASE IF EXISTS "{own}"', f'CREATE DATABASE "{own}" TEMPLATE "{usual}"')
        settings["NAME"] = own
        yield
        connection.close()
        settings["NAME"] = usual
        _ask_the_server(f'DROP DATABASE "{own}" WITH (FORCE)')


def _ask_the_server(*statements: str) -> None:
    given = connection.get_connection_params()
    given = {name: value for name, value in given.items() if name in ("host", "port", "user", "password")}
    server = psycopg2.connect(dbname="postgres", **given)
    server.autocommit = True
    with server.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    server.close()


@pytest.mark.drill
@pytest.mark.slow
def test_a_killed_import_is_resumed_without_loss_or_double(own_database: None) -> None:
    ada: User = person("ada@keel.test", "Ada Lovell", Role.ADMIN)
    of = checked(ada, company(), **CHOSEN)
    job = apply_import(of=of, by=ada, at=database_now())
    dice, kills = random.Random(2026), 0
    while kills < KILLS:
        worker = start_worker()
        go(worker)
        time.sleep(dice.uniform(0.02, 0.5))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        kills += 1
        nothing_is_half_written(of)
        Job.objects.filter(pk=job.pk).update(heartbeat_at=F("heartbeat_at") - timedelta(minutes=2))
        job.refresh_from_db()
        if not job.is_unfinished:
            break
    if job.is_unfinished:
        worker = start_worker()
        go(worker)
        assert worker.wait(timeout=60) == 0
    of.refresh_from_db()
    job.refresh_from_db()
    assert (of.state, job.state) == (ImportState.APPLIED, "done")
    assert job.tries >= 4
    assert Notice.objects.filter(user=ada, key=f"job:{job.pk}").count() == 1
    nothing_is_half_written(of)
    assert Account.objects.count() == ACCOUNTS
