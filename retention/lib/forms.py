"""What every form shares: it never saves, it hands clean data to an action, it keeps what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from .errors import DomainError, StaleVersion


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else changed meanwhile: what stands now and what was typed."""

    label: str
    theirs: Any
    typed: Any


class ActionForm(forms.Form):
    """A form in front of one action. ``version`` is the record's version when it was shown."""

    version = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    own_errors = {
        "required": "{label} is missing.",
        "invalid_choice": "Choose {label} from the list.",
        "invalid_pk_value": "Choose {label} from the list.",
    }
    own_limits = {
        "invalid": "{label} must be a whole number.",
        "min_value": "{label} must be at least %(limit_value)s.",
        "max_value": "{label} must be at most %(limit_value)s.",
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            label = str(field.label or name.replace("_", " ")).rstrip("?")
            for code, words in self.own_errors.items():
                if code in field.error_messages and code not in getattr(field, "own_words", ()):
                    shown = label if words.startswith("{label}") else f"“{label}”"
                    field.error_messages[code] = words.format(label=shown)
            if type(field) is forms.IntegerField:
                limits = {code: words.format(label=label) for code, words in self.own_limits.items()}
                field.error_messages |= limits

    @property
    def expected_version(self) -> int | None:
        """The version the writer has seen, for the action."""
        version: int | None = self.cleaned_data.get("version")
        return version

    def fields_said(self) -> dict[str, Any]:
        """Clean data without the version, for the action."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def changes(self) -> dict[str, Any]:
        """Clean data of the fields that the writer changed since the form was shown."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}

    def refuse(self, error: DomainError) -> None:
        """Show an action's refusal beside the field it is about, or above the form."""
        field = error.field if error.field in self.fields and error.field != "version" else None
        self.add_error(field, error.message)

    def conflicts(self, current: Mapping[str, Any]) -> list[Conflict]:
        """Where the record as it is now differs from what was typed, after StaleVersion."""
        return [
            Conflict(str(field.label or name), current[name], self.cleaned_data[name])
            for name, field in self.fields.items()
            if name in current and name in self.cleaned_data and current[name] != self.cleaned_data[name]
        ]

    def take_version(self, error: StaleVersion) -> None:
        """Let the next save start from what stands now: the writer has seen both versions."""
        name = self.add_prefix("version")
        self.data = MultiValueDict({**_lists(self.data), name: [str(error.current)]})


def _lists(data: Any) -> dict[str, list[Any]]:
    return dict(data.lists()) if hasattr(data, "lists") else {name: [value] for name, value in data.items()}
