"""Every way of writing leaves a trace with its actor: page, bulk statement, raw SQL."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from accounts.actions import edit_account
from accounts.models import Account
from contacts.actions import log_touchpoint
from retention.team.audit import acting
from retention.team.models import User
from tests.cast import NOON
from tests.factories import make_contact


def traces(model: str) -> list[tuple[str, object, object]]:
    """(what happened, who, through which door) of every trace of a model, oldest first."""
    rows = apps.get_model(f"{model}Event")._default_manager.order_by("pgh_id")
    return [
        (row.pgh_label, (row.pgh_context or {}).get("user"), (row.pgh_context or {}).get("via"))
        for row in rows
    ]


def test_an_action_through_a_door_is_attributed_to_its_user(vela: Account, lena: User) -> None:
    before = len(traces("accounts.Account"))
    with acting(user_id=lena.pk, via="page"):
        edit_account(account=vela, changes={"tier": "B"}, by=lena, at=NOON, expected_version=1)
    assert traces("accounts.Account")[before:] == [("update", lena.pk, "page")]


def test_a_bulk_statement_leaves_one_trace_per_row(vela: Account, orchard: Account, ada: User) -> None:
    before = len(traces("accounts.Account"))
    with acting(user_id=ada.pk, via="task"):
        Account.objects.update(sector="Hotels")
    assert traces("accounts.Account")[before:] == [("update", ada.pk, "task")] * 2


def test_raw_sql_leaves_a_trace_too(vela: Account, ada: User) -> None:
    before = len(traces("accounts.Account"))
    with acting(user_id=ada.pk, via="import"), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_account SET city = 'Kiel' WHERE id = %s", [vela.pk])
    assert traces("accounts.Account")[before:] == [("update", ada.pk, "import")]


def test_derived_columns_leave_no_trace_on_the_account(vela: Account, lena: User) -> None:
    contact = make_contact(vela)
    accounts, contacts = len(traces("accounts.Account")), len(traces("contacts.Contact"))
    with acting(user_id=lena.pk, via="page"):
        log_touchpoint(account=vela, contacts=[contact], channel="call", happened_at=NOON, by=lena, at=NOON)
    vela.refresh_from_db()
    assert vela.last_two_way_at == NOON
    assert len(traces("accounts.Account")) == accounts
    assert len(traces("contacts.Contact")) == contacts
    assert traces("contacts.Touchpoint")[-1] == ("insert", lena.pk, "page")


def test_traces_cannot_be_changed_or_deleted(vela: Account) -> None:
    for statement in ("UPDATE accounts_accountevent SET name = 'x'", "DELETE FROM accounts_accountevent"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
