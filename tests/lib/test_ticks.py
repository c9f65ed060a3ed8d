"""A round runs every tick in order, and one that fails stops nobody."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection

from retention.lib import ticks
from retention.lib.ticks import register_tick, run_round

pytestmark = pytest.mark.django_db(transaction=True)
MOMENT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_ticks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No ticks but those of the test."""
    monkeypatch.setattr(ticks, "_ticks", {})
    monkeypatch.setattr(ticks, "_last_run", {})
    yield
    ticks._stopping.clear()


def now() -> datetime:
    """The test's moment."""
    return MOMENT


def test_ticks_run_by_order_with_moment_and_limit() -> None:
    seen: list[tuple[str, datetime, int]] = []
    register_tick("second", lambda at, limit: seen.append(("second", at, limit)) or 2, 20, limit=7)
    register_tick("first", lambda at, limit: seen.append(("first", at, limit)) or 0, 10)
    outcomes = run_round(now=now)
    assert seen == [("first", MOMENT, 500), ("second", MOMENT, 7)]
    assert [(outcome.name, outcome.count, outcome.has_more) for outcome in outcomes] == [
        ("first", 0, False),
        ("second", 2, False),
    ]


def test_one_that_fails_stops_nobody_and_says_why_in_a_line(caplog: pytest.LogCaptureFixture) -> None:
    def broken(at: datetime, limit: int) -> int:
        raise LookupError("gone\nwith details")

    register_tick("broken", broken, 10)
    register_tick("sound", lambda at, limit: 1, 20)
    outcomes = run_round(now=now)
    assert [(outcome.error, outcome.count) for outcome in outcomes] == [("LookupError: gone", 0), ("", 1)]
    assert caplog.messages == ["broken failed: LookupError: gone", "sound: 1"]


def test_one_that_breaks_its_statement_leaves_the_next_a_sound_connection() -> None:
    def broken(at: datetime, limit: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        return 0

    def sound(at: datetime, limit: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 4")
            return int(cursor.fetchone()[0])

    register_tick("broken", broken, 10)
    register_tick("sound", sound, 20)
    assert [outcome.count for outcome in run_round(now=now)] == [0, 4]


def test_a_full_batch_says_that_there_is_more() -> None:
    register_tick("full", lambda at, limit: limit, 10, limit=3)
    assert run_round(now=now)[0].has_more


def test_one_with_a_pace_is_not_run_again_at_once() -> None:
    register_tick("slow", lambda at, limit: 1, 10, every=3600)
    assert len(run_round(now=now)) == 1
    assert run_round(now=now) == []


def test_one_that_runs_alone_is_skipped_while_another_process_runs_it() -> None:
    register_tick("alone", lambda at, limit: 1, 10, is_alone=True)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, hashtext('alone'))", [ticks.LOCK_SPACE])
        assert run_round(now=now)[0].count == 0
        cursor.execute("SELECT pg_advisory_unlock_all()")
    other.close()
    assert run_round(now=now)[0].count == 1


def test_a_round_that_is_asked_to_stop_begins_nothing_more() -> None:
    def stopping(at: datetime, limit: int) -> int:
        ticks.ask_to_stop()
        return 1

    register_tick("stopping", stopping, 10)
    register_tick("next", lambda at, limit: 1, 20)
    assert [outcome.name for outcome in run_round(now=now)] == ["stopping"]


def test_a_name_belongs_to_one_tick() -> None:
    register_tick("mine", len, 10)  # type: ignore[arg-type]
    register_tick("mine", len, 10)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="mine"):
        register_tick("mine", max, 10)  # type: ignore[arg-type]
