"""What the small components of templates/components/ are given: plain facts, no markup, no queries."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way here; the last one has no url."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a record; ``note`` is a small count or sum beside the word."""

    label: str
    url: str
    current: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """One of a few ways to look at the same rows."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter as a word. An active one leads to the list without it; ``value`` is printed strong.

    ``current`` marks the one chosen of a few, where a click leads to another instead of removing it.
    """

    label: str
    url: str
    value: str = ""
    on: bool = False
    icon: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell of a facts strip. ``value`` may be safe markup (a badge); ``late`` paints the note."""

    label: str
    value: object
    note: object = ""
    late: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading of a table; with a url it sorts. ``sorted`` is "ascending", "descending" or nothing."""

    label: str
    url: str = ""
    sorted: str = ""
    numeric: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a keyset page leads; an empty url is no link. Words default to Previous and Next."""

    previous_url: str = ""
    next_url: str = ""
    previous_label: str = ""
    next_label: str = ""
    note: str = ""
