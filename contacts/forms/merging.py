"""The form that makes two entries of a person one."""

from collections.abc import Sequence
from typing import Any

from django import forms

from retention.lib.forms import ActionForm

LABELS = {"name": "Name", "email": "E-mail", "phone": "Phone", "language": "Language", "title": "Title"}


class MergePeopleForm(ActionForm):
    """Which entry goes on, and of what differs, whose value."""

    kept = forms.ChoiceField(widget=forms.RadioSelect, label="The entry that goes on")

    def __init__(
        self, *args: Any, names: tuple[str, str], differing: Sequence[tuple[str, str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        kept = self.fields["kept"]
        assert isinstance(kept, forms.ChoiceField)  # noqa: S101 -- said to the type checker
        kept.choices = [("first", names[0]), ("second", names[1])]
        self.initial.setdefault("kept", "first")
        for name, ours, theirs in differing:
            choices = [(ours, ours), (theirs, theirs)]
            self.fields[name] = forms.ChoiceField(
                widget=forms.RadioSelect, choices=choices, label=LABELS[name]
            )
            self.initial.setdefault(name, ours)

    def chosen(self) -> dict[str, str]:
        """The values of the columns that differ."""
        return {name: value for name, value in self.fields_said().items() if name in LABELS}
