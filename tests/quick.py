"""What each test would do again, done once in a process, or only where there is something to do."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware

HOLDS_A_ROW = """SELECT '{0}' WHERE EXISTS (SELECT FROM "{0}")"""


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> None:
    """Every test client builds the middleware anew, and so would join, stat and describe each static file."""
    listed: dict[str, dict[str, Any]] = {}
    list_files = WhiteNoiseMiddleware.add_files_from_finders

    def once(middleware: WhiteNoiseMiddleware) -> None:
        known = listed.get(middleware.static_prefix)
        if known is None:
            list_files(middleware)
            listed[middleware.static_prefix] = dict(middleware.files)
        else:
            middleware.files.update(known)

    WhiteNoiseMiddleware.add_files_from_finders = once


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The rows that migrations made are kept aside, and put back after each test that commits.

    Django would empty all tables for good, these rows too: what runs later would depend on what ran before.
    """
    with django_db_blocker.unblock(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'kept'")
        if cursor.fetchone() is None:
            cursor.execute("CREATE SCHEMA kept")
            _each(cursor, 'CREATE TABLE kept."{0}" AS TABLE "{0}"', _filled(cursor))
    TransactionTestCase._fixture_teardown = _put_back


def _put_back(test: TransactionTestCase) -> None:
    """The database as the migrations left it; only filled tables are touched, as emptying all takes long."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'kept'")
        kept = [name for (name,) in cursor.fetchall()]
        touched = sorted({*_filled(cursor), *kept})
        _each(cursor, 'ALTER TABLE "{}" DISABLE TRIGGER USER', touched)
        _each(cursor, 'DELETE FROM "{}"', touched)
        _each(cursor, 'INSERT INTO "{0}" SELECT * FROM kept."{0}"', kept)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _each(cursor, 'ALTER TABLE "{}" ENABLE TRIGGER USER', touched)


def _each(cursor: Any, statement: str, tables: list[str]) -> None:
    if tables:
        cursor.execute(";".join(statement.format(table) for table in tables))


def _filled(cursor: Any) -> list[str]:
    """The tables of our models that hold a row."""
    tables = sorted(connection.introspection.django_table_names(only_existing=True, include_views=False))
    cursor.execute(" UNION ALL ".join(map(HOLDS_A_ROW.format, tables)))
    return [name for (name,) in cursor.fetchall()]
