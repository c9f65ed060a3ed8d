"""Lines of the map: who reports to whom, and who listens to whom."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Account
from retention.lib import accepts
from retention.team.models import User

from ..choices import ContactStatus
from ..groups import top_of
from ..map_rows import (
    INFLUENCE_CHECKS,
    LoopOfReports,
    NotInSeat,
    NotInTheGroup,
    day_of_change,
    end,
    follow,
    mapped_contact,
    refuse_stale,
)
from ..models import Contact, Influences, ReportsTo
from .map import tell_map


@transaction.atomic
def set_manager(
    *,
    contact: Contact,
    manager: Contact | None,
    by: User,
    at: datetime,
    on: date | None = None,
    seen: int | None = None,
) -> ReportsTo | None:
    """Say to whom somebody reports, in this account or its group; None: to nobody we know.

    Raises PermissionDenied, InputRefused, NotInSeat, NotInTheGroup, LoopOfReports, NewerOnTheMap,
    StaleVersion.
    """
    account, row = mapped_contact(contact, by)
    day = day_of_change(row, on, by=by, at=at)
    known = ReportsTo.objects.current().filter(contact=row).first()
    refuse_stale(known, seen)
    if manager is None:
        if known is not None:
            end(known, day)
            tell_map(account, row, "map_line_ended", f"{row.name} reports to nobody known", by=by, at=at)
        return None
    boss = _somebody_in_the_group(account, manager, by, "manager")
    _refuse_loop(row, boss)
    fresh = ReportsTo(account=account, contact=row, starts_on=day, by=by)
    line, is_new = follow(known, fresh, {"manager_id": boss.pk})
    if is_new:
        tell_map(account, row, "map_line_set", f"{row.name} reports to {boss.name}", by=by, at=at)
    return line


@transaction.atomic
def set_influence_line(
    *, contact: Contact, on_contact: Contact, by: User, at: datetime, on: date | None = None, **said: Any
) -> Influences:
    """Say that *on_contact* listens to *contact*: ``weight`` 1 to 3, ``note`` for the account team.

    Raises PermissionDenied, InputRefused, TextRefused, NotInSeat, NotInTheGroup, NewerOnTheMap.
    """
    account, row = mapped_contact(contact, by)
    other = _somebody_in_the_group(account, on_contact, by, "on_contact")
    if other.pk == row.pk:
        raise accepts.InputRefused("Somebody does not influence themselves.", field="on_contact")
    kept = accepts.accepted({"weight": 2, "note": "", **said}, INFLUENCE_CHECKS)
    day = day_of_change(row, on, by=by, at=at)
    known = Influences.objects.current().filter(contact=row, on_contact=other).first()
    fresh = Influences(account=account, contact=row, on_contact=other, starts_on=day, by=by)
    line, is_new = follow(known, fresh, kept)
    if is_new:
        tell_map(account, row, "map_line_set", f"{other.name} listens to {row.name}", by=by, at=at)
    return line


@transaction.atomic
def end_influence_line(*, line: Influences, by: User, at: datetime, on: date | None = None) -> Influences:
    """Say that somebody no longer listens to a contact. Raises PermissionDenied, NewerOnTheMap."""
    account, contact = mapped_contact(line.contact, by)
    row = Influences.objects.select_related("on_contact__person").get(pk=line.pk)
    if row.ends_on is None:
        left = contact.departed_on if contact.status == ContactStatus.DEPARTED else None
        end(row, day_of_change(contact, on or left, by=by, at=at))
        text = f"{row.on_contact.name} no longer listens to {contact.name}"
        tell_map(account, contact, "map_line_ended", text, by=by, at=at)
    return row


def _somebody_in_the_group(account: Account, other: Contact, by: User, field: str) -> Contact:
    """The other end of a line, who is in their seat, seen by *by*, and in the same group."""
    rows = Contact.objects.visible_to(by).select_related("person", "account").filter(pk=other.pk)
    row = rows.first()
    if row is None or (row.account_id != account.pk and top_of(row.account_id) != top_of(account.pk)):
        raise NotInTheGroup(f"That person is not at {account.name} or in its group.", field=field)
    if row.status == ContactStatus.DEPARTED:
        raise NotInSeat(f"{row.name} left on {row.departed_on:%-d %B %Y}.", field=field)
    return row


def _refuse_loop(contact: Contact, manager: Contact) -> None:
    above: int | None = manager.pk
    seen: set[int] = set()
    while above is not None and above not in seen:
        if above == contact.pk:
            raise LoopOfReports(
                f"{manager.name} reports to {contact.name} already, so this would be a circle."
                if manager.pk != contact.pk
                else f"{contact.name} cannot report to themselves.",
                field="manager",
            )
        seen.add(above)
        line = ReportsTo.objects.current().filter(contact_id=above)
        above = line.values_list("manager_id", flat=True).first()
