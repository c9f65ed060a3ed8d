"""Serializer fields that are safe by construction: references start from what the writer may see."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ..errors import DomainError
from ..texts import clean_text

LARGEST_ID = 2**62
MOST_REFERENCES = 200
UNKNOWN_RECORD = "There is no such record, or you may not see it."


def _id_field() -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=LARGEST_ID)


class Reference(serializers.PrimaryKeyRelatedField):  # type: ignore[type-arg] # of any record
    """The id of one of the rows that *offered* gives for the writer; any other id does not exist for them."""

    default_error_messages = {"does_not_exist": UNKNOWN_RECORD}

    def __init__(self, offered: Callable[[Any], QuerySet[Any]], **options: Any) -> None:
        self.offered = offered
        options.setdefault("pk_field", _id_field())
        super().__init__(queryset=QuerySet(), **options)

    def get_queryset(self) -> QuerySet[Any]:
        """What the writer of this request may name."""
        return self.offered(self.context["request"].user)

    def use_pk_only_optimization(self) -> bool:
        """The action needs the record."""
        return False


class VisibleReference(Reference):
    """The id of a record the writer may see."""

    def __init__(self, model: type[Model], **options: Any) -> None:
        super().__init__(lambda user: model.objects.visible_to(user), **options)  # type: ignore[attr-defined]


@extend_schema_field({"type": "array", "items": {"type": "integer"}, "maxItems": MOST_REFERENCES})
class References(serializers.ListField):
    """Ids of rows that *offered* gives for the writer, read in one query."""

    def __init__(self, offered: Callable[[Any], QuerySet[Any]], **options: Any) -> None:
        self.offered = offered
        super().__init__(child=_id_field(), max_length=MOST_REFERENCES, **options)

    def to_internal_value(self, data: Any) -> Any:
        """The records in the order given. Raises ValidationError for an id the writer may not name."""
        ids = list(dict.fromkeys(super().to_internal_value(data)))
        found = self.offered(self.context["request"].user).in_bulk(ids)
        if missing := [str(number) for number in ids if number not in found]:
            raise serializers.ValidationError(f"{UNKNOWN_RECORD} ({', '.join(missing)})")
        return [found[number] for number in ids]


class VisibleReferences(References):
    """Ids of records the writer may see."""

    def __init__(self, model: type[Model], **options: Any) -> None:
        super().__init__(lambda user: model.objects.visible_to(user), **options)  # type: ignore[attr-defined]


@extend_schema_field(OpenApiTypes.STR)
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


class KnownFields:
    """A body that names a field we do not have is refused: a misspelt field must not vanish silently."""

    also_known: Sequence[str] = ("version",)

    def to_internal_value(self, data: Any) -> Any:
        """Raises ValidationError naming the unknown and the read-only fields."""
        if isinstance(data, dict):
            fields = self.fields  # type: ignore[attr-defined]
            known = {name for name, field in fields.items() if not field.read_only} | set(self.also_known)
            if unknown := sorted(set(data) - known):
                words = ["There is no such field, or it cannot be written."]
                raise serializers.ValidationError({name[:100]: words for name in unknown[:20]})
        return super().to_internal_value(data)  # type: ignore[misc]


class Body(KnownFields, serializers.Serializer[Any]):
    """A body of its own shape."""


class Nothing(Body):
    """No field at all: what is done needs no words."""


class RecordBody(KnownFields, serializers.ModelSerializer[Any]):
    """A body that writes columns of a record."""
