"""Every column that could hold data of a customer's person says whether it does (CONTRIBUTING.md)."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from contacts.models import Contact, Person
from retention.lib.personal import Held, held_tables

from .sources import PRODUCT

TEXTUAL = (models.CharField, models.TextField, models.JSONField, models.BinaryField, ArrayField)
BOOKKEEPING = {"id", "pk", "recorded_at", "version"}


def our_tables() -> dict[str, Any]:
    """Every table of ours but the audit's, whose columns are those of the table it follows."""
    found = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    return {
        label: model
        for label, model in found.items()
        if model.__module__.startswith(PRODUCT) and not hasattr(model, "pgh_tracked_model")
        and not model._meta.auto_created
    }  # fmt: skip


def is_textual(field: Any) -> bool:
    """Could it hold words? A choice of a list cannot."""
    kind = field.output_field if isinstance(field, models.GeneratedField) else field
    return isinstance(kind, TEXTUAL) and not field.choices


def people_columns(model: Any) -> set[str]:
    """The columns, and the relation through a table of its own, that point at a person or a contact."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return {field.name for field in fields if field.related_model in (Person, Contact)}


def asked_columns(model: Any) -> set[str]:
    """The columns that must be named: text everywhere, all of them where the row belongs to a person."""
    belongs = model in (Person, Contact) or people_columns(model)
    fields = [field for field in model._meta.concrete_fields if not field.is_relation]
    return {
        field.name for field in fields if field.name not in BOOKKEEPING and (belongs or is_textual(field))
    }


def complaints(model: Any, held: Held | None) -> list[str]:
    """What is missing or too much, in words."""
    label = model._meta.label
    if held is None:
        return [f"{label} says nothing: add it to the personal.py of its app"]
    said = list(held.columns)
    known = {field.name for field in model._meta.get_fields()}
    missing = asked_columns(model) - set(said)
    pointing = people_columns(model) - {*held.links, *held.refers}
    return [
        *(f"{label}.{name} is not named" for name in sorted(missing)),
        *(f"{label}.{name} points at a person: links or refers" for name in sorted(pointing)),
        *(
            f"{label}.{name} is named twice"
            for name in sorted({name for name in said if said.count(name) > 1})
        ),
        *(f"{label}.{name} does not exist" for name in sorted({*said, *held.links, *held.refers} - known)),
    ]


def test_every_column_says_what_it_holds_of_customers_people() -> None:
    told = held_tables()
    assert len(our_tables()) > 60
    found = [line for label, model in our_tables().items() for line in complaints(model, told.get(label))]
    assert found == []


def test_nothing_is_said_of_tables_that_are_gone() -> None:
    assert set(held_tables()) <= set(our_tables())


@pytest.mark.parametrize(
    ("held", "complaint"),
    [
        (None, "says nothing"),
        (Held("contacts.Promise", links=("contact",)), "contacts.Promise.text is not named"),
        (Held("contacts.Promise", words=("text", "text")), "text is named twice"),
        (Held("contacts.Promise", words=("hobbies",)), "hobbies does not exist"),
        (Held("contacts.Promise"), "contact points at a person"),
    ],
)  # fmt: skip
def test_a_column_that_nobody_named_is_noticed(held: Held | None, complaint: str) -> None:
    promise = apps.get_model("contacts.Promise")
    assert any(complaint in line for line in complaints(promise, held))
