"""Applying a checked import: bounded transactions, each whole; whoever resumes goes on with what is left."""

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal

from django.apps import apps
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Count, QuerySet

from accounts.actions import add_rate
from accounts.announced import RecordsImported
from accounts.fx import currencies_without_rate
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.zones import local_day

from ..jobs.work import Work
from ..models import TO_APPLY, Import, ImportRow, ImportState, RowState
from .checking import judge_all
from .choosing import choices_from
from .known import products_by_name
from .writing.accounts import write_accounts, write_products
from .writing.batch import Batch
from .writing.contacts import group_accounts, write_contacts
from .writing.contracts import write_contracts
from .writing.invoices import write_invoices
from .writing.openings import write_openings
from .writing.people import make_inactive_people, people_for, teams_of_owners, write_people
from .writing.touchpoints import write_touchpoints

ROWS_AT_ONCE = 500
_GROWN = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
  AND c.relname = ANY(%s) AND c.relname NOT LIKE 'pghistory%%'
  AND pg_relation_size(c.oid) > c.relpages * 1.1 * current_setting('block_size')::int
"""
GROWING = ("accounts", "contacts", "plans", "cadence", "renewals", "reminders", "health", "integrations")
OF_ACCOUNTS = ("account", "contact", "contract", "invoice", "touchpoint", "room_play")
WRITERS: dict[str, Callable[[Batch, list[ImportRow]], None]] = {
    "product": write_products,
    "account": write_accounts,
    "contact": write_contacts,
    "contract": write_contracts,
    "invoice": write_invoices,
    "touchpoint": write_touchpoints,
    "room_play": write_openings,
}


def run_apply(work: Work) -> None:
    """The job. Rows that were applied before it was interrupted are not looked at again."""
    of = Import.objects.get(pk=work.job.subject_id or 0)
    _check_again_if_stale(of, work)
    left = _to_apply(of)
    with work.step():
        work.progress(done=work.job.done, total=work.job.done + left.count(), message="People and products")
    with work.step() as now:
        batch = _batch(of, work, now)
        _prepare(batch)
    with work.step() as now:
        batch = _batch(of, work, now)  # with the people just made; the same for all that follows
        products = list(left.filter(record_type="product").order_by("id"))
        _write(batch, products)
        work.progress(done=work.job.done + len(products), message="Accounts and what belongs to them")
    for number, groups in enumerate(_groups(of), start=1):
        with work.step() as now:
            batch.begin(number, now)
            work.progress(done=work.job.done + _apply_groups(batch, groups))
    with work.step() as now:
        _finish(of, work, now)


def _tell_the_planner() -> None:
    """Tables that grew since they were last looked at are planned as if empty, which costs minutes.

    Those that did not grow by a tenth are left alone: looking at all costs as much as writing a batch.
    """
    tables = [model._meta.db_table for app in GROWING for model in apps.get_app_config(app).get_models()]
    with connection.cursor() as cursor:
        cursor.execute(_GROWN, [tables])
        for (table,) in cursor.fetchall():
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def _check_again_if_stale(of: Import, work: Work) -> None:
    """Choices changed, or the day did while dates are shifted to it: the check is made again first."""
    with work.step() as now:
        today = local_day(now, choices_from(of.choices).time_zone)
        started = of.rows.filter(state__in=(RowState.ADDED, RowState.UPDATED)).exists()
    if not started and (of.choices != of.checked_choices or of.checked_on != today):
        judge_all(of, work)
        with work.step():
            Import.objects.filter(pk=of.pk).update(state=ImportState.APPLYING)
            work.progress(done=0)
        of.refresh_from_db()


def _to_apply(of: Import) -> QuerySet[ImportRow]:
    return ImportRow.objects.filter(of=of, state__in=TO_APPLY)


def _batch(of: Import, work: Work, now: datetime) -> Batch:
    choices = choices_from(of.choices)
    return Batch(
        of=of,
        by=work.job.owner,
        at=now,
        today=of.checked_on or local_day(now, choices.time_zone),
        choices=choices,
        people=people_for(choices),
        teams=teams_of_owners(),
        products=products_by_name(),
    )


def _prepare(batch: Batch) -> None:
    """Rates, our people and their teams: once, in one transaction."""
    for code in currencies_without_rate(batch.choices.rates.keys()):
        rate = Decimal(batch.choices.rates[code])
        add_rate(currency=code, on=batch.today, rate=rate, by=batch.by, at=batch.at, source=batch.of.source)
    rows = ImportRow.objects.filter(of=batch.of, record_type="user").order_by("id")
    new = list(rows.filter(state=RowState.NEW))
    if new:
        known = (RowState.NEW, RowState.ADDED, RowState.UNCHANGED)
        everybody = list(rows.filter(state__in=known))
        by_id = {row.pk: row for row in new}
        write_people(batch, new, [by_id.get(row.pk, row) for row in everybody])
    make_inactive_people(batch)


def _groups(of: Import) -> Iterator[list[str]]:
    """Accounts with what belongs to them, as many as fit into one transaction."""
    counted = _to_apply(of).filter(record_type__in=OF_ACCOUNTS).order_by("group")
    groups: list[str] = []
    size = 0
    for group, count in list(counted.values_list("group").annotate(Count("id"))):
        if groups and size + count > ROWS_AT_ONCE:
            yield groups
            groups, size = [], 0
        groups.append(group)
        size += count
    if groups:
        yield groups


def _apply_groups(batch: Batch, groups: list[str]) -> int:
    rows = list(_to_apply(batch.of).filter(group__in=groups, record_type__in=OF_ACCOUNTS).order_by("id"))
    rows.sort(key=lambda row: (OF_ACCOUNTS.index(row.record_type), row.pk))
    group_accounts(batch, rows)
    _write(batch, rows)
    accounts = batch.touched | {number for group, number in batch.account_ids.items() if group in groups}
    if batch.number & (batch.number - 1) == 0:  # the 1st, 2nd, 4th, 8th … transaction
        _tell_the_planner()
    if accounts:
        announce(RecordsImported(account_ids=tuple(sorted(accounts)), by_id=batch.by.pk, at=batch.at))
    return len(rows)


def _write(batch: Batch, rows: list[ImportRow]) -> None:
    """Write rows together; when one is refused, find it by halves, so that it never loses the others."""
    if not rows:
        return
    known, products = dict(batch.account_ids), dict(batch.products)
    states = [row.state for row in rows]
    try:
        with transaction.atomic():
            for kind, write in WRITERS.items():
                write(batch, [row for row in rows if row.record_type == kind])
    except (DataError, IntegrityError, DomainError, ValueError) as error:
        batch.account_ids, batch.products = known, products
        for row, state in zip(rows, states, strict=True):
            row.state = state
            row.record_id = row.record_id if state == RowState.CHANGED else None
        if len(rows) == 1:
            _reject(rows[0], error)
            return
        _write(batch, rows[: len(rows) // 2])
        _write(batch, rows[len(rows) // 2 :])


def _reject(row: ImportRow, error: Exception) -> None:
    message = error.message if isinstance(error, DomainError) else "The database refused it."
    row.state, row.reason = RowState.REJECTED, message[:400]
    row.save(update_fields=["state", "reason"])


def _finish(of: Import, work: Work, now: datetime) -> None:
    counts = dict(of.rows.order_by().values_list("state").annotate(Count("id")))
    of.refresh_from_db()
    of.state, of.applied_at = ImportState.APPLIED, now
    of.summary = {key: value for key, value in of.summary.items() if key != "gave_up"} | {"result": counts}
    of.save(update_fields=["state", "applied_at", "summary"])
    work.progress(message="Done")
