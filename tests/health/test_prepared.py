"""Statements are planned once per connection, and again where the connection forgot them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

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


def test_a_parameter_without_a_type_is_refused(db: None) -> None:
    with pytest.raises(KeyError):
        rows_of(STATEMENT, {"number": "int"}, {"number": 1, "words": ""})
