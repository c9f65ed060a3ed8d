"""Who takes over: one choice per kind of work that is somebody's."""

from collections.abc import Sequence
from typing import Any

from django import forms

from retention.lib.forms import ActionForm

from ..models import User
from ..open_work import OpenWork

NOBODY = "nobody"


class HandOverForm(ActionForm):
    """``leaving`` asks for every kind; otherwise a kind without a choice stays where it is."""

    def __init__(
        self, *args: Any, kinds: Sequence[OpenWork], colleagues: Sequence[User], leaving: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.colleagues = {str(person.pk): person for person in colleagues}
        for kind in kinds:
            able = [(pk, person.name) for pk, person in self.colleagues.items() if kind.only_for(person)]
            first = [("", "Choose who takes over" if leaving else "Stays as it is")]
            nobody = [(NOBODY, "Nobody")] if kind.may_be_left else []
            self.fields[kind.name] = forms.ChoiceField(
                label=kind.label,
                choices=[*first, *able, *nobody],
                required=leaving,
                error_messages={"required": f"{kind.label}: choose who takes over."},
            )

    def receivers(self) -> dict[str, User | None]:
        """Whom the action gives each kind that was chosen to."""
        chosen = {name: value for name, value in self.fields_said().items() if value}
        return {name: self.colleagues.get(value) for name, value in chosen.items()}
