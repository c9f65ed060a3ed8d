"""Long forms in parts: each with a heading, those that are seldom needed folded away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.forms import BoundField

from retention.lib.forms import ActionForm


@dataclass(frozen=True, slots=True)
class Part:
    """Names of fields that stand together; ``is_row`` puts short ones side by side."""

    title: str
    names: tuple[str, ...]
    is_folded: bool = False
    is_row: bool = False


@dataclass(frozen=True, slots=True)
class FormPart:
    """Some fields under a heading, as shown; a folded part opens once something is said or wrong in it."""

    title: str
    fields: list[BoundField]
    note: str = ""
    is_folded: bool = False
    is_row: bool = False

    @property
    def is_open(self) -> bool:
        """Something stands there that is not as it would be by itself, or has to be mended."""
        return any(
            field.errors or field.value() not in (None, "", [], field.field.initial) for field in self.fields
        )


class InParts(ActionForm):
    """A form whose fields stand in parts; what a part names and the form does not offer is left out."""

    PARTS: ClassVar[Sequence[Part]] = ()

    @property
    def parts(self) -> list[FormPart]:
        """The parts that have a field."""
        shown = [(part, [self[name] for name in part.names if name in self.fields]) for part in self.PARTS]
        return [
            FormPart(part.title, fields, is_folded=part.is_folded, is_row=part.is_row)
            for part, fields in shown
            if fields
        ]
