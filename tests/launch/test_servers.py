"""The embedded servers: real ones, on a folder that only its owner may enter."""

import os
from pathlib import Path

import psycopg2
import pytest
import redis

from retention.launch import keeping
from retention.launch.choices import Choices
from retention.launch.datadir import DataDir
from retention.launch.postgres import Postgres
from retention.launch.refusals import CannotStart
from retention.launch.servant import Servant
from retention.launch.stack import Stack, opened
from tests.launch.conftest import Listener


def ask(stack: Stack, statement: str) -> list[tuple[object, ...]]:
    """What the product's own role gets for *statement*; with an empty list where there is nothing to get."""
    connection = psycopg2.connect(stack.environment["DATABASE_URL"])
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def test_both_servers_answer_and_keep_their_data_over_a_stop(closed_folder: Path, listener: Listener) -> None:
    choices = Choices(data=closed_folder / "data")
    with opened(choices, listener) as stack:
        stack.start_servers()
        ask(stack, "CREATE TABLE note AS SELECT 'kept' AS text")
        with redis.Redis(unix_socket_path=str(stack.data.run / "redis.sock")) as client:
            client.set("note", "kept")
    with opened(choices, listener) as stack:
        stack.start_servers()
        assert ask(stack, "SELECT text FROM note") == [("kept",)]
        with redis.Redis(unix_socket_path=str(stack.data.run / "redis.sock")) as client:
            assert client.get("note") == b"kept"


def test_the_product_has_a_plain_role_that_may_use_trusted_extensions(
    closed_folder: Path, listener: Listener
) -> None:
    with opened(
        Choices(data=closed_folder / "data", redis_url="redis://given"), listener, hasty=True
    ) as stack:
        stack.start_servers()
        assert ask(stack, "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = 'keel'") == [
            (False, False)
        ]
        for extension in ("pg_trgm", "unaccent", "btree_gist", "citext"):
            ask(stack, f"CREATE EXTENSION {extension}")
        assert list(stack.supervisor.running) == ["postgres"]
        assert stack.environment["REDIS_URL"] == "redis://given"


def test_what_a_killed_server_left_does_not_hinder_the_next(closed_folder: Path, listener: Listener) -> None:
    choices = Choices(data=closed_folder / "data", redis_url="redis://given")
    with opened(choices, listener, hasty=True) as stack:
        stack.start_servers()
        stack.supervisor.running["postgres"].process.kill()
    pid_file = closed_folder / "data" / "postgres" / "postmaster.pid"
    pid_file.write_text(
        f"{os.getpid()}\n"
    )  # as after a restart of a container: the number is somebody else's now
    with opened(choices, listener, hasty=True) as stack:
        stack.start_servers()
        assert ask(stack, "SELECT 1") == [(1,)]


def test_a_backup_brings_back_what_was_deleted_and_a_broken_one_changes_nothing(
    closed_folder: Path, listener: Listener
) -> None:
    choices, file = (
        Choices(data=closed_folder / "data", redis_url="redis://given"),
        closed_folder / "keel.dump",
    )
    with opened(choices, listener, hasty=True) as stack:
        stack.start_servers()
        ask(stack, "CREATE TABLE note AS SELECT 'kept' AS text")
        assert keeping.backup(str(file), choices, listener) == 0  # while it runs
        ask(stack, "DELETE FROM note")
    (closed_folder / "broken.dump").write_bytes(file.read_bytes()[:-30])
    with pytest.raises(CannotStart, match="pg_restore failed"):
        keeping.restore(str(closed_folder / "broken.dump"), choices, listener)
    with opened(choices, listener, hasty=True) as stack:
        stack.start_servers()
        assert ask(stack, "SELECT count(*) FROM note") == [(0,)]
    assert keeping.restore(str(file), choices, listener) == 0
    assert keeping.backup(str(file), choices, listener) == 0  # while it stands still
    with opened(choices, listener, hasty=True) as stack:
        stack.start_servers()
        assert ask(stack, "SELECT text FROM note") == [("kept",)]


def test_backup_and_restore_say_what_is_missing(tmp_path: Path, listener: Listener) -> None:
    with pytest.raises(CannotStart, match="make backup FILE="):
        keeping.backup("", Choices(data=tmp_path), listener)
    with pytest.raises(CannotStart, match="make restore FILE="):
        keeping.restore(str(tmp_path / "none.dump"), Choices(data=tmp_path), listener)
    (tmp_path / "keel.dump").touch()
    with pytest.raises(CannotStart, match=r"see docs/operations\.md"):
        keeping.restore(str(tmp_path / "keel.dump"), Choices(data=tmp_path, database_url="x"), listener)


def test_data_of_an_older_postgresql_is_refused_with_a_way_on(closed_folder: Path) -> None:
    servant = Servant.choose()
    data = DataDir.take(closed_folder / "data", servant)
    postgres = Postgres(data, servant)
    (postgres.folder / "PG_VERSION").write_text("17\n")
    with pytest.raises(CannotStart, match=r"of PostgreSQL 17, this is \d+: see docs/operations.md"):
        postgres.create()
    data.release()


def test_a_first_start_that_was_interrupted_is_made_again(closed_folder: Path, listener: Listener) -> None:
    choices = Choices(data=closed_folder / "data", redis_url="redis://given")
    half_made = choices.data / "postgres" / "base"
    half_made.mkdir(parents=True)
    (half_made.parent / "postmaster.opts").touch()
    with opened(choices, listener, hasty=True) as stack:
        stack.start_servers()
        assert ask(stack, "SELECT 1") == [(1,)]
