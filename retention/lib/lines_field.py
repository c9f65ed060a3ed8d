"""A form field for short lists that people write one a line."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from .errors import DomainError


class LinesField(forms.CharField):
    """A list written one a line and shown the same way; who inherits says what a line is.

    ``own_name`` begins the sentence that refuses what is longer than ``longest`` characters.
    """

    own_name: ClassVar[str]
    longest: ClassVar[int]

    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(**{"required": False, "widget": widget, "max_length": self.longest, **options})

    def read(self, written: str) -> list[Any]:
        """The list as it is kept. Raises DomainError or ValidationError that repeats the line."""
        raise NotImplementedError

    def lines(self, kept: list[Any]) -> str:
        """The list as it is written."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        """The list as it is kept. Raises ValidationError."""
        written = str(super().to_python(value) or "")
        if len(written) > self.longest:
            raise ValidationError(
                f"{self.own_name} are longer than {self.longest:,} characters.", code="invalid"
            )
        try:
            return self.read(written)
        except DomainError as refused:
            raise ValidationError(refused.message, code="invalid") from None

    def run_validators(self, value: Any) -> None:
        """Everything was said already, in plainer words."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Another list, not the same one written otherwise."""
        return super().has_changed(initial or [], data)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box: a line each."""
        return value if isinstance(value, str) else self.lines(value or [])
