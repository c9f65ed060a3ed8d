"""The pictures of the documentation, taken of the demo company: KEEL_PICTURES=docs/img make test ARGS=…"""

import os
from pathlib import Path

import pytest

from accounts.models import Account
from retention.desk.demo.load import load_demo
from retention.integrations.imports.actions import start_import
from retention.integrations.jobs.running import run_job
from retention.integrations.models import Job
from retention.lib.clock import database_now
from retention.team.models import User
from tests.integrations.imports.running import pack

from .visitor import OpenWindow, Visitor

FOLDER = os.environ.get("KEEL_PICTURES", "")
LARGEST = 250_000

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER, reason="pictures are taken when KEEL_PICTURES names a folder"),
]


def take(window: Visitor, name: str) -> None:
    """Save what the window shows; a picture that would bloat the repository fails."""
    path = Path(FOLDER) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    window.page.screenshot(path=path, animations="disabled")
    assert path.stat().st_size < LARGEST, f"{path} has {path.stat().st_size} bytes"


def wide(open_window: OpenWindow, user: User) -> Visitor:
    """A window as wide as the pictures."""
    return open_window(user, width=1200, height=780)


def test_pictures_of_the_daily_loop(open_window: OpenWindow, transactional_db: None) -> None:
    told: list[str] = []
    load_demo(password="a-word-for-pictures", at=database_now(), say=told.append)
    people = {user.name.split()[0]: user for user in User.objects.people()}
    lena = wide(open_window, people["Lena"])
    lena.go("/day/")
    take(lena, "my-day")
    account = Account.objects.get(name="Brightwater Foods")
    lena.go(f"/accounts/{account.pk}/")
    take(lena, "account")
    lena.press("l")
    dialog = lena.page.get_by_role("dialog")
    dialog.get_by_label("What happened").fill("Delivery errors are down to 2.4 percent; trainers confirmed.")
    take(lena, "log")
    planned = Account.objects.get(name="Tidewater Ports")
    lena.go(f"/accounts/{planned.pk}/white-space/")
    take(lena, "white-space")
    lena.go(f"/accounts/{planned.pk}/plan/")
    take(lena, "plan")
    address = next(line for line in told if "/share/" in line).rpartition("/share/")[2]
    customer = wide(open_window, people["Sol"])  # signed in or not, the page is the same
    customer.go(f"/share/{address}")
    take(customer, "shared-plan")
    lead = wide(open_window, people["Sofia"])
    lead.go("/renewals/")
    take(lead, "renewals")
    lead.go("/team/health/")
    take(lead, "team-health")
    phone = open_window(people["Lena"], width=390, height=844, dark=True)
    phone.go("/day/")
    take(phone, "phone")
    admin = people["Ada"]
    of = start_import(files=pack(), source="Former CRM", by=admin, at=database_now())
    assert run_job(Job.objects.unfinished().get(subject_id=of.pk).pk)
    window = wide(open_window, admin)
    window.go(f"/imports/{of.pk}/")
    take(window, "import-check")
