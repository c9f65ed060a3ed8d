"""Contacts by a piece of a name: the same cost however many people there are, and whatever share it fits."""

from retention.team.visibility import Reader

from .models import Contact, Person

FEW = 2000
LETTERS = 3
"""The index knows pieces of that many letters; shorter ones fit many."""
SHOWN = ("title", "buying_role", "person__name", "account__name")


def contacts_named(key: str, user: Reader, *, most: int) -> list[Contact]:
    """The first contacts, by name, whose person's folded name holds the text and whom the reader sees.

    PostgreSQL takes every piece of a name for frequent, and would read all names in their order until enough
    fit. So whoever fits is found first by the letters; only where they are many the order finds them sooner.
    """
    seen, found = Contact.objects.visible_to(user), []
    if are_few := len(key) >= LETTERS:
        found = list(Person.objects.filter(name_key__contains=key).values_list("pk", flat=True)[: FEW + 1])
        are_few = len(found) <= FEW
    if are_few and not found:
        return []
    rows = seen.filter(person__in=found) if are_few else seen.filter(person__name_key__contains=key)
    ordered = rows.select_related("person", "account").order_by("person__name_key", "id")
    return list(ordered.only(*SHOWN)[:most])
