"""Migrations that draw their end state once: an empty database is set up in seconds, not in half a minute."""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class Together(Operation):
    """Operations on one app, done in their order against the state after the last of them.

    Django draws every related model anew after each operation, which costs far more than the SQL. Here a
    table is made at once with the fields, indexes and constraints that the operations after its own give it;
    its triggers follow. No operation may depend on a state between two others: a field is altered at most
    once, nothing is renamed, and data and raw SQL stand outside.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Apply every operation to the description, and let the models be drawn when they are asked for."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def _steps(self) -> list[Operation]:
        """The operations that are still to be done, as new tables already hold what others say of them."""
        new = {step.name_lower for step in self.operations if isinstance(step, CreateModel)}
        return [
            step
            for step in self.operations
            if isinstance(step, CreateModel | AddTrigger)
            or getattr(step, "model_name", getattr(step, "name", "")).lower() not in new
        ]

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Do them in their order."""
        for step in self._steps():
            step.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Undo them, the last first; a table takes its triggers along."""
        new = {step.name_lower for step in self.operations if isinstance(step, CreateModel)}
        for step in reversed(self._steps()):
            if isinstance(step, AddTrigger) and step.model_name.lower() in new:
                continue
            step.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """A line for ``migrate --plan``."""
        return f"Do {len(self.operations)} operations together"
