"""Serializer fields that are safe by construction: references start from what the writer may see."""

from typing import Any

from django.db.models import Model, QuerySet
from rest_framework import serializers

from ..errors import DomainError
from ..texts import clean_text


class VisibleReference(serializers.PrimaryKeyRelatedField):  # type: ignore[type-arg]
    """The id of a record the writer may see; an id of anybody else's is 'does not exist'."""

    default_error_messages = {"does_not_exist": "There is no such record, or you may not see it."}  # noqa: RUF012

    def __init__(self, model: type[Model], **options: Any) -> None:
        self.model = model
        options.setdefault("pk_field", serializers.IntegerField(min_value=1, max_value=2**62))
        super().__init__(queryset=model._default_manager.none(), **options)

    def get_queryset(self) -> QuerySet[Any]:
        """Scoped to the writer of this request."""
        request = self.context.get("request")
        if request is None:
            return self.model._default_manager.none()
        rows: QuerySet[Any] = self.model.objects.visible_to(request.user)  # type: ignore[attr-defined]
        return rows


class CleanText(serializers.CharField):
    """Text without NUL and control characters, in NFC, with plain newlines."""

    def __init__(self, *, many_lines: bool = False, max_length: int = 300, **options: Any) -> None:
        self.many_lines = many_lines
        self.longest = max_length
        super().__init__(trim_whitespace=True, max_length=max_length, **options)

    def to_internal_value(self, data: Any) -> str:
        """Raises ValidationError in the user's words."""
        text = super().to_internal_value(data)
        try:
            return clean_text(text, max_length=self.longest, label="This text", many_lines=self.many_lines)
        except DomainError as error:
            raise serializers.ValidationError(error.message) from error
