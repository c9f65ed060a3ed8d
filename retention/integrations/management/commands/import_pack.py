"""Import the files of a folder with the same code as the page; for scripts and acceptance runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from retention.integrations.imports.actions import apply_import, choose, start_import
from retention.integrations.jobs.running import run_job
from retention.integrations.models import Import, ImportState, Job
from retention.lib.clock import database_now
from retention.lib.errors import DomainError
from retention.team.audit import acting
from retention.team.models import User

ENDINGS = (".csv", ".txt", ".tsv")


class Command(BaseCommand):
    """manage.py import_pack DIR --by EMAIL [--shift] [--apply]"""

    help = "Check the CSV files of a folder, and apply them with --apply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--by", required=True, help="e-mail address of the importing admin")
        parser.add_argument("--source", default="", help="name of the system the files come from")
        parser.add_argument(
            "--shift", action="store_true", help="shift all dates so that the last day is today"
        )
        parser.add_argument("--apply", action="store_true", help="write the records")
        parser.add_argument(
            "--rate", action="append", default=[], metavar="USD=0.92", help="what a currency is worth"
        )
        parser.add_argument("--owner", action="append", default=[], metavar="NAME=nobody|inactive|EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, report, and apply when asked to."""
        by = User.objects.people().filter(email__iexact=options["by"]).first()
        if by is None:
            raise CommandError(f"Nobody signs in as {options['by']}.")
        paths = sorted(path for path in options["folder"].glob("*") if path.suffix.lower() in ENDINGS)
        try:
            with acting(user_id=by.pk, via="import"):
                of = self._checked(paths, by, options)
                if options["apply"]:
                    of = self._applied(of, by)
        except DomainError as refused:
            raise CommandError(refused.message) from None
        self._report(of)

    def _checked(self, paths: list[Path], by: User, options: dict[str, Any]) -> Import:
        files = [(path.name, path.read_bytes()) for path in paths]
        source = options["source"] or options["folder"].resolve().name
        of = start_import(files=files, source=source, by=by, at=database_now())
        self._run(of)
        choices = self._choices(options)
        if choices and of.state == ImportState.CHECKED:
            choose(of=of, changes=choices, by=by, at=database_now())
            self._run(of)
        return of

    def _choices(self, options: dict[str, Any]) -> dict[str, Any]:
        chosen: dict[str, Any] = {"shift": True} if options["shift"] else {}
        if options["rate"]:
            chosen["rates"] = dict(pair.split("=", 1) for pair in options["rate"])
        if options["owner"]:
            pairs = (pair.split("=", 1) for pair in options["owner"])
            chosen["owners"] = {name: self._owner(value) for name, value in pairs}
        return chosen

    def _owner(self, value: str) -> str:
        if "@" not in value:
            return value
        return f"user:{User.objects.get(email__iexact=value).pk}"

    def _applied(self, of: Import, by: User) -> Import:
        apply_import(of=of, by=by, at=database_now())
        self._run(of)
        return of

    def _run(self, of: Import) -> None:
        job = Job.objects.unfinished().get(subject_id=of.pk)
        run_job(job.pk)
        of.refresh_from_db()

    def _report(self, of: Import) -> None:
        self.stdout.write(f"Import {of.pk} of {of.source}: {of.get_state_display()}, last day {of.last_day}")
        for file in of.files.all():
            counts = of.summary.get("files", {}).get(str(file.pk), {})
            said = file.problem or ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
            self.stdout.write(f"  {file.name}: {file.kind or '?'}, {file.encoding}, {file.rows} rows: {said}")
        for key in ("flags", "owners", "without_rate", "beside", "result", "gave_up"):
            if of.summary.get(key):
                self.stdout.write(f"  {key}: {of.summary[key]}")
