"""Statements are planned once per connection, and again where the connection forgot them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from retention.health import prepared
from retention.health.prepared import rows_of

STATEMENT = "SELECT %(number)s + 1 AS next, %(words)s || '!' AS loud, %(number)s AS same"
TYPES = {"number": "int", "words": "text"}


def run(number: int) -> tuple[list[dict], int]:
    with CaptureQueriesContext(connection) as captured:
        rows = rows_of(STATEMENT, TYPES, {"number": number, "words": "it's"})
    return rows, sum("PREPARE keel_" in query["sql"] for query in captured)


def test_a_statement_is_prepared_once_and_forgotten_ones_again(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert run(1) == ([{"next": 2, "loud": "it's!", "same": 1}], 1)
    assert run(2) == ([{"next": 3, "loud": "it's!", "same": 2}], 0)
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert run(3)[1] == 1


def test_outside_of_a_transaction_a_read_is_one_question_and_a_forgotten_statement_is_made_again(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_its_own = connection.copy()
    monkeypatch.setattr(prepared, "connection", of_its_own)
    of_its_own.force_debug_cursor = True
    try:
        for number, forgets, asked in ((1, False, 3), (2, False, 1), (3, True, 4), (4, False, 1)):
            if forgets:
                with of_its_own.cursor() as cursor:
                    cursor.execute("DEALLOCATE ALL")
            of_its_own.queries_log.clear()
            rows = rows_of(STATEMENT, TYPES, {"number": number, "words": "so"})
            assert rows == [{"next": number + 1, "loud": "so!", "same": number}]
            assert len(of_its_own.queries_log) == asked
    finally:
        of_its_own.close()


def test_a_parameter_without_a_type_is_refused(db: None) -> None:
    with pytest.raises(KeyError):
        rows_of(STATEMENT, {"number": "int"}, {"number": 1, "words": ""})
