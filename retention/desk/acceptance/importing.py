"""The admin's part: upload, check, choose, apply, and the same files again."""

import time
from pathlib import Path

from accounts.models import Account, Contract
from contacts.models import Contact, Touchpoint
from retention.integrations.models import Import, ImportState
from retention.renewals.models import Renewal

from .report import Report
from .visitor import Visitor

PATIENCE = 300
BUSY = (ImportState.CHECKING, ImportState.APPLYING, ImportState.UNDOING)
FILES = (
    "User",
    "Territory",
    "Account",
    "Contact",
    "Product",
    "Opportunity",
    "Emails",
    "Appointments",
    "Goal",
    "Campaign",
)


def settled(of: Import) -> Import:
    """Wait until no job works on the import. Raises TimeoutError."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        of.refresh_from_db()
        if of.state not in BUSY:
            return of
        time.sleep(0.5)
    raise TimeoutError(f"the import is still {of.state}")


def upload(admin: Visitor, folder: Path, source: str) -> Import:
    """Upload all files of the export on the page; the check starts by itself."""
    admin.go("/imports/new/")
    admin.page.fill("input[name=source]", source)
    paths = [folder / f"{name}.csv" for name in FILES if (folder / f"{name}.csv").exists()]
    admin.page.set_input_files("input[type=file]", [str(path) for path in paths])
    admin.follow("button:has-text('Upload and check')")
    return settled(Import.objects.order_by("-pk")[0])


def choose_and_apply(admin: Visitor, of: Import) -> Import:
    """Shift the dates, say what a dollar is worth, map unknown owners, and apply."""
    admin.go(f"/imports/{of.pk}/")
    page = admin.page
    if page.locator("input[name=shift]").count():
        page.check("input[name=shift]")
    page.fill("input[name=notice_days]", "60")
    for rate in page.locator("input[name^=rate_]").all():
        rate.fill("0.92")
    for owner in page.locator("select[name^=owner_]").all():
        owner.select_option("inactive")
    admin.follow("button:has-text('Check again')")
    settled(of)
    admin.go(f"/imports/{of.pk}/")
    admin.picture("import-check")
    admin.follow("button:has-text('Apply')")
    of = settled(of)
    admin.go(f"/imports/{of.pk}/")
    admin.picture("import-applied")
    return of


def counts() -> dict[str, int]:
    """How many records there are."""
    return {
        "accounts": Account.objects.count(),
        "contacts": Contact.objects.count(),
        "contracts": Contract.objects.count(),
        "open renewals": Renewal.objects.open().count(),
        "closed renewals": Renewal.objects.exclude(closed_on=None).count(),
        "touchpoints": Touchpoint.objects.count(),
    }


def import_pack(admin: Visitor, folder: Path, report: Report) -> None:
    """Check, choose, apply; then the same files again must change nothing."""
    with report.step("An admin imports the export on the page"):
        of = upload(admin, folder, folder.name)
        report.expect(f"the check ended as checked (it says {of.state})", of.state == ImportState.CHECKED)
        report.expect("nothing is written before it is applied", Account.objects.count() == 0)
        of = choose_and_apply(admin, of)
        report.expect(f"the import was applied (it says {of.state})", of.state == ImportState.APPLIED)
        for name, number in counts().items():
            report.figure(name, number)
    with report.step("The same files again change nothing"):
        before = counts()
        again = upload(admin, folder, folder.name)
        admin.go(f"/imports/{again.pk}/")
        ready = admin.page.locator("button:has-text('Apply')").count()
        report.expect("the second check finds no row to write", ready == 0)
        report.expect("no record was added", counts() == before)


def take_back(admin: Visitor, report: Report) -> None:
    """Undo on the page: what nobody has worked on since is gone, the rest is listed as kept."""
    with report.step("The import is taken back on the page"):
        of = Import.objects.filter(state=ImportState.APPLIED).order_by("pk")[0]
        admin.go(f"/imports/{of.pk}/")
        admin.follow("button:has-text('Take the import back')")
        of = settled(of)
        report.expect(f"the import was undone (it says {of.state})", of.state == ImportState.UNDONE)
        left = counts()
        for name, number in left.items():
            report.figure(f"{name} left", number)
        report.expect("only accounts that were worked on are left", left["accounts"] <= 2)
