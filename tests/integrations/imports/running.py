"""Uploading, checking, applying and taking back in tests, by the very code of the page and its jobs."""

from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from retention.integrations.imports.actions import apply_import, choose, start_import, undo_import
from retention.integrations.jobs.running import run_job
from retention.integrations.models import Import, ImportRow, Job
from retention.lib.clock import database_now
from retention.team.models import User

PACK = Path(__file__).parent / "pack"
Files = list[tuple[str, bytes]]
NOTICES = "reminders_notice"
CHOSEN = {"shift": True, "rates": {"USD": "0.9"}, "time_zone": "Europe/Stockholm", "country": "SE"}


def pack(*names: str, **changed: tuple[str, str]) -> Files:
    """The files of the pack, or some of them; ``people=("old", "new")`` replaces text in people.csv."""
    paths = [path for path in sorted(PACK.glob("*.csv")) if not names or path.stem in names]
    files = []
    for path in paths:
        text = path.read_bytes().decode("utf-8")
        if path.stem in changed:
            old, new = changed[path.stem]
            assert old in text
            text = text.replace(old, new)
        files.append((path.name, text.encode()))
    return files


def checked(by: User, files: Files, *, source: str = "harbour", **choices: Any) -> Import:
    """Upload files and have them checked with these choices."""
    of = start_import(files=files, source=source, by=by, at=database_now())
    run(of)
    if choices:
        choose(of=of, changes=choices, by=by, at=database_now())
        run(of)
    return of


def applied(by: User, files: Files, **choices: Any) -> Import:
    """Upload, check and apply."""
    of = checked(by, files, **(CHOSEN | choices))
    apply_import(of=of, by=by, at=database_now())
    run(of)
    return of


def undone(by: User, of: Import) -> Import:
    """Take an import back."""
    undo_import(of=of, by=by, at=database_now())
    run(of)
    return of


def run(of: Import) -> Job:
    """Run the import's waiting job to its end."""
    job = Job.objects.unfinished().get(subject_id=of.pk)
    assert run_job(job.pk)
    of.refresh_from_db()
    job.refresh_from_db()
    return job


def decisions(of: Import, file: str) -> dict[int, tuple[str, str]]:
    """State and reason of each row of a file by its number."""
    rows = ImportRow.objects.filter(of=of, file__name=file).order_by("number")
    return {
        number: (state, reason) for number, state, reason in rows.values_list("number", "state", "reason")
    }


def today() -> date:
    """The database's day, as jobs see it."""
    return database_now().date()


def everything(*but: str) -> dict[str, tuple[int, str]]:
    """Count and digest of every table of ours, audit tables included, except imports, jobs and their ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
            "AND relnamespace = 'public'::regnamespace AND relname ~ %s ORDER BY relname",
            ["^(accounts|contacts|plans|team|cadence|renewals|reminders|health)_"],
        )
        tables = [row[0] for row in cursor.fetchall() if row[0] not in (*but, NOTICES)]
        found = {}
        for table in tables:
            cursor.execute(
                f'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t'  # noqa: S608
            )
            found[table] = cursor.fetchone()
    return found
