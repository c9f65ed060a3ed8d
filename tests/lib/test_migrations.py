"""Operations done together leave what they leave one by one, and a migration of many does not go without."""

from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Q

from retention.lib.migrations import Together, drawn_for

ROOT = Path(__file__).parents[2]


def operations() -> list[Operation]:
    """A shelf, and books that stand on it: the foreign key, the index and the constraint come after."""
    return [
        migrations.CreateModel("Book", [("id", models.BigAutoField(primary_key=True))]),
        migrations.CreateModel(
            "Shelf",
            [("id", models.BigAutoField(primary_key=True)), ("metres", models.IntegerField())],
        ),
        migrations.AddField(
            "book", "shelf", models.ForeignKey("library.Shelf", models.CASCADE, db_constraint=True)
        ),
        migrations.AddIndex("shelf", models.Index(fields=["metres"], name="shelf_by_metres")),
        migrations.AddConstraint(
            "shelf", models.CheckConstraint(condition=Q(metres__gt=0), name="shelf_has_room")
        ),
    ]


def written(steps: list[Operation]) -> dict[str, object]:
    """What the database holds of both tables after the steps, which are then undone."""
    before = ProjectState()
    states = [before]
    for step in steps:
        after = states[-1].clone()
        step.state_forwards("library", after)
        states.append(after)
    with connection.schema_editor() as editor:
        for number, step in enumerate(steps):
            step.database_forwards("library", editor, states[number], states[number + 1])
    with connection.cursor() as cursor:
        found: dict[str, object] = {
            table: connection.introspection.get_constraints(cursor, table)
            for table in ("library_book", "library_shelf")
        }
    with connection.schema_editor() as editor:
        for number, step in reversed(list(enumerate(steps))):
            step.database_backwards("library", editor, states[number + 1], states[number])
    assert not {"library_book", "library_shelf"} & set(connection.introspection.table_names())
    return found


@pytest.mark.django_db(transaction=True)
def test_operations_done_together_make_the_same_tables_as_one_by_one() -> None:
    together = written([Together(operations())])
    assert together == written(operations())
    assert "shelf_has_room" in str(together["library_shelf"])


def test_only_what_a_step_needs_is_drawn_and_the_rest_when_somebody_asks() -> None:
    undrawn = ProjectState()
    Together(operations()).state_forwards("library", undrawn)
    assert "apps" not in vars(undrawn)
    state = ProjectState()
    assert not state.apps.get_models()
    Together(operations()).state_forwards("library", state)
    drawn = drawn_for(state, {("library", "shelf")})
    assert set(drawn.models) == {("library", "shelf")}
    assert set(drawn_for(state, {("library", "book")}).models) == {("library", "book"), ("library", "shelf")}
    earlier = state.clone()
    migrations.AddField("shelf", "wood", models.TextField(default="")).state_forwards("library", state)
    assert "wood" in {field.name for field in state.apps.get_model("library", "Shelf")._meta.get_fields()}
    shelf = earlier.apps.get_model("library", "Shelf")
    assert {field.name for field in shelf._meta.get_fields()} == {"id", "metres", "book"}


def many() -> list[str]:
    """The migrations that hold more than a dozen operations side by side."""
    found = []
    for path in sorted(ROOT.glob("**/migrations/0*.py")):
        if ".venv" in path.parts:
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if len(import_module(name).Migration.operations) > 12:
            found.append(name)
    return found


def test_no_migration_leaves_many_operations_on_their_own() -> None:
    assert many() == []
