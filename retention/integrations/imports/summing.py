"""After every row is decided: what follows from all of them together, and the figures of the check."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Q

from accounts.arr import ZERO
from accounts.fx import currencies_without_rate
from contacts.choices import Direction, Outcome

from ..models import Import, ImportRow, ImportState, RowState
from .checking import Check
from .choosing import BY_ARR, tiers_by_arr
from .deciding import set_in_drafts
from .judging_openings import settle_openings


def sum_up(check: Check) -> None:
    """Tiers and customer-since of new accounts, answered mails, counts; the import is checked then."""
    settle_openings(check)
    _answer_mails(check)
    _finish_accounts(check)
    of = check.of
    if not check.has_contracts and check.account_rows:
        check.currencies.add(check.choices.currency or check.base)
    of.summary = _summary(check)
    Import.objects.filter(pk=of.pk).update(
        state=ImportState.CHECKED, summary=of.summary, checked_choices=of.choices, checked_on=check.today
    )


def _finish_accounts(check: Check) -> None:
    rows = check.account_rows
    silent = ImportRow.objects.filter(of=check.of, record_type="account", draft__customer_since=None)
    asked = set(silent.values_list("id", flat=True))
    groups = [group for group in check.since if rows.get(group) in asked]
    set_in_drafts(
        [rows[group] for group in groups], "customer_since", [check.since[group] for group in groups]
    )
    if not check.has_contracts:
        return
    priced = [group for group in rows if group in check.currency_of and not check.choices.currency]
    set_in_drafts(
        [rows[group] for group in priced], "currency", [check.currency_of[group] for group in priced]
    )
    said = ImportRow.objects.filter(of=check.of, record_type="account", state=RowState.NEW).exclude(
        draft__tier=""
    )
    skip = set(said.values_list("id", flat=True))
    if check.choices.tier != BY_ARR:
        return
    tiers = tiers_by_arr({group: check.worth.get(group, ZERO) for group in rows})
    open_rows = [group for group in rows if rows[group] not in skip]
    set_in_drafts([rows[group] for group in open_rows], "tier", [tiers[group] for group in open_rows])


def _answer_mails(check: Check) -> None:
    """A mail of ours was answered when one of theirs follows in the same thread with the same account."""
    answers: dict[tuple[str, str], str] = {}
    for _, thread, group, happened, direction in check.mails:
        if direction == Direction.INBOUND:
            answers[group, thread] = max(happened, answers.get((group, thread), ""))
    answered = [
        row_id
        for row_id, thread, group, happened, direction in check.mails
        if direction == Direction.OUTBOUND and answers.get((group, thread), "") >= happened
    ]
    set_in_drafts(answered, "outcome", [Outcome.REPLIED.value] * len(answered))


def _summary(check: Check) -> dict[str, Any]:
    rows = ImportRow.objects.filter(of=check.of)
    files: dict[str, dict[str, int]] = defaultdict(dict)
    for file_id, state, count in rows.order_by().values_list("file_id", "state").annotate(Count("id")):
        files[str(file_id)][state] = count
    flags = rows.aggregate(
        repaired=Count("id", filter=Q(flags__contains="repaired")),
        damaged=Count("id", filter=Q(flags__contains="damaged")),
        left_out=Count("id", filter=Q(flags__contains="left out")),
        strangers=Count("id", filter=Q(flags__contains="nobody known")),
    )
    return {
        "files": files,
        "flags": flags,
        "shift": check.shift,
        "owners": dict(check.unknown_owners.most_common(200)),
        "stages": dict(check.stages.most_common(60)),
        "without_rate": sorted(currencies_without_rate(check.currencies)) if check.currencies else [],
        "beside": _beside(check),
    }


def _beside(check: Check) -> int:
    """Terms that begin while another one of the same product and account runs: both count."""
    counted = 0
    for spans in check.spans.values():
        latest = ""
        for start, end in sorted(spans):
            counted += start <= latest
            latest = max(latest, end)
    return counted
