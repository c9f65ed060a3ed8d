"""Targets and value go with an account merged into another (docs/methods.md, Mergers of customers)."""

from typing import Any

from accounts.announced import AccountsMerged
from contacts.models import Contact

from .merged_kpis import carry_kpis
from .models import ChangeRecord, ExpectationGap, GoodwillEntry, Lesson, RoiTarget, ValueEntry

CARRIED: tuple[Any, ...] = (RoiTarget, ValueEntry, GoodwillEntry, ChangeRecord, ExpectationGap, Lesson)


def carry_plans(fact: AccountsMerged) -> None:
    """Listener: targets, value and changes are the survivor's, said by the people as they stand there."""
    left = Contact.objects.filter(account=fact.merged_id, person__seats__account=fact.survivor_id)
    people = {seat.person_id: seat.pk for seat in left.order_by("id")}
    kept = Contact.objects.filter(account=fact.survivor_id, person__in=list(people))
    seats = {people[seat.person_id]: seat.pk for seat in kept.order_by("-id")}
    carry_kpis(fact, seats)
    for model in CARRIED:
        model._base_manager.filter(account=fact.merged_id).update(account=fact.survivor_id)
        for old, new in sorted(seats.items()):
            for column in _people_columns(model):
                model._base_manager.filter(**{column: old}).update(**{column: new})


def _people_columns(model: Any) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.related_model is Contact]
