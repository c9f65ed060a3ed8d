"""The one clock: PostgreSQL's. The edge (view, task, command) asks once and passes it down."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """The database's idea of now, timezone-aware UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        now: datetime = cursor.fetchone()[0]
    return now
