"""Migrations that draw their end state once: an empty database is set up in seconds, not in half a minute."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel, RunPython
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.migrations.utils import resolve_relation
from pgtrigger.migrations import AddTrigger

Model = tuple[str, str]
"""The label of an app, and the lower-cased name of a model of it."""


def _leans_on(model: ModelState) -> set[Model]:
    """The models that *model* points to or is built upon."""
    named: set[object] = {base for base in model.bases if isinstance(base, str)}
    for field in model.fields.values():
        if field.remote_field is not None:
            named |= {field.remote_field.model, getattr(field.remote_field, "through", None)}
    return {resolve_relation(name, model.app_label, model.name_lower) for name in named - {None}}


def drawn_for(state: ProjectState, wanted: set[Model]) -> ProjectState:
    """*state* with the *wanted* models, all that they lean on, and no other: far fewer to be drawn."""
    kept: dict[Model, ModelState] = {}
    waiting = [name for name in wanted if name in state.models]
    while waiting:
        name = waiting.pop()
        if name not in kept and name in state.models:
            kept[name] = state.models[name]
            waiting += _leans_on(kept[name])
    return ProjectState(kept, state.real_apps)


class DrawnWhenAsked:
    """Stands for the models of *state* until somebody asks for one: most migrations never do."""

    def __init__(self, state: ProjectState) -> None:
        self._state = state

    def clone(self) -> "DrawnWhenAsked":
        """The same for a copy: what happens to *state* later does not show there."""
        models = {name: model.clone() for name, model in self._state.models.items()}
        return DrawnWhenAsked(ProjectState(models, self._state.real_apps))

    def __getattr__(self, name: str) -> Any:
        if isinstance(self._state.__dict__.get("apps"), DrawnWhenAsked | None):
            self._state.__dict__["apps"] = StateApps(self._state.real_apps, self._state.models)
        return getattr(self._state.apps, name)


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
        were_drawn = state.__dict__.pop("apps", None) is not None
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if were_drawn:  # else nobody will ask, and what is drawn would be kept up at every later step
            state.__dict__["apps"] = DrawnWhenAsked(state)

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
        steps = self._steps()
        before, after = self._drawn(app_label, steps, from_state, to_state)
        for step in steps:
            step.database_forwards(app_label, schema_editor, before, after)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Undo them, the last first; a table takes its triggers along."""
        new = {step.name_lower for step in self.operations if isinstance(step, CreateModel)}
        steps = self._steps()
        before, after = self._drawn(app_label, steps, from_state, to_state)
        for step in reversed(steps):
            if isinstance(step, AddTrigger) and step.model_name.lower() in new:
                continue
            step.database_backwards(app_label, schema_editor, before, after)

    def _drawn(
        self, app_label: str, steps: Sequence[Operation], *states: ProjectState
    ) -> tuple[ProjectState, ...]:
        """The states with no more models than the steps need."""
        wanted = {
            (app_label, getattr(step, "model_name", getattr(step, "name", "")).lower()) for step in steps
        }
        return tuple(drawn_for(state, wanted) for state in states)

    def describe(self) -> str:
        """A line for ``migrate --plan``."""
        return f"Do {len(self.operations)} operations together"


class FillIn(RunPython):
    """Python that writes rows of its own app: given that app's models, and what they lean on, alone."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Write the rows."""
        super().database_forwards(app_label, schema_editor, self._own(app_label, from_state), to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take them away."""
        super().database_backwards(app_label, schema_editor, self._own(app_label, from_state), to_state)

    def _own(self, app_label: str, state: ProjectState) -> ProjectState:
        return drawn_for(state, {name for name in state.models if name[0] == app_label})
