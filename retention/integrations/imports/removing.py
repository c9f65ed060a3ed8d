"""What stands in the way of removing records that an import made, and removing them with all that follows."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection, models
from django.db.models import Q

from accounts.models import (
    Account,
    ArrMovement,
    Contract,
    ContractLine,
    ExternalId,
    Invoice,
    RecordType,
    TimelineEvent,
)
from contacts.models import Contact, Person, Touchpoint
from retention.health.models import HealthSnapshot
from retention.renewals.models import Renewal

FOLLOWS = {
    "accounts.contractline",
    "accounts.arrmovement",
    "accounts.timelineevent",
    "cadence.checkin",
    "health.bandstate",
    "health.healthsnapshot",
    "reminders.reminder",
    "reminders.notification",
    "renewals.renewal",
    "renewals.stagechange",
    "team.teammembership",
    "team.peopleevent",
    "team.session",
}
"""Rows that follow from a record by themselves and go with it; everything else somebody made."""
FOLLOWS_IN_PART = {"cadence.deferral": Q(kind="spread")}
"""Rows of which some were made by the engine: an import spreads its check-ins over days."""


def held_by(model: type[models.Model], ids: Collection[int], but: Collection[str] = ()) -> dict[int, str]:
    """Why records cannot go: what somebody hung on them, in words, by id. *but* are labels that go along."""
    held: dict[int, str] = {}
    for relation in model._meta.related_objects:
        related: Any = relation.related_model
        label = related._meta.label_lower
        if _is_audit(related) or relation.many_to_many or label in FOLLOWS or label in but:
            continue
        column = relation.field.attname
        rows = related._base_manager.filter(**{f"{column}__in": list(ids)})
        if label in FOLLOWS_IN_PART:
            rows = rows.exclude(FOLLOWS_IN_PART[label])
        for number in set(rows.values_list(column, flat=True)):
            held.setdefault(number, f"has {related._meta.verbose_name_plural}")
    return held


def _is_audit(related: Any) -> bool:
    return hasattr(related, "pgh_tracked_model") or related._meta.app_label == "pghistory"


def changed_since(model: type[models.Model], ids: Collection[int]) -> dict[int, str]:
    """Records with a later human edit."""
    rows = model._base_manager.filter(pk__in=list(ids), version__gt=1)
    return {number: "was changed since" for number in rows.values_list("pk", flat=True)}


def why_touchpoints_stay(ids: Collection[int]) -> dict[int, str]:
    """Corrected or withdrawn, or with promises and steps."""
    touched = Touchpoint.objects.filter(Q(is_current=False) | Q(supersedes__isnull=False), pk__in=list(ids))
    links = {"contacts.touchpointcontact", "contacts.touchpointcolleague"}
    return held_by(Touchpoint, ids, links) | dict.fromkeys(
        touched.values_list("pk", flat=True), "was corrected since"
    )


def why_contracts_stay(ids: Collection[int]) -> dict[int, str]:
    """Edited, with edited lines, or with a renewal that somebody works on."""
    worked = Renewal.objects.filter(contract_id__in=list(ids)).filter(
        Q(version__gt=1) | Q(call_at__isnull=False) | Q(notice_received_on__isnull=False)
    )
    lines = ContractLine.objects.filter(contract_id__in=list(ids), version__gt=1)
    return (
        held_by(Contract, ids, {"accounts.contract"})
        | changed_since(Contract, ids)
        | dict.fromkeys(lines.values_list("contract_id", flat=True), "was changed since")
        | dict.fromkeys(worked.values_list("contract_id", flat=True), "has a renewal somebody works on")
    )


def why_invoices_stay(ids: Collection[int]) -> dict[int, str]:
    """Paid, disputed or corrected since: newer rows stand on them."""
    touched = Invoice.objects.filter(thread__in=list(ids), version__gt=1)
    return dict.fromkeys(touched.values_list("thread", flat=True), "was changed since")


def why_contacts_stay(ids: Collection[int]) -> dict[int, str]:
    """Edited, or with touchpoints, steps, promises."""
    edited = Contact.objects.filter(pk__in=list(ids), person__version__gt=1)
    return (
        held_by(Contact, ids)
        | changed_since(Contact, ids)
        | dict.fromkeys(edited.values_list("pk", flat=True), "was changed since")
    )


def why_accounts_stay(ids: Collection[int]) -> dict[int, str]:
    """Edited, or with anything that is not this import's."""
    return held_by(Account, ids) | changed_since(Account, ids)


def remove_touchpoints(ids: Collection[int]) -> None:
    """With their people and their lines in the story."""
    _forget(RecordType.TOUCHPOINT, ids)
    Touchpoint.objects.filter(pk__in=list(ids)).delete()


def remove_invoices(ids: Collection[int]) -> None:
    """With their lines in the story."""
    _forget(RecordType.INVOICE, ids)
    Invoice.objects.filter(thread__in=list(ids)).delete()


def remove_contracts(ids: Collection[int]) -> None:
    """With lines, renewals and the movements of their lines; what is left is booked again afterwards."""
    wanted = list(ids)
    _forget(RecordType.CONTRACT, wanted)
    Contract.objects.filter(predecessor_id__in=wanted).update(predecessor=None)
    Renewal.objects.filter(successor_id__in=wanted).update(successor=None)
    Renewal.objects.filter(contract_id__in=wanted).delete()
    _delete_movements(Q(line__contract_id__in=wanted))
    ContractLine.objects.filter(contract_id__in=wanted).delete()
    Contract.objects.filter(pk__in=wanted).delete()


def remove_contacts(ids: Collection[int]) -> None:
    """With their persons, unless these have a seat elsewhere."""
    _forget(RecordType.CONTACT, ids)
    rows = Contact.objects.filter(pk__in=list(ids))
    persons = [number for number in rows.values_list("person_id", flat=True) if number]
    rows.delete()
    Person.objects.filter(pk__in=persons, seats=None).delete()


def remove_accounts(ids: Collection[int]) -> None:
    """With everything that followed from them."""
    _forget(RecordType.ACCOUNT, ids)
    _delete_movements(Q(account_id__in=list(ids)))
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(HealthSnapshot._meta.db_table)
        cursor.execute(f"DELETE FROM {table} WHERE account_id = ANY(%s)", [list(ids)])  # noqa: S608
    Account.objects.filter(pk__in=list(ids)).delete()


def _delete_movements(which: Q) -> None:
    rows = ArrMovement.objects.filter(which)
    ArrMovement.objects.filter(corrects__in=list(rows.values_list("pk", flat=True))).delete()
    rows.delete()


def _forget(record_type: str, ids: Iterable[int]) -> None:
    wanted = list(ids)
    ExternalId.objects.filter(record_type=record_type, record_id__in=wanted).delete()
    TimelineEvent.objects.filter(subject_type=record_type, subject_id__in=wanted).delete()
