"""How layers speak upward: an action announces a past-tense fact, upper layers listen.

Listeners run inside the announcing transaction, in the order of their number, so that everything
that follows from a fact is true together with it or not at all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened; subclasses are named in the past tense and carry ids and dates."""


F = TypeVar("F", bound=Fact)


@dataclass(frozen=True)
class Listener:
    """One reaction: *order* decides the place in the row (lower layers first)."""

    order: int
    name: str
    react: Callable[..., None]


_listeners: dict[type[Fact], list[Listener]] = defaultdict(list)
_waiting: ContextVar[tuple[str, ...]] = ContextVar("layers that wait for a rebuild", default=())


def listen(fact: type[F], react: Callable[[F], None], *, order: int) -> None:
    """Register *react* for *fact*; called from ``apps.py`` only. Registering twice changes nothing."""
    name = f"{react.__module__}.{react.__qualname__}"
    row = _listeners[fact]
    if all(listener.name != name for listener in row):
        row.append(Listener(order, name, react))
        row.sort(key=lambda listener: (listener.order, listener.name))


def announce(fact: Fact) -> None:
    """Tell every listener of this fact, in order, inside the current transaction.

    Raises RuntimeError outside a transaction: what follows from a fact must not be half true.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{type(fact).__name__} announced outside a transaction")
    for listener in tuple(_listeners[type(fact)]):
        if not is_left_to_a_rebuild(listener.name):
            listener.react(fact)


@contextmanager
def left_to_a_rebuild(*layers: str) -> Iterator[None]:
    """Facts made inside do not reach these layers (``retention.cadence``), whose rows are all derived.

    A module of a layer that asks ``is_left_to_a_rebuild`` may be named as well.

    For making very many records at once: whoever says so rebuilds those layers in the same transaction.
    """
    token = _waiting.set((*_waiting.get(), *(f"{layer}." for layer in layers)))
    try:
        yield
    finally:
        _waiting.reset(token)


def is_left_to_a_rebuild(name: str) -> bool:
    """Is this layer, or what has this name in it, derived anew later in the transaction?"""
    return f"{name}.".startswith(_waiting.get())


def listeners_in_order() -> list[tuple[str, int, str]]:
    """Every (fact, order, listener) that is registered; a test prints and pins it."""
    return sorted(
        (fact.__name__, listener.order, listener.name) for fact, row in _listeners.items() for listener in row
    )
