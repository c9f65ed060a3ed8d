"""Taking an import back: records it made go, fields it changed return, what people touched stays."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.db.models import Count, ProtectedError

from accounts.announced import RecordsImported
from accounts.models import Account, ExternalId, Product, RecordType
from retention.lib.facts import announce
from retention.team.models import Team, User

from ..jobs.work import Work
from ..models import APPLIED, Import, ImportRow, ImportState, RowState
from . import removing
from .removing_openings import remove_openings, why_openings_stay
from .restoring import restore
from .writing.batch import settle_rows
from .writing.openings_changed import restore_opening

ROWS_AT_ONCE = 500
Reasons = dict[int, str]
REMOVED: tuple[tuple[str, Callable[[Collection[int]], Reasons], Callable[[Collection[int]], None]], ...] = (
    ("room_play", why_openings_stay, remove_openings),
    ("touchpoint", removing.why_touchpoints_stay, removing.remove_touchpoints),
    ("invoice", removing.why_invoices_stay, removing.remove_invoices),
    ("contract", removing.why_contracts_stay, removing.remove_contracts),
    ("contact", removing.why_contacts_stay, removing.remove_contacts),
    ("account", removing.why_accounts_stay, removing.remove_accounts),
)


def run_undo(work: Work) -> None:
    """The job; resumed, it goes on with what is left."""
    of = Import.objects.get(pk=work.job.subject_id or 0)
    left = ImportRow.objects.filter(of=of, state__in=APPLIED)
    with work.step():
        work.progress(done=0, total=left.count(), message="Taking the import back")
    for groups in _groups(of):
        with work.step() as now:
            rows = list(left.filter(group__in=groups).exclude(group="").order_by("id"))
            _undo_rows(of, rows, by=work.job.owner, at=now)
            work.progress(done=work.job.done + len(rows))
    with work.step() as now:
        _undo_the_rest(of, by=work.job.owner, at=now)
        counts = dict(of.rows.order_by().values_list("state").annotate(Count("id")))
        of.refresh_from_db()
        of.state, of.undone_at, of.summary = ImportState.UNDONE, now, of.summary | {"undone": counts}
        of.save(update_fields=["state", "undone_at", "summary"])


def _groups(of: Import) -> list[list[str]]:
    counted = ImportRow.objects.filter(of=of, state__in=APPLIED).exclude(group="").order_by("group")
    batches: list[list[str]] = []
    size = ROWS_AT_ONCE
    for group, count in counted.values_list("group").annotate(Count("id")):
        if size + count > ROWS_AT_ONCE:
            batches.append([])
            size = 0
        batches[-1].append(group)
        size += count
    return batches


def _undo_rows(of: Import, rows: list[ImportRow], *, by: User, at: datetime) -> None:
    for row in rows:
        if row.state == RowState.UPDATED:
            restore(row, by=by, at=at)
    touched = {number for row in rows if row.record_type == "account" and (number := row.record_id)}
    touched |= set(
        Account.objects.filter(
            contracts__in=[row.record_id for row in rows if row.record_type == "contract"]
        ).values_list("pk", flat=True)
    )
    bills = [row.record_id for row in rows if row.record_type == "invoice"]
    touched |= set(Account.objects.filter(invoices__in=bills).values_list("pk", flat=True))
    plays = [row.record_id for row in rows if row.record_type == "room_play"]
    touched |= set(Account.objects.filter(whitespace_plays__in=plays).values_list("pk", flat=True))
    for kind, why_stay, remove in REMOVED:
        made = [row for row in rows if row.record_type == kind and row.state == RowState.ADDED]
        _remove(made, why_stay, remove, of)
    _play_on(rows, by=by, at=at)
    still = tuple(Account.objects.filter(pk__in=touched).order_by("pk").values_list("pk", flat=True))
    if still:
        announce(RecordsImported(account_ids=still, by_id=by.pk, at=at))
    settle_rows(rows)


def _play_on(rows: list[ImportRow], *, by: User, at: datetime) -> None:
    """Plays that were won by contracts which are gone again run as before, unless somebody worked on them."""
    for row in rows:
        if row.record_type == RecordType.CONTRACT and row.state == RowState.REMOVED and row.before:
            restore_opening(row, by=by, at=at, play_id=row.before["play_id"])
            row.state = RowState.REMOVED


def _remove(
    rows: list[ImportRow],
    why_stay: Callable[[Collection[int]], Reasons],
    remove: Callable[[Collection[int]], None],
    of: Import,
) -> None:
    ids = [number for row in rows if (number := row.record_id) is not None]
    stay = why_stay(ids) | _updated_later(rows, of) if ids else {}
    remove([number for number in ids if number not in stay])
    for row in rows:
        why = stay.get(row.record_id or 0, "")
        row.state = RowState.KEPT if why else RowState.REMOVED
        row.reason = f"Kept: it {why}." if why else ""


def _updated_later(rows: list[ImportRow], of: Import) -> Reasons:
    """Records that a later import changed: that one has to be taken back first."""
    if not rows:
        return {}
    later = ImportRow.objects.filter(
        record_type=rows[0].record_type,
        record_id__in=[row.record_id for row in rows],
        of_id__gt=of.pk,
        state=RowState.UPDATED,
    )
    return {
        number: "was changed by a later import"
        for number in later.values_list("record_id", flat=True)
        if number is not None
    }


def _undo_the_rest(of: Import, *, by: User, at: datetime) -> None:
    """Products, people and teams, which belong to no account."""
    rows = list(ImportRow.objects.filter(of=of, state__in=APPLIED).order_by("id"))
    for row in rows:
        if row.state == RowState.UPDATED:
            restore(row, by=by, at=at)
    _remove([row for row in rows if row.record_type == "product" and row.state == RowState.ADDED],
            _why_products_stay, _remove_products, of)  # fmt: skip
    _remove([row for row in rows if row.record_type == "user" and row.state == RowState.ADDED],
            _why_people_stay, _remove_people, of)  # fmt: skip
    settle_rows(rows)
    _remove_people(
        set(of.summary.get("people_made", [])) - set(_why_people_stay(of.summary.get("people_made", [])))
    )
    _remove_teams(of.summary.get("teams_made", []))
    loose = [
        number for number in of.summary.get("products_made", []) if number not in _why_products_stay([number])
    ]
    _remove_products(loose)


def _why_products_stay(ids: Collection[int]) -> Reasons:
    from accounts.models import ContractLine

    sold = ContractLine.objects.filter(product_id__in=list(ids)).values_list("product_id", flat=True)
    return (
        removing.changed_since(Product, ids)
        | removing.held_by(Product, ids)
        | {number: "is sold in contracts" for number in sold if number is not None}
    )


def _remove_products(ids: Collection[int]) -> None:
    ExternalId.objects.filter(record_type=RecordType.PRODUCT, record_id__in=list(ids)).delete()
    Product.objects.filter(pk__in=list(ids)).delete()


def _why_people_stay(ids: Collection[int]) -> Reasons:
    signed_in = User.objects.filter(pk__in=list(ids), last_login__isnull=False)
    return (
        removing.held_by(User, ids)
        | removing.changed_since(User, ids)
        | dict.fromkeys(signed_in.values_list("pk", flat=True), "signed in since")
    )


def _remove_people(ids: Collection[int]) -> None:
    ExternalId.objects.filter(record_type=RecordType.USER, record_id__in=list(ids)).delete()
    User.objects.people().filter(pk__in=list(ids)).delete()


def _remove_teams(ids: Collection[int]) -> None:
    """From the leaves up; a team that anybody or anything still belongs to stays."""
    left = set(ids)
    while left:
        leaves = Team.objects.filter(pk__in=left, children=None, memberships=None)
        gone = set()
        for team in leaves:
            try:
                team.delete()
                gone.add(team.pk or 0)
            except ProtectedError:
                continue
        if not leaves or not gone:
            return
        left = set(Team.objects.filter(pk__in=left).values_list("pk", flat=True))
