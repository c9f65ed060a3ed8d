"""Two entries are one person: merged field by field, taken back within thirty days, or said to be two."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Account
from accounts.rights import may_edit
from accounts.timeline import record
from retention.lib import accepts
from retention.lib.errors import DomainError
from retention.lib.facts import announce
from retention.lib.records import save_edit
from retention.team.models import User

from .. import derived
from ..alike_rows import refresh_alike
from ..announced import ContactChanged, PeopleParted
from ..choices import BuyingRole
from ..joined_seats import of_both
from ..joining import move_back, move_by_kind, move_references, put_back, take_out
from ..models import AlikePeople, AlikeState, Contact, Person, PersonMerger

TAKEN_BACK_WITHIN = timedelta(days=30)
OF_PERSON = ("name", "email", "phone", "language")
FILLED = (
    "title", "country", "subdivision", "time_zone", "preferred_interval_days", "most_in_30_days",
    "org_unit_id", "interests",
)  # fmt: skip


class NotMergeable(DomainError):
    """The two are one already, were erased, or one of them has no seat any more."""


class CannotTakeBack(DomainError):
    """The merger was taken back already, is too old, or something later rests on it."""


@transaction.atomic
def merge_people(
    *, kept: Person, gone: Person, by: User, at: datetime, fields: Mapping[str, Any] | None = None
) -> PersonMerger:
    """Everything of *gone* is *kept*'s: seats, conversations, promises, steps, place on the map, ids.

    *fields* are values of name, e-mail, phone and language, each of one of the two. At an account where both
    have a seat the seats become one, with the ``title`` among *fields*. Raises PermissionDenied,
    NotMergeable, InputRefused.
    """
    stays, goes = _both(kept, gone)
    seats = list(Contact.objects.filter(person__in=[stays, goes]).order_by("id"))
    _refuse_others(seats, by)
    chosen = _chosen(stays, goes, fields or {})
    merger = PersonMerger(kept=stays, gone=goes, by=by, at=at)
    merger.before = {
        "person": {name: [getattr(stays, name), value] for name, value in chosen.items()},
        "seats": {},
    }
    twice = {seat.account_id: seat for seat in seats if seat.person_id == stays.pk}
    title = _title_chosen(fields or {}, seats)
    for seat in seats:
        if seat.person_id == goes.pk and seat.account_id in twice:
            _join(seat, twice[seat.account_id], merger, title=title)
    moved, removed = move_references(Person, goes.pk, stays.pk)
    merger.moved, merger.removed = [*merger.moved, *moved], [*merger.removed, *removed]
    if chosen:
        save_edit(stays, chosen, expected_version=None)
    merger.save()
    AlikePeople.objects.filter(first=goes).delete()
    AlikePeople.objects.filter(second=goes).delete()
    _settle(stays, f"Merged two entries of {stays.name}", "people_merged", by=by, at=at)
    return merger


@transaction.atomic
def unmerge_people(*, merger: PersonMerger, by: User, at: datetime) -> PersonMerger:
    """Take a merger back within thirty days: what went over and still is there returns, with both names.

    What was changed since stays as it is now. Raises PermissionDenied, CannotTakeBack.
    """
    row = (
        PersonMerger.objects.select_for_update(of=("self",)).select_related("kept", "gone").get(pk=merger.pk)
    )
    if PersonMerger.objects.filter(gone=row.kept, undone_at=None).exists():
        raise CannotTakeBack("Take back the later merger first.")
    _refuse_others(list(Contact.objects.filter(person=row.kept)), by)
    if row.undone_at is not None or at > row.at + TAKEN_BACK_WITHIN:
        raise CannotTakeBack("A merger can be taken back once, within thirty days.")
    if row.kept.erased_at is not None:
        raise CannotTakeBack("The data of this person were erased: nothing comes back.")
    put_back(row.removed)
    move_back(row.moved)
    _restore(row.kept, row.before.get("person", {}))
    for number, values in row.before.get("seats", {}).items():
        _restore(Contact.objects.get(pk=number), values)
    row.undone_at, row.undone_by = at, by
    row.save(update_fields=["undone_at", "undone_by"])
    people = (row.kept, row.gone)
    for person in people:
        _settle(person, f"{person.name} is an entry of their own again", "people_unmerged", by=by, at=at)
    accounts = Contact.objects.filter(person__in=people).values_list("account_id", flat=True)
    known = tuple(sorted(set(accounts)))
    announce(PeopleParted(account_ids=known, merged_at=row.at, by_id=by.pk, at=at))
    return row


@transaction.atomic
def keep_apart(*, pair: AlikePeople, by: User, at: datetime) -> AlikePeople:
    """Say that two people who look alike are two; they are not offered again. Raises PermissionDenied."""
    row = AlikePeople.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=pair.pk).first()
    if row is None:
        raise PermissionDenied
    _refuse_others(list(Contact.objects.filter(person__in=[row.first_id, row.second_id])), by)
    row.state, row.decided_by, row.decided_at = AlikeState.APART, by, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    return row


def _both(kept: Person, gone: Person) -> tuple[Person, Person]:
    rows = Person.objects.filter(pk__in=[kept.pk, gone.pk]).order_by("id").select_for_update()
    locked = {row.pk: row for row in rows}
    if len(locked) != 2 or any(row.erased_at for row in locked.values()):
        raise NotMergeable("Choose two people whose data were not erased.")
    return locked[kept.pk], locked[gone.pk]


def _refuse_others(seats: list[Contact], by: User) -> None:
    """Who merges changes every account at which one of them has a seat. Locked in the order of their ids."""
    accounts = sorted({seat.account_id for seat in seats})
    list(Account.objects.for_update_in_order(pk__in=accounts))
    if not seats or not all(may_edit(number, by) for number in accounts):
        raise PermissionDenied("Only somebody who may change every account they are at can do that.")


def _chosen(stays: Person, goes: Person, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The values that differ from what the kept one has; without a word, its gaps are filled."""
    chosen = {}
    for name in OF_PERSON:
        ours, theirs = getattr(stays, name), getattr(goes, name)
        value = fields.get(name, ours or theirs)
        if value not in (ours, theirs):
            raise accepts.InputRefused("Choose what one of the two has.", field=name)
        if value != ours:
            chosen[name] = value
    return chosen


def _title_chosen(fields: Mapping[str, Any], seats: list[Contact]) -> str | None:
    """For the seats that become one; None leaves the one that stays as it is."""
    title: str | None = fields.get("title")
    if title is not None and title not in {seat.title for seat in seats}:
        raise accepts.InputRefused("Choose what one of the two has.", field="title")
    return title


def _join(old: Contact, into: Contact, merger: PersonMerger, *, title: str | None) -> None:
    """Two seats at one account become one; what either forbade stays forbidden, gaps are filled."""
    changes = {name: getattr(old, name) for name in FILLED if getattr(old, name) and not getattr(into, name)}
    changes |= {"title": title} if title in (old.title, into.title) else {}
    if _role_is_surer(old, into):
        changes |= {"buying_role": old.buying_role, "role_is_guessed": old.role_is_guessed}
    forbidden = list(dict.fromkeys([*into.channels_forbidden, *old.channels_forbidden]))
    preferred = [way for way in into.channels_preferred if way not in forbidden]
    notes = [note for note in (into.personal_note, old.personal_note) if note]
    changes |= {
        "channels_forbidden": forbidden, "channels_preferred": preferred, "since": min(old.since, into.since),
        "is_key": old.is_key or into.is_key, "personal_note": "\n\n".join(dict.fromkeys(notes))[:20_000],
        **of_both(old, into),
    }  # fmt: skip
    changes = {name: value for name, value in changes.items() if getattr(into, name) != value}
    merger.before["seats"][str(into.pk)] = {
        name: [_plain(getattr(into, name)), _plain(value)] for name, value in changes.items()
    }
    save_edit(into, changes, expected_version=None)
    moved, removed = move_references(Contact, old.pk, into.pk)
    merger.moved = [*merger.moved, *moved, *move_by_kind("contact", old.pk, into.pk)]
    merger.removed = [take_out(Contact, old.pk), *merger.removed, *removed]


def _role_is_surer(old: Contact, into: Contact) -> bool:
    """What somebody said of a role counts more than a guess from the title, a guess more than nothing."""
    unknown = BuyingRole.UNKNOWN
    if old.buying_role == unknown:
        return False
    return into.buying_role == unknown or (into.role_is_guessed and not old.role_is_guessed)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _restore(record_: Person | Contact, values: Mapping[str, Any]) -> None:
    """Put columns back that still hold what the merger wrote."""
    back = {name: old for name, (old, new) in values.items() if _plain(getattr(record_, name)) == new}
    if back:
        save_edit(record_, back, expected_version=None)


def _settle(person: Person, text: str, kind: str, *, by: User, at: datetime) -> None:
    """Derive again what follows from history, tell the story of each account, and announce."""
    refresh_alike([person.pk])
    seats = list(Contact.objects.filter(person=person).select_related("account").order_by("id"))
    derived.refresh_contacts([seat.pk for seat in seats])
    for seat in seats:
        record(seat.account, kind, text, by=by, at=at, subject=("contact", seat.pk))
        fields = frozenset({"person", *OF_PERSON, "is_key", "channels_forbidden", "buying_role"})
        announce(
            ContactChanged(contact_id=seat.pk, account_id=seat.account_id, fields=fields, by_id=by.pk, at=at)
        )
