"""Nothing is migrated again while neither the version nor the database has changed; else it is."""

from pathlib import Path

import pytest
from django.db import connection
from psycopg2.extensions import make_dsn

from retention.launch.schema import NOTE, Schema, version_of


@pytest.fixture
def version(tmp_path: Path) -> Path:
    """A checkout with one migration."""
    root = tmp_path / "checkout"
    for name in ("accounts/migrations/0001_first.py", "retention/settings/base.py", "requirements.lock"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("first\n")
    return root


@pytest.fixture
def schema(db: None, version: Path, tmp_path: Path) -> Schema:
    """The database of the tests, noted as brought to that version."""
    asked = connection.get_connection_params()
    words = {name: asked[name] for name in ("host", "port", "user", "password", "dbname") if asked.get(name)}
    schema = Schema(tmp_path, make_dsn(**words), version)
    schema.note()
    return schema


def test_the_same_version_and_database_need_nothing(schema: Schema) -> None:
    assert schema.is_current()


@pytest.mark.parametrize("changed", ["accounts/migrations/0002_next.py", "requirements.lock"])
def test_another_version_is_migrated(schema: Schema, version: Path, changed: str) -> None:
    (version / changed).write_text("second\n")
    assert not schema.is_current()


def test_a_first_start_and_a_broken_note_are_migrated(schema: Schema) -> None:
    (schema.data / NOTE).write_text("{")
    assert not schema.is_current()
    (schema.data / NOTE).unlink()
    assert not schema.is_current()


def test_another_database_is_migrated_though_it_has_the_same_migrations(schema: Schema) -> None:
    noted = (schema.data / NOTE).read_text()
    done = schema._now()["done"]
    (schema.data / NOTE).write_text(noted.replace(done, done[::-1]))
    assert not schema.is_current()


def test_a_database_that_cannot_be_asked_is_left_to_migrate(schema: Schema, version: Path) -> None:
    nowhere = Schema(schema.data, "postgresql:///nothing?host=/nonexistent", version)
    nowhere.note()
    assert not nowhere.is_current()


def test_every_migration_of_ours_decides() -> None:
    from django.apps import apps

    from retention.launch import schema as module

    decisive = {path for path in module._decisive(module.ROOT) if path.parent.name == "migrations"}
    ours = [app.path for app in apps.get_app_configs() if Path(app.path).is_relative_to(module.ROOT)]
    own = [path for path in ours if "site-packages" not in path]
    assert decisive == {file for path in own for file in Path(path).glob("migrations/*.py")}
    assert version_of(module.ROOT) == version_of(module.ROOT)
