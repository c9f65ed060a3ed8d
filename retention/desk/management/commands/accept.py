"""`manage.py accept --packs DIR`: the whole daily loop on a real export, in a real browser."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from retention.lib.clock import database_now
from retention.team.actions.invitations import invite_person
from retention.team.machine import the_machine
from retention.team.models import User
from retention.team.roles import Role

from ...acceptance import daily
from ...acceptance.figures import SURVIVAL_PACK, compare_figures, compare_survival
from ...acceptance.importing import import_pack, take_back
from ...acceptance.maps import demo_password, read_demo_maps, read_imported_map, the_lead
from ...acceptance.planning import Script as PlanScript
from ...acceptance.planning import account_to_plan, customer_answers, set_goals, share_it, write_plan
from ...acceptance.proving import hand_over_review, read_white_space
from ...acceptance.report import Report
from ...acceptance.visitor import Visitor, browser

PACK = "d365_contoso"


class Command(BaseCommand):
    """Needs an empty installation that runs at KEEL_URL."""

    help = "Try the product end to end on the exports in a folder, and print the figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the exports are, one folder each."""
        parser.add_argument("--packs", type=Path)
        parser.add_argument("--demo", action="store_true", help="read the maps of the demo company instead")
        parser.add_argument(
            "--figures-only", action="store_true", help="compare the figures of what is imported already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every step; exit with an error when anything was missed."""
        url, report = os.environ.get("KEEL_URL", ""), Report(self.stdout.write)
        if options["demo"]:
            with browser() as chromium:
                self._demo(chromium, url, report)
            return self._verdict(report)
        if options["packs"] is None:
            raise CommandError("needs the folder of exports in --packs, or --demo")
        folder = options["packs"] / PACK
        if options["figures_only"]:
            self._figures(options["packs"], report)
            return self._verdict(report)
        if not folder.is_dir() or not url:
            raise CommandError(f"needs the folder {folder.name} in --packs and the address in KEEL_URL")
        with browser() as chromium:
            self._run(chromium, url, folder, report)
        self._verdict(report)

    def _verdict(self, report: Report) -> None:
        if report.missed:
            raise CommandError(f"{len(report.missed)} expectations were missed")
        self.stdout.write("every expectation was met")

    def _demo(self, chromium: Any, url: str, report: Report) -> None:
        with report.step("A lead reads the maps of two accounts with a year of history"):
            visitor = self._window(chromium, url).sign_in(the_lead().email, demo_password())
            read_demo_maps(visitor, report)
            report.expect(
                f"the browser complained of nothing {visitor.complaints[:3]}", not visitor.complaints
            )

    def _window(self, chromium: Any, url: str) -> Visitor:
        pictures = Path(os.environ.get("KEEL_PICTURES", str(settings.DATA_DIR / "pictures")))
        size = {"width": 1440, "height": 900}
        return Visitor(chromium.new_context(viewport=size, locale="en-GB"), url, pictures)

    def _figures(self, packs: Path, report: Report) -> None:
        admin = User.objects.active().filter(role=Role.ADMIN).order_by("pk")[0]
        with report.step("Figures of the imported contracts against a second opinion from the raw files"):
            compare_figures(packs / PACK, admin, report)
        if (packs / SURVIVAL_PACK).is_dir():
            with report.step("Survival of a telephone company's customers, against a table row by row"):
                compare_survival(packs / SURVIVAL_PACK, report)

    def _run(self, chromium: Any, url: str, folder: Path, report: Report) -> None:
        def window() -> Visitor:
            return self._window(chromium, url)

        machine = the_machine()
        fields = {"email": "ada@acceptance.example", "name": "Ada Lovell", "role": Role.ADMIN}
        admin_window = window()
        with report.step("An admin is invited, chooses a password and signs in"):
            invitation = invite_person(fields=fields, by=machine, at=database_now())
            admin_window.choose_password(invitation.link, daily.PASSWORD)
            daily.signed_in(admin_window, str(fields["email"]))
        admin = User.objects.get(email=fields["email"])
        import_pack(admin_window, folder, report)
        self._figures(folder.parent, report)
        owner = daily.busiest_owner()
        with report.step(f"{owner.name} signs in and logs a call"):
            visitor = daily.come_in(window(), owner, admin)
            daily.log_a_call(visitor, owner, report)
            report.expect(
                f"the browser complained of nothing {visitor.complaints[:3]}", not visitor.complaints
            )
        with report.step("Renewals in their window are told once"):
            daily.told_once(report)
        with report.step("The lead looks at team health"):
            daily.lead_looks(daily.come_in(window(), daily.lead_of(owner), admin), report)
        with report.step("The map of an imported account says how little is known"):
            read_imported_map(admin_window, report)
        with report.step("A script with a token does the same"):
            daily.script_with_a_token(url, owner, report)
        self._plan(visitor, window(), owner, admin, report)
        take_back(admin_window, report)

    def _plan(self, ours: Visitor, theirs: Visitor, owner: User, admin: User, report: Report) -> None:
        account, script = account_to_plan(owner), PlanScript(ours.url, owner)
        with report.step(f"A whole plan for {account.name}, approved and running"):
            plan = write_plan(script, PlanScript(ours.url, admin), account, report)
            target, value = set_goals(script, account)
            ours.go(f"/plans/{plan}/")
            ours.picture("plan")
        with report.step("The customer reads it behind a link and confirms what was agreed"):
            customer_answers(theirs, share_it(ours, plan, account), target, value, report)
        with report.step("What is still to win"):
            read_white_space(ours, account, report)
        with report.step("A review pack that one hands over"):
            hand_over_review(ours, script, account, report)
        complaints = [*ours.complaints, *theirs.complaints]
        report.expect(f"the browsers complained of nothing {complaints[:3]}", not complaints)
