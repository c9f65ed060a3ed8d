"""Arguments of kept questions: taken apart into what shapes the SQL and what stands in it as a value."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import singledispatch
from typing import Any

MANY = 64  # values in one list: longer ones have too many forms
FIRST_NUMBER = 2**62
FIRST_DAY, FIRST_MOMENT = date(9000, 1, 1), datetime(9000, 1, 1, tzinfo=UTC)
FIRST_TEXT = "a text put in later: "
MARKS = (str(FIRST_NUMBER)[:12], "9000-", "(9000,", FIRST_TEXT)
"""How a marked value looks inside of something larger."""


@dataclass(frozen=True, slots=True)
class Parts:
    """An argument taken apart: what shapes the SQL, values that stand in it, and how it is made of others.

    No shape says that it has too many. ``whole`` says that every value must stand in the SQL; of what a
    reader may see, many never do.
    """

    shape: Hashable
    values: tuple[Any, ...] = ()
    made_of: Callable[[tuple[Any, ...]], Any] = tuple
    whole: bool = True


class Text(str):
    """A text that stands in the SQL as a value; plain ones (a tier, a column) shape it."""

    __slots__ = ()


@singledispatch
def parts(argument: Any) -> Parts:
    """How an argument is taken apart; whatever has no values of its own shapes the SQL as it is."""
    return Parts((argument,), (), lambda _: argument)


@parts.register(int)
@parts.register(date)
def _one_value(argument: int | date) -> Parts:
    if isinstance(argument, bool) or (isinstance(argument, int) and abs(argument) >= FIRST_NUMBER):
        return Parts((argument,), (), lambda _: argument)
    return Parts(type(argument).__name__, (argument,), lambda values: values[0])


@parts.register(Text)
def _text(argument: Text) -> Parts:
    return Parts("Text", (argument,), lambda values: values[0])


@parts.register(tuple)
def _some_values(argument: tuple[int | date, ...]) -> Parts:
    if len(argument) > MANY:
        return Parts(None)
    return Parts(tuple(type(value).__name__ for value in argument), argument)


def few_forms(ids: Iterable[int]) -> tuple[int, ...]:
    """Ids of rows as an argument: filled up to a power of two with ids that no row has."""
    found = tuple(dict.fromkeys(ids))
    if not found:
        return ()
    wanted = 1 << (len(found) - 1).bit_length()
    return (*found, *range(-1, len(found) - wanted - 1, -1))


def marked(value: Any, number: int) -> Any:
    """A value of the same type that no record has, and that can be told from all others."""
    if isinstance(value, str):
        return f"{FIRST_TEXT}{number}"
    if isinstance(value, datetime):
        return FIRST_MOMENT + timedelta(microseconds=number)
    return FIRST_DAY + timedelta(days=number) if isinstance(value, date) else FIRST_NUMBER + number
