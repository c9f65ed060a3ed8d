"""What goes over with an account that becomes part of another (docs/methods.md, Mergers of customers)."""

from collections.abc import Collection

from django.db.models import F

from retention.lib import accepts

from ..models import Account, ExternalId, Invoice, OrgUnit, RecordType, TimelineEvent

OF_THE_ACCOUNT = ("", "account")
"""Subjects of events that tell of the account itself: they stay its own story."""
LONGEST_UNIT = 160


def refuse_same_numbers(gone: Account, stays: Account) -> None:
    """Raise InputRefused when both have an invoice of one number: it would say two things."""
    numbers = Invoice.objects.filter(account=gone, is_current=True).values("number")
    same = Invoice.objects.filter(account=stays, is_current=True, number__in=numbers).first()
    if same is not None:
        raise accepts.InputRefused(
            f"Both have an invoice {same.number}. Give one of them another number.", field="survivor"
        )


def carry_over(gone: Account, stays: Account) -> None:
    """Invoices, units, subsidiaries, the ids of other systems and their stories are the survivor's."""
    Invoice.objects.filter(account=gone).update(account=stays)
    _carry_units(gone, stays)
    _carry_subsidiaries(gone, stays)
    ExternalId.objects.filter(record_type=RecordType.ACCOUNT, record_id=gone.pk).update(record_id=stays.pk)
    story = TimelineEvent.objects.filter(account=gone).exclude(subject_type__in=OF_THE_ACCOUNT)
    story.update(account=stays)


def _carry_units(gone: Account, stays: Account) -> None:
    """A unit whose name the survivor has in the same place says whose it was."""
    taken = set(OrgUnit.objects.filter(account=stays, parent=None).values_list("name", flat=True))
    for unit in OrgUnit.objects.filter(account=gone, parent=None, name__in=taken).order_by("id"):
        unit.name = _free_name(unit.name, gone.name, taken)
        taken.add(unit.name)
        unit.save(update_fields=["name"])
    OrgUnit.objects.filter(account=gone).update(account=stays)


def _free_name(name: str, whose: str, taken: Collection[str]) -> str:
    number = 1
    while True:
        ending = f" ({whose[:80]})" if number == 1 else f" ({whose[:80]} {number})"
        found = name[: LONGEST_UNIT - len(ending)] + ending
        if found not in taken:
            return found
        number += 1


def _carry_subsidiaries(gone: Account, stays: Account) -> None:
    """What belonged to the merged account belongs to the survivor, which never belongs to itself."""
    if gone.pk in _above(stays):
        Account.objects.filter(pk=stays.pk).update(parent=gone.parent_id, version=F("version") + 1)
    subsidiaries = Account.objects.filter(parent=gone).exclude(pk=stays.pk)
    subsidiaries.update(parent=stays, version=F("version") + 1)


def _above(account: Account) -> set[int]:
    found: set[int] = set()
    parent = account.parent_id
    while parent is not None and parent not in found:
        found.add(parent)
        parent = Account.objects.filter(pk=parent).values_list("parent_id", flat=True).first()
    return found
