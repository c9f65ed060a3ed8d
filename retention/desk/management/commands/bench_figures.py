"""`manage.py bench_figures`: retention figures over five years of movements, beside the least SQL."""

import os
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.models import Account
from retention.lib.clock import database_now
from retention.metrics.cohorts import cohorts
from retention.metrics.committed import carr
from retention.metrics.concentration import concentration
from retention.metrics.frozen import frozen_atr
from retention.metrics.kept import kept
from retention.metrics.losses import losses_by_way
from retention.metrics.positions import totals, totals_by
from retention.metrics.products import product_grr
from retention.metrics.questions import FAMILY, Question, ask
from retention.metrics.renewed import renewal_rates
from retention.metrics.stays import curve_of
from retention.team.machine import the_machine

from ...bench import figures, generate
from ...figures.page import retention_facts

ROUNDS = 3


class Command(BaseCommand):
    """Needs an empty installation; --keep measures what is there."""

    help = "Measure the retention figures on generated movements."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large."""
        default = int(os.environ.get("KEEL_BENCH_ACCOUNTS", "100000"))
        parser.add_argument("--accounts", type=int, default=default)
        parser.add_argument("--keep", action="store_true", help="measure without generating")

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate and measure."""
        if not options["keep"]:
            if Account.objects.exists():
                raise CommandError("needs an empty installation, or --keep")
            generate.make_users()
            figures.fill(options["accounts"], lambda text: self.stdout.write(f"  {text}"))
        today = database_now().date()
        question = ask(the_machine(), today=today).rated()
        least = self._line("least SQL", lambda: self._least(question), 0)
        for name, act in self._acts(question):
            self._line(name, act, least)

    def _acts(self, question: Question) -> list[tuple[str, Callable[[], Any]]]:
        return [
            ("kept, bridge", lambda: totals(question)),
            ("by tier then", lambda: totals_by(question, "tier")),
            ("rows behind", lambda: kept(question, "grr").rows()),
            ("renewal rates", lambda: renewal_rates(question)),
            ("cohorts", lambda: cohorts(question)),
            ("survival", lambda: curve_of(question)),
            ("losses", lambda: losses_by_way(question)),
            ("concentration", lambda: concentration(question)),
            ("by family", lambda: totals(replace(question, unit=FAMILY))),
            ("per product", lambda: product_grr(question)),
            ("committed", lambda: carr(question)),
            ("due at opening", lambda: frozen_atr(question)),
            ("whole page", lambda: retention_facts(question, by="tier", today=question.end)),
        ]

    def _line(self, name: str, act: Callable[[], Any], least: float) -> float:
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            act()
            times.append((time.perf_counter() - started) * 1000)
        middle = median(times)
        times_least = f"{middle / least:8.1f} x least" if least else ""
        self.stdout.write(f"{name:14} {middle:9.1f} ms {times_least}")
        return middle

    def _least(self, question: Question) -> None:
        with connection.cursor() as cursor:
            cursor.execute(figures.LEAST, {"start": question.start, "end": question.end})
            cursor.fetchone()
