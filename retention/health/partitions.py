"""Months of the snapshot table: one partition each, made before the first row of the month arrives."""

from datetime import date

from django.db import connection, transaction

from retention.lib.months import add_months

MONTHS_AHEAD = 2
_LOCK = 4_710_001
"""Key of the advisory lock under which partitions are made; it means nothing elsewhere."""


def ensure_partitions(on: date, *, months_ahead: int = MONTHS_AHEAD) -> list[str]:
    """Make the partitions of *on*'s month and the next ones where they are missing; return the new names.

    Rows that fell into the default partition meanwhile move into theirs. Running it twice changes nothing.
    """
    first = on.replace(day=1)
    months = [add_months(first, number) for number in range(months_ahead + 1)]
    missing = [month for month in months if not _exists(partition_of(month))]
    if missing:
        with transaction.atomic():
            _lock()
            return [_make(month) for month in missing if not _exists(partition_of(month))]
    return []


def partition_of(on: date) -> str:
    """The name of the partition that holds that day."""
    return f"health_healthsnapshot_{on:%Y_%m}"


def _exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        found: bool = cursor.fetchone()[0]
    return found


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _make(month: date) -> str:
    """Fill the month's own table first, then attach it: rows of the month may not stay in the default one."""
    name, until = partition_of(month), add_months(month, 1)
    days = {"first": month, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {name} (LIKE health_healthsnapshot INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
        )
        cursor.execute(
            f"""WITH moved AS (
                DELETE FROM health_healthsnapshot_default
                WHERE "on" >= %(first)s AND "on" < %(until)s RETURNING *
            ) INSERT INTO {name} SELECT * FROM moved""",  # noqa: S608 - a name made of a date
            days,
        )
        cursor.execute(
            f"ALTER TABLE health_healthsnapshot ATTACH PARTITION {name} "
            "FOR VALUES FROM (%(first)s) TO (%(until)s)",
            days,
        )
    return name
