"""Long forms in parts: each with a heading, those that are seldom needed folded away."""

from dataclasses import dataclass

from django.forms import BoundField


@dataclass(frozen=True, slots=True)
class FormPart:
    """Some fields under a heading; a folded part opens once something in it was said or is wrong.

    ``is_row`` puts short fields side by side.
    """

    title: str
    fields: list[BoundField]
    note: str = ""
    is_folded: bool = False
    is_row: bool = False

    @property
    def is_open(self) -> bool:
        """Something was typed there, or has to be mended."""
        return any(field.errors or (field.form.is_bound and field.data) for field in self.fields)
