"""Months of the snapshot table: one partition each, made before the first row of the month arrives."""

from datetime import date

from retention.lib.partitions import MONTHS_AHEAD, MonthlyTable

SNAPSHOTS = MonthlyTable("health_healthsnapshot")


def ensure_partitions(on: date, *, months_ahead: int = MONTHS_AHEAD) -> list[str]:
    """Make the partitions of *on*'s month and the next ones where they are missing; return the new names."""
    return SNAPSHOTS.ensure(on, months_ahead=months_ahead)


def partition_of(on: date) -> str:
    """The name of the partition that holds that day."""
    return SNAPSHOTS.partition_of(on)
