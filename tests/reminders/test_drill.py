"""The promise under fire: thirty tickers and workers killed over two thousand mails, Redis flushed meanwhile.

On a PostgreSQL of its own with fsync on, and with a real mail host that writes down every Message-ID.
"""

import email
import email.policy
import logging
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis
from aiosmtpd.controller import Controller
from django.db import connection

from retention.launch.choices import ROOT, Choices, free_port
from retention.launch.postgres import programs
from retention.launch.stack import Stack, opened
from retention.launch.telling import Teller
from retention.launch.testing import thrown_away

pytestmark = [pytest.mark.drill, pytest.mark.slow, pytest.mark.django_db]
DELIVERIES, KILLS = 2000, 30
KILLS_AT_FIRST = 6  # while reminders are released; the others are spread over the mails
PATIENCE = 120.0  # seconds from the last kill until all must have left
SUBJECT = re.compile(r"subject (\d+)\.")


class Sink:
    """A mail host that takes everything and writes down what it took, in the order it came."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, set[str]]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Note Message-ID, reader and the subjects whose text stands in the mail."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = message.get_body(("plain",))
        text = body.get_content() if body is not None else ""
        self.taken.append((message["Message-ID"], envelope.rcpt_tos[0], set(SUBJECT.findall(text))))
        return "250 taken"


class Nursery:
    """The prepared process that starts tickers and workers."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.reminders.nursery"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            process_group=0,
        )
        assert self._answer() == "ready"

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def ask(self, word: str) -> int:
        """Say the word, read the number."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        return int(self._answer())

    def end(self) -> None:
        """With all children."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def sink() -> Iterator[tuple[Sink, int]]:
    """A mail host and its port."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    sink, port = Sink(), free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    yield sink, port
    controller.stop()


@pytest.fixture
def stack(db: None) -> Iterator[Stack]:
    """PostgreSQL and Redis of our own, the schema in place; nothing is hurried."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    with thrown_away("drill") as folder:
        choices = Choices(data=Path(folder) / "data", port=free_port(), with_demo=False)
        with opened(choices, Teller()) as stack:
            stack.start_servers()
            copy_schema(stack.environment["DATABASE_URL"])
            yield stack
    for number, handler in handlers.items():
        signal.signal(number, handler)


def copy_schema(target: str) -> None:
    """Give the empty database the tables of the suite's own; migrating again would take half the drill."""
    folder = programs() / "bin"
    source = connection.get_connection_params()
    address = " ".join(
        f"{key}='{source[key]}'" for key in ("host", "port", "user", "dbname") if source.get(key)
    )
    dump = subprocess.run(
        [folder / "pg_dump", "--schema-only", "--no-owner", "--no-privileges", address],
        env={**os.environ, "PGPASSWORD": source.get("password", "")}, capture_output=True, check=True,
    )  # fmt: skip
    subprocess.run(
        [folder / "psql", "-q", "-v", "ON_ERROR_STOP=1", target],
        input=dump.stdout, stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip


@pytest.fixture
def nursery(stack: Stack, sink: tuple[Sink, int]) -> Iterator[Nursery]:
    """On that stack, sending to the sink."""
    environment = {**stack.environment, "EMAIL_URL": f"smtp://127.0.0.1:{sink[1]}"}
    environment["DJANGO_SETTINGS_MODULE"] = "retention.settings.development"
    nursery = Nursery(environment)
    yield nursery
    nursery.end()


def kill_one(family: list[tuple[str, int]], nursery: Nursery) -> None:
    """Kill any of them in the middle of whatever it does, and start another of its kind."""
    kind, process_id = family.pop(random.randrange(len(family)))
    os.kill(process_id, signal.SIGKILL)
    family.append((kind, nursery.ask(kind)))


def wait_for_mails(sink: Sink, number: int) -> None:
    """Until it is time for the kill of that number; then a moment more, so that it comes unforeseen."""
    if number < KILLS_AT_FIRST:
        time.sleep(random.uniform(0.3, 0.6))
        return
    wanted = DELIVERIES * (number - KILLS_AT_FIRST + 1) // (KILLS - KILLS_AT_FIRST + 1)
    deadline = time.monotonic() + 20
    while len(sink.taken) < wanted and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(random.uniform(0, 0.05))


def count(stack: Stack, statement: str) -> int:
    """The number a statement gives."""
    own = psycopg2.connect(stack.environment["DATABASE_URL"])
    try:
        with own.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.fetchone()[0])
    finally:
        own.close()


UNFINISHED = """
SELECT (SELECT count(*) FROM reminders_reminder WHERE state = 'planned')
     + (SELECT count(*) FROM reminders_delivery WHERE state = 'pending')
     + (SELECT count(*) FROM reminders_notification WHERE delivery_id IS NULL)
"""


def test_thirty_deaths_lose_nothing_and_repeat_nothing_that_is_seen(
    stack: Stack, nursery: Nursery, sink: tuple[Sink, int], capsys: pytest.CaptureFixture[str]
) -> None:
    reminders = nursery.ask(f"seed {DELIVERIES}")
    started = time.monotonic()
    family = [(kind, nursery.ask(kind)) for kind in ("ticker", "ticker", "worker")]
    flushes = 0
    with redis.Redis(unix_socket_path=str(stack.data.run / "redis.sock")) as client:
        for number in range(KILLS):
            nursery.ask("wake")
            wait_for_mails(sink[0], number)
            kill_one(family, nursery)
            flushes += bool(client.flushall())
    left_at_last_kill = count(stack, UNFINISHED)
    deadline = time.monotonic() + PATIENCE
    while count(stack, UNFINISHED) and time.monotonic() < deadline:
        time.sleep(0.5)
    seconds = time.monotonic() - started

    taken = sink[0].taken
    ids_of: dict[str, set[str]] = defaultdict(set)
    for message_id, _, subjects in taken:
        for subject in subjects:
            ids_of[subject].add(message_id)
    ids = {message_id for message_id, _, _ in taken}
    repeats = len(taken) - len(ids)
    notifications = count(stack, "SELECT count(*) FROM reminders_notification")
    people = count(stack, "SELECT count(DISTINCT (reminder_id, user_id)) FROM reminders_notification")
    marked = count(stack, "SELECT count(*) FROM reminders_delivery WHERE maybe_twice")
    with capsys.disabled():
        print(
            f"\ndrill: {len(ids)} mails in {seconds:.0f} s, {KILLS} killed, Redis flushed {flushes} times, "
            f"{left_at_last_kill} rows unfinished at the last kill: lost {reminders - len(ids_of)}, "
            f"in-app repeats {notifications - people}, raw repeats {repeats}, marked maybe-twice {marked}"
        )
    assert count(stack, UNFINISHED) == 0
    assert len(ids_of) == reminders == notifications == people
    assert len(ids) == DELIVERIES
    assert all(len(message_ids) == 1 for message_ids in ids_of.values())
    assert repeats <= KILLS
    assert count(stack, "SELECT count(*) FROM reminders_delivery WHERE state <> 'sent'") == 0
