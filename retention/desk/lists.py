"""What every list page shares: filters in the address, chips to remove them, sorted heads, keyset pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django_filters import FilterSet

from retention.lib.keyset import Page, Sort, keyset_page

from .parts import Chip, Column, Pager, Segment

M = TypeVar("M", bound=Model)
PAGING = ("cursor", "sort", "limit")
OPENED = "form"
"""Asks for the filter's form as well: with its choices it costs more than the rows, and few open it."""


@dataclass(frozen=True)
class Heading:
    """A column of a table; ``sort`` names one of the list's sorts."""

    label: str
    sort: str = ""
    numeric: bool = False
    hidden: bool = False


@dataclass(frozen=True)
class Listing(Generic[M]):
    """A page of a list with everything around it."""

    page: Page[M]
    columns: list[Column]
    chips: list[Chip]
    pager: Pager
    form: Any
    is_filtered: bool
    path: str

    @property
    def rows(self) -> list[M]:
        """The rows of this page."""
        return self.page.rows

    @property
    def clear_url(self) -> str:
        """The list without any filter, when there is one."""
        return self.path if self.is_filtered else ""


def address(path: str, query: QueryDict, *, without: Sequence[str] = (), **changes: str) -> str:
    """The same list with some parameters changed; equal views have equal addresses."""
    kept = {name: values for name, values in query.lists() if name not in (*without, OPENED)}
    kept.update({name: [value] for name, value in changes.items()})
    pairs = QueryDict(mutable=True)
    for name in sorted(kept):
        pairs.setlist(name, [value for value in kept[name] if value != ""])
    text = pairs.urlencode()
    return f"{path}?{text}" if text else path


def quick_views(request: HttpRequest, views: Iterable[tuple[str, str]]) -> list[Segment]:
    """The few views people start from, by label and query; sorting or paging one does not leave it."""
    asked = {name: values for name, values in request.GET.lists() if name not in (*PAGING, OPENED)}
    return [
        Segment(label, f"{request.path}?{query}" if query else request.path,
                current=asked == dict(QueryDict(query).lists()))
        for label, query in views
    ]  # fmt: skip


def listing(
    request: HttpRequest,
    rows: QuerySet[M],
    filterset: type[FilterSet],
    *,
    sorts: Mapping[str, Sort],
    headings: Sequence[Heading] = (),
    size: int = 50,
    hidden: Sequence[str] = (),
) -> Listing[M]:
    """Filter, sort and page *rows* as the address asks; a filter that cannot be read gives no rows."""
    query = request.GET
    filters = filterset(query, queryset=rows, request=request)
    found = filters.qs if filters.is_valid() else rows.none()
    cursor = query.get("cursor", "")
    page = keyset_page(found, sorts=sorts, wanted=query.get("sort", ""), cursor=cursor, size=size)
    chips = chips_of(request.path, query, filters, hidden)
    return Listing(
        page=page,
        columns=[_column(request.path, query, heading, page.sort, sorts) for heading in headings],
        chips=chips,
        pager=Pager(
            previous_url=_turn(request.path, query, page.previous_cursor),
            next_url=_turn(request.path, query, page.next_cursor),
        ),
        form=filters.form,
        is_filtered=any(name in filters.base_filters for name in query if name not in hidden),
        path=request.path,
    )


def _turn(path: str, query: QueryDict, cursor: str) -> str:
    return address(path, query, cursor=cursor) if cursor else ""


def _column(path: str, query: QueryDict, heading: Heading, current: str, sorts: Mapping[str, Sort]) -> Column:
    if not heading.sort:
        return Column(heading.label, numeric=heading.numeric, hidden=heading.hidden)
    backwards = current.startswith("-")
    is_current = current.removeprefix("-") == heading.sort
    downwards = sorts[heading.sort].descending != backwards
    wanted = heading.sort if not is_current or backwards else f"-{heading.sort}"
    direction = "descending" if downwards else "ascending"
    return Column(
        heading.label,
        address(path, query, without=("cursor",), sort=wanted),
        sorted=direction if is_current else "",
        numeric=heading.numeric,
    )


def chips_of(path: str, query: QueryDict, filters: FilterSet, hidden: Sequence[str]) -> list[Chip]:
    """One chip per active filter; following it shows the list without that filter."""
    chips = []
    for name, field in filters.form.fields.items():
        values = [value for value in query.getlist(name) if value]
        if not values or name in hidden:
            continue
        words = ", ".join(_in_words(field, value) for value in values)
        url = address(path, query, without=(name, "cursor"))
        chips.append(Chip(str(field.label or name), url, value=words[:60], on=True, icon="x"))
    return chips


def _in_words(field: Any, value: str) -> str:
    if value == "me":
        return "me"
    choices = getattr(field, "choices", None)
    if choices is None:
        return value
    for key, word in choices:
        if str(getattr(key, "value", key)) == value:
            return str(word)
    return value
