"""What is done again and again by the clock: layers register it, two different tickers run it.

Both the loop ticker (`manage.py tick --loop`) and the Celery worker run the same rounds, always. So a tick
must be harmless when run twice, late, or on two machines at once: it claims its rows in PostgreSQL.
"""

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import close_old_connections, connection

logger = logging.getLogger(__name__)

LOCK_SPACE = 0x6B65656C
"""First half of the advisory locks of ticks that run alone."""

_stopping = threading.Event()


@dataclass(frozen=True, slots=True)
class Tick:
    """One repeated piece of work. ``name`` reads as what was done: "reminders released"."""

    name: str
    run: Callable[[datetime, int], int]
    order: int
    limit: int
    every: float
    is_alone: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one tick went: how much it did, or why it failed."""

    name: str
    count: int = 0
    error: str = ""
    has_more: bool = False


_ticks: dict[str, Tick] = {}
_last_run: dict[str, float] = {}


def register_tick(
    name: str,
    run: Callable[[datetime, int], int],
    order: int,
    *,
    limit: int = 500,
    every: float = 0.0,
    is_alone: bool = False,
) -> None:
    """Have *run* called with (now, limit) in every round; it answers how much it did.

    Lower *order* runs first. *every*: at most once in that many seconds per process. *is_alone*: skipped
    while another process runs it, for long work. The tick makes its own short transactions.
    Raises ValueError when another tick has the name.
    """
    tick = Tick(name, run, order, limit, every, is_alone)
    if _ticks.get(name, tick) != tick:
        raise ValueError(f"a tick named {name!r} is registered already")
    _ticks[name] = tick


def ticks_in_order() -> list[Tick]:
    """Every registered tick, as a round runs them."""
    return sorted(_ticks.values(), key=lambda tick: (tick.order, tick.name))


def run_round(*, now: Callable[[], datetime]) -> list[Outcome]:
    """Run every tick that is due; one that fails never stops the others.

    *now* is asked anew for each tick, since the one before may have taken its time.
    """
    outcomes = []
    for tick in ticks_in_order():
        if is_stopping():
            break
        if time.monotonic() - _last_run.get(tick.name, -tick.every) >= tick.every:
            outcomes.append(_run(tick, now))
            _last_run[tick.name] = time.monotonic()
    return outcomes


def _run(tick: Tick, now: Callable[[], datetime]) -> Outcome:
    try:
        if not connection.in_atomic_block:
            close_old_connections()
        with _alone(tick) as is_ours:
            count = tick.run(now(), tick.limit) if is_ours else 0
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}".splitlines()[0][:300]
        logger.error("%s failed: %s", tick.name, error, exc_info=logger.isEnabledFor(logging.DEBUG))
        if not connection.in_atomic_block:
            with contextlib.suppress(Exception):
                connection.close()
        return Outcome(tick.name, error=error)
    if count:
        logger.info("%s: %d", tick.name, count)
    return Outcome(tick.name, count, has_more=count >= tick.limit)


@contextlib.contextmanager
def _alone(tick: Tick) -> Iterator[bool]:
    """Hold the tick's lock, which PostgreSQL frees when this process dies."""
    if not tick.is_alone:
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [LOCK_SPACE, tick.name])
        is_ours = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [LOCK_SPACE, tick.name])


def ask_to_stop() -> None:
    """Let the round end after the item in hand; ticks with many items ask is_stopping between them."""
    _stopping.set()


def is_stopping() -> bool:
    """True once this process was asked to stop."""
    return _stopping.is_set()


def wait(seconds: float) -> None:
    """Sleep, but wake at once when asked to stop."""
    _stopping.wait(max(0.0, seconds))
