"""Parts of filters: the same question means the same rows on a page, in the API and in an export."""

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator

from .form_fields import DayField, IdField

ME, NOBODY = "me", "none"
LONGEST_SEARCH = 100


class WordsFilter(django_filters.MultipleChoiceFilter):
    """Any of some words of a column of the row, or of the one row it belongs to.

    No row comes twice by that, so none is asked to be distinct: that would sort and compare every column of
    every row before the first is shown.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"distinct": False, **options})


class PersonChoices(ModelChoiceIterator):  # type: ignore[type-arg]  # generic in the stubs only
    """Me and nobody before the people."""

    def __iter__(self) -> Any:
        yield ("", self.field.empty_label or "Anybody")
        yield (ME, "Me")
        if getattr(self.field, "may_be_nobody", False):
            yield (NOBODY, "Nobody")
        for person in self.queryset:
            yield self.choice(person)


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg] # of people
    """A person of ours by id, or the words ``me`` and ``none``."""

    iterator = PersonChoices
    may_be_nobody = False

    def to_python(self, value: Any) -> Any:
        """The words as they are, a person by id. Raises ValidationError for anybody unknown."""
        known = (ME, NOBODY) if self.may_be_nobody else (ME,)
        return value if value in known else super().to_python(value)


class OwnerField(PersonField):
    """A person, me, or nobody at all."""

    may_be_nobody = True


class Later:
    """Rows to choose from, asked for when somebody chooses: most lists are read without their filter."""

    def __init__(self, ask: Callable[[], QuerySet[Any] | None]) -> None:
        self._ask = ask

    @cached_property
    def rows(self) -> QuerySet[Any] | None:
        """The rows themselves."""
        return self._ask()

    def all(self) -> "Later":
        """Form fields copy their rows before anybody asks for them."""
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows or ())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.rows, name)


class ChoiceOfRecord(django_filters.ModelChoiceFilter):
    """Rows of one record of those that the reader may choose."""

    def get_queryset(self, request: Any) -> Any:
        """The choices, not asked for yet."""
        return Later(partial(super().get_queryset, request))


class PersonFilter(ChoiceOfRecord):
    """Rows of one person of ours; ``me`` is whoever asks."""

    field_class = PersonField

    def filter(self, rows: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Rows whose column holds that person."""
        if value in (None, ""):
            return rows
        if value == NOBODY:
            return rows.filter(**{f"{self.field_name}__isnull": True})
        return rows.filter(**{self.field_name: self.parent.request.user if value == ME else value})


class OwnerFilter(PersonFilter):
    """Rows of one person, of mine, or of nobody."""

    field_class = OwnerField


class IdFilter(django_filters.NumberFilter):
    """Rows that hang on the record of that id; one that is not visible simply has none."""

    field_class = IdField

    def get_max_validator(self) -> None:
        """The field has its own bound."""
        return None


class DayFilter(django_filters.DateFilter):
    """A day in any of the ways people write it."""

    field_class = DayField


class DaysFilter(django_filters.NumberFilter):
    """A whole number of days, from 1 to 3650."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"min_value": 1, "max_value": 3650, "decimal_places": 0, **options})

    def get_max_validator(self) -> None:
        """The field has its own bound."""
        return None


class YesFilter(django_filters.ChoiceFilter):
    """Only the rows for which something is true; asked as ``=1``."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"choices": [("1", "Yes")], "empty_label": "All", **options})


class SearchFilter(django_filters.CharFilter):
    """A few words to look for."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_length": LONGEST_SEARCH, "label": "Search", **options})
