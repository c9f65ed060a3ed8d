"""Questions whose SQL is drawn once: a page asks the same ones again and again, with other values.

Django draws a query anew each time it is asked, which costs about ten times what PostgreSQL and we need for
its rows. ``kept`` draws it with marked values instead of the first ones, finds them again among the
parameters, and from then on only puts in the values of the day. What decides the *form* of the SQL (how many
teams somebody is in, what is None) is part of the key. No row is kept: every call asks the database.

``planned`` does the same, and PostgreSQL plans the statement once as well: for questions that go by keys,
whose one plan is right whoever asks. Lists are ``kept``, for their best plan depends on the values.

What cannot be told apart safely is drawn each time, as without ``kept``; the test suite refuses it, and
compares every statement that it runs with a freshly drawn one (KEEL_CHECK_KEPT).
"""

import copy
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone_name
from psycopg2.extensions import AsIs

from . import prepared
from .kept_values import MARKS, Parts, marked, parts

P = ParamSpec("P")
Row = TypeVar("Row")
Places = tuple[tuple[int, int], ...]
"""Which parameter of a statement takes which value of a call."""

FORMS = 60  # of one question, about 15 KB each; after that it begins afresh


class CannotKeep(TypeError):
    """The question does more with its values than hand them on."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A query with its SQL, the parameters, and which of them take which value of a call.

    With a *statement* to be prepared, *numbers* are the values that it takes.
    """

    rows: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: Places
    statement: prepared.Statement | None = None
    numbers: tuple[int, ...] = ()
    compared: set[str] = field(default_factory=set)
    """Values that were compared with a freshly drawn query: drawing the same again shows nothing new."""

    def filled(self, values: Sequence[Any]) -> tuple[Any, ...]:
        """The parameters with the values of a call."""
        params = list(self.params)
        for place, number in self.places:
            params[place] = values[number]
        return tuple(params)

    def ask(self, values: Sequence[Any]) -> list[Any]:
        """Run it with the values of a call, and make of the rows what the query makes of them."""
        on, statement = connections[self.rows.db], self.statement
        if statement is None or not prepared.has_room(on, statement):
            return self._read(on, self.sql, self.filled(values))
        given = tuple(values[number] for number in self.numbers)
        return prepared.run(on, statement, lambda sql: self._read(on, sql, given))

    def _read(self, on: Any, sql: str, params: tuple[Any, ...]) -> list[Any]:
        compiler = copy.copy(self.compiler)
        compiler.connection = on
        compiler.as_sql = lambda *args, **kwargs: (sql, params)
        found = compiler.execute_sql()
        if not any(found):
            return []
        compiler.execute_sql = lambda *args, **kwargs: found
        rows: Any = object.__new__(type(self.rows))
        rows.__dict__.update(self.rows.__dict__)
        rows._query = copy.copy(self.rows.query)
        rows._query.get_compiler = lambda *args, **kwargs: compiler
        return list(rows._iterable_class(rows))


def kept(question: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """The rows of a question, whose SQL is drawn once for each form of its arguments.

    The question makes a QuerySet of its arguments alone and only hands their values on: no clock, no sums, no
    prefetch (``prefetch_related_objects`` does that with the rows).
    """
    return _keeping(question, by_one_plan=False)


def planned(question: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """The same, and planned once per connection: for questions that go by keys (lib/prepared.py)."""
    return _keeping(question, by_one_plan=True)


def _keeping(question: Callable[P, QuerySet[Any, Row]], *, by_one_plan: bool) -> Callable[P, list[Row]]:
    drawn: dict[Hashable, Drawn | None] = {}

    @wraps(question)
    def ask(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        given = [parts(argument) for argument in (*args, *kwargs.values())]
        if any(part.shape is None for part in given):
            return list(question(*args, **kwargs))
        form = (get_current_timezone_name(), tuple(kwargs), *(part.shape for part in given))
        if form not in drawn:
            if len(drawn) >= FORMS:
                drawn.clear()
            found = _draw(question, given, tuple(kwargs))
            drawn[form] = _with_a_plan(found, given) if found and by_one_plan else found
        found = drawn.get(form)
        if found is None:
            return list(question(*args, **kwargs))
        values = [value for part in given for value in part.values]
        if getattr(settings, "KEEL_CHECK_KEPT", False):
            _compare(found, found.filled(values), lambda: question(*args, **kwargs))
        return found.ask(values)

    return ask


def _with_a_plan(found: Drawn, given: list[Parts]) -> Drawn:
    """The query with its statement to be prepared: what a call hands on is a parameter of it."""
    values = [value for part in given for value in part.values]
    numbers = tuple(sorted({number for _, number in found.places}))
    params = list(found.params)
    for place, number in found.places:
        params[place] = AsIs(f"${numbers.index(number) + 1}")
    with connections[found.rows.db].cursor() as cursor:
        body = cursor.mogrify(found.sql, params).decode().replace("%", "%%")
    types = [_sql_type(values[number]) for number in numbers]
    statement = prepared.statement_of(body, types, ["%s"] * len(types))
    return replace(found, statement=statement, numbers=numbers)


def _sql_type(value: Any) -> str:
    if isinstance(value, str):
        return "text"
    if isinstance(value, datetime):
        return "timestamptz"
    return "date" if isinstance(value, date) else "bigint"


def _draw(question: Callable[..., Any], given: list[Parts], names: tuple[str, ...]) -> Drawn | None:
    """The question with marked values; None when it must be drawn each time."""
    numbers = count()
    marks = [tuple(marked(value, next(numbers)) for value in part.values) for part in given]
    made = [part.made_of(values) for part, values in zip(given, marks, strict=True)]
    first_named = len(made) - len(names)
    rows = question(*made[:first_named], **dict(zip(names, made[first_named:], strict=True)))
    try:
        if rows._prefetch_related_lookups:
            raise CannotKeep("a kept question prefetches nothing")
        compiler = rows.query.get_compiler(rows.db)
        sql, params = compiler.as_sql()
        whole = [value for part, values in zip(given, marks, strict=True) if part.whole for value in values]
        converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda columns: converters
        compiler.connection = None  # a thread's own: each call sets its own
        places = _places(sql, params, [value for values in marks for value in values], whole)
    except EmptyResultSet:
        return None
    except CannotKeep:
        if getattr(settings, "KEEL_CHECK_KEPT", False):
            raise
        return None
    return Drawn(rows, compiler, sql, tuple(params), places)


def _places(
    sql: str, params: Sequence[Any], marked: list[Any], whole: list[Any]
) -> tuple[tuple[int, int], ...]:
    """Which parameter takes which value. Raises CannotKeep where a value went another way than as it is."""
    if any(mark in sql for mark in MARKS):
        raise CannotKeep("a value stands in the SQL itself")
    numbers = {value: number for number, value in enumerate(marked)}
    found = []
    for place, param in enumerate(params):
        if isinstance(param, int | date | str) and param in numbers:
            found.append((place, numbers[param]))
        elif isinstance(param, date) or any(mark in repr(param) for mark in MARKS):
            raise CannotKeep(f"a value of its own: {param!r}")
    missing = set(whole) - {marked[number] for _, number in found}
    if missing:
        raise CannotKeep(f"{len(missing)} values are not found again")
    return tuple(found)


def _compare(found: Drawn, params: tuple[Any, ...], question: Callable[[], QuerySet[Any, Any]]) -> None:
    if repr(params) in found.compared:
        return
    sql, wanted = question().query.sql_with_params()
    if (sql, tuple(wanted)) != (found.sql, params):
        raise CannotKeep(f"{found.sql} {params} is not {sql} {wanted}")
    found.compared.add(repr(params))
