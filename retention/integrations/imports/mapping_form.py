"""What a file holds and which field each column is, said by an admin."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from ..models import ImportFile
from .columns import BY_NAME, Kind, suggested
from .fields import MAPPABLE, label_of

LEAVE_FILE_OUT = "none"
SHOWN_CELLS = 3
KINDS = [
    (LEAVE_FILE_OUT, "Nothing for Keel: leave the file out"),
    *((kind.name, kind.label) for kind in MAPPABLE),
]


class KindForm(forms.Form):
    """First what the file holds, then its columns."""

    kind = forms.ChoiceField(label="What the file holds", choices=KINDS)


class ColumnsForm(forms.Form):
    """One box for each column, with the fields of the kind."""

    def __init__(
        self, file: ImportFile, kind: Kind | None, samples: Mapping[int, Sequence[str]], data: Any = None
    ) -> None:
        super().__init__(data)
        self.file, self.kind = file, kind
        stands = _stands(file, kind)
        fields = [] if kind is None else sorted(kind.words, key=label_of)
        offered = [("", "Leave out"), *((field, label_of(field)) for field in fields)]
        for place, column in enumerate(file.columns if kind else []):
            shown = list(dict.fromkeys(cell[:40] for cell in samples.get(place, ())))[:SHOWN_CELLS]
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=column[:80] or f"Column {place + 1} (without a name)",
                choices=offered,
                required=False,
                initial=stands.get(place, ""),
                help_text=", ".join(shown) if shown else "Empty in the first rows.",
            )

    @property
    def chosen(self) -> dict[int, str]:
        """The chosen field by place of its column."""
        said = {int(name.removeprefix("column_")): field for name, field in self.cleaned_data.items()}
        return {place: field for place, field in said.items() if field}

    def refuse(self, wrong: Mapping[int | None, str]) -> None:
        """Show each sentence beside its column, or above all of them."""
        for place, said in wrong.items():
            self.add_error(None if place is None else f"column_{place}", said)


def kind_named(name: str) -> Kind | None:
    """The kind, if it is one that can be mapped."""
    kind = BY_NAME.get(name)
    return kind if kind in MAPPABLE else None


def _stands(file: ImportFile, kind: Kind | None) -> dict[int, str]:
    """The field of each column as it is now, or as the names suggest for another kind."""
    if kind is None:
        return {}
    mapping = file.mapping if file.kind == kind.name else suggested(kind, file.columns)
    return {place: field for field, place in mapping.items()}
