"""Statements are planned once per connection, again where it forgot them, and answer as ever."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from contacts.models import Contact, Touchpoint
from retention.lib import prepared
from retention.lib.kept_values import Text
from retention.lib.prepared import first_of, rows_of
from retention.team.asking import planned
from retention.team.models import User
from retention.team.visibility import Reader
from tests.factories import make_contact

STATEMENT = "SELECT %(number)s + 1 AS next, %(words)s || '!' AS loud, %(number)s AS same"
TYPES = {"number": "int", "words": "text"}
EVENING = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


def run(number: int) -> tuple[list[dict[str, Any]], int]:
    with CaptureQueriesContext(connection) as captured:
        rows = rows_of(STATEMENT, TYPES, {"number": number, "words": "it's"})
    return rows, sum("PREPARE keel_" in query["sql"] for query in captured)


@pytest.fixture
def of_its_own(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A connection outside of the test's transaction."""
    other = connection.copy()
    monkeypatch.setattr(prepared, "connection", other)
    other.force_debug_cursor = True
    yield other
    other.close()


def deallocate(on: Any) -> None:
    with on.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")


def test_inside_a_transaction_a_statement_is_prepared_once_and_forgotten_ones_again(db: None) -> None:
    deallocate(connection)
    assert run(1) == ([{"next": 2, "loud": "it's!", "same": 1}], 1)
    assert run(2) == ([{"next": 3, "loud": "it's!", "same": 2}], 0)
    deallocate(connection)
    assert run(3)[1] == 1


def test_outside_a_read_is_one_question_and_a_forgotten_statement_is_made_again(of_its_own: Any) -> None:
    for number, forgets, asked in ((1, False, 1), (2, False, 1), (3, True, 2), (4, False, 1)):
        if forgets:
            deallocate(of_its_own)
        of_its_own.queries_log.clear()
        rows = rows_of(STATEMENT, TYPES, {"number": number, "words": "so"})
        assert rows == [{"next": number + 1, "loud": "so!", "same": number}]
        assert len(of_its_own.queries_log) == asked


def test_a_statement_that_somebody_else_prepared_on_this_server_is_used(of_its_own: Any) -> None:
    values = {"number": 1, "words": "100 %"}
    assert first_of(STATEMENT, TYPES, values) == (2, "100 %!", 1)
    prepared._known.pop(of_its_own.connection)  # as behind a pooler, to another of its clients
    assert first_of(STATEMENT, TYPES, values) == (2, "100 %!", 1)


def test_only_so_many_are_prepared_on_one_connection(
    of_its_own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "MOST", 1)
    for statement in ("SELECT %(number)s + 1", "SELECT %(number)s + 2"):
        assert first_of(statement, {"number": "int"}, {"number": 1})
    assert sum("PREPARE" in query["sql"] for query in of_its_own.queries_log) == 1


def test_a_parameter_without_a_type_is_refused(db: None) -> None:
    with pytest.raises(KeyError):
        rows_of(STATEMENT, {"number": "int"}, {"number": 1, "words": ""})


@planned
def people(reader: Reader, account: int, name: Text) -> QuerySet[Contact]:
    rows = Contact.objects.visible_to(reader).filter(account_id=account, person__name=name)
    return rows.exclude(title__contains="50 % 'off'").select_related("person").order_by("id")


@planned
def talks(reader: Reader, since: datetime, ids: tuple[int, ...]) -> QuerySet[Touchpoint]:
    return Touchpoint.objects.visible_to(reader).filter(happened_at__gte=since, pk__in=ids).order_by("id")


@pytest.fixture
def by_one_plan(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "has_room", lambda on, statement: True)


def test_everybody_is_shown_what_they_may_see_by_the_one_plan_whoever_asked_first(
    by_one_plan: None, vela: Account, lena: User, nico: User, nadia: User, ada: User, sol: User
) -> None:
    rossi = make_contact(vela, "Anna O'Rossi 100 %")
    seen = {}
    with CaptureQueriesContext(connection) as asked:
        for reader in (nico, lena, nadia, ada, sol, nico):
            seen[reader.name] = people(reader, vela.pk, Text("Anna O'Rossi 100 %"))
            wanted = Contact.objects.visible_to(reader).filter(account=vela)
            assert seen[reader.name] == list(wanted)
    assert seen[lena.name] == [rossi] and seen[nico.name] == []
    assert seen[lena.name][0].person.name == "Anna O'Rossi 100 %"  # type: ignore[union-attr]
    executed = [
        query["sql"] for query in asked if "EXECUTE keel_" in query["sql"] and "O''Rossi" in query["sql"]
    ]
    assert len(executed) == 6 and sum("PREPARE keel_" in sql for sql in executed) < 6


def test_moments_and_lists_are_handed_to_the_plan(by_one_plan: None, lena: User) -> None:
    for days, ids in ((0, (1, 2)), (3, (7, 8)), (9, (1, 2, 3))):
        assert talks(lena, EVENING + timedelta(days=days), ids) == []


def test_inside_a_transaction_a_planned_question_is_planned_anew(vela: Account, lena: User) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert people(lena, vela.pk, Text("Nobody")) == []
    assert not [query for query in asked if "EXECUTE" in query["sql"]]
