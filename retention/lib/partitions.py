"""Tables that grow for ever live in partitions by month, made before the first row of the month arrives."""

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from .months import add_months

MONTHS_AHEAD = 2
_LOCK = 4_710_001
"""Key of the advisory lock under which partitions are made; it means nothing elsewhere."""


@dataclass(frozen=True, slots=True)
class MonthlyTable:
    """A table partitioned by month of its column ``on``, with a default partition ``<table>_default``."""

    table: str

    def partition_of(self, on: date) -> str:
        """The name of the partition that holds that day."""
        return f"{self.table}_{on:%Y_%m}"

    def ensure(self, on: date, *, months_ahead: int = MONTHS_AHEAD) -> list[str]:
        """Make the partitions of *on*'s month and the next ones where they are missing; return the new names.

        Rows that fell into the default partition meanwhile move into theirs. Twice changes nothing.
        """
        first = on.replace(day=1)
        months = [add_months(first, number) for number in range(months_ahead + 1)]
        missing = [month for month in months if not _exists(self.partition_of(month))]
        if not missing:
            return []
        with transaction.atomic():
            _lock()
            return [self._make(month) for month in missing if not _exists(self.partition_of(month))]

    def _make(self, month: date) -> str:
        """Fill the month's own table first, then attach it: its rows may not stay in the default one."""
        name, days = self.partition_of(month), {"first": month, "until": add_months(month, 1)}
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE {name} (LIKE {self.table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"
            )
            cursor.execute(
                f"""WITH moved AS (
                    DELETE FROM {self.table}_default
                    WHERE "on" >= %(first)s AND "on" < %(until)s RETURNING *
                ) INSERT INTO {name} SELECT * FROM moved""",  # noqa: S608 - names made of ours and a date
                days,
            )
            cursor.execute(
                f"ALTER TABLE {self.table} ATTACH PARTITION {name} "
                "FOR VALUES FROM (%(first)s) TO (%(until)s)",
                days,
            )
        return name


def _exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        found: bool = cursor.fetchone()[0]
    return found


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
