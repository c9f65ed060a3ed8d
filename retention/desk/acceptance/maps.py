"""The maps of three accounts: two with a year of history, and one of which an export tells little."""

from django.conf import settings
from django.db.models import Count

from accounts.models import Account
from contacts.models import Contact, NextStep
from retention.team.models import User

from .report import Report
from .visitor import Visitor

DEMO = {
    "Quillan Pharma": ("The champion left", "Meet whoever follows"),
    "Brightwater Foods": ("One person holds this account", "to introduce two colleagues"),
}
"""What a lead must find on the map of each, and the play it offers."""


def read_imported_map(visitor: Visitor, report: Report) -> None:
    """An imported account: the people are there, and nothing is made up about their parts."""
    rows = Account.objects.annotate(number=Count("contacts")).order_by("-number", "id")
    account = rows[0]
    page = visitor.go(f"/accounts/{account.pk}/map/?all=1")
    said = page.locator(".answer").first.inner_text()
    report.figure(f"map of {account.name}", said)
    known = Contact.objects.in_seat().filter(account=account)
    report.expect(f"the map shows all {known.count()} people", page.locator(".pc").count() >= known.count())
    unsaid = not known.exclude(buying_role="unknown").filter(role_is_guessed=False).exists()
    report.expect("the export names nobody's part in decisions", unsaid)
    words = page.inner_text("main")
    report.expect(
        "the map says that nobody's part in decisions is known", "nobody’s part in decisions" in said
    )
    report.expect(
        "coverage is not known rather than a number", "covering" not in said and "Coverage\n—" in words
    )
    report.expect("no quiet map is told as a good one", "Nothing is flagged" not in words)
    report.expect(
        "nobody is placed among those who decide", page.locator("th:has-text('Decides')").count() == 0
    )
    visitor.picture("map-imported")


def read_demo_maps(visitor: Visitor, report: Report) -> None:
    """Two demo accounts: the flag that matters stands first, and one click makes it a step."""
    for name, (flag, play) in DEMO.items():
        account = Account.objects.get(name=name)
        page = visitor.go(f"/accounts/{account.pk}/map/")
        report.figure(f"map of {name}", page.locator(".answer").first.inner_text())
        first = page.locator("#flags").locator("xpath=ancestor::section").locator("li").first.inner_text()
        report.expect(f"{name}: “{flag}” stands first among what is missing", flag in first)
        report.expect(f"{name}: it offers its play", play in first)
        report.expect(f"{name}: lines are drawn", page.locator("svg.links path").count() > 0)
        visitor.picture(f"map-{account.pk}")
        before = NextStep.objects.filter(account=account, origin="map").count()
        visitor.follow("section:has(#flags) li button:has-text('Plan')")
        planned = NextStep.objects.filter(account=account, origin="map").count()
        report.expect(f"{name}: one click makes it a next step", planned == before + 1)
        visitor.go(f"/accounts/{account.pk}/brief/")
        visitor.picture(f"brief-{account.pk}")


def the_lead() -> User:
    """Who leads the team of both accounts."""
    return (
        User.objects.active()
        .filter(memberships__is_lead=True, memberships__team__accounts__name__in=list(DEMO))
        .order_by("pk")[0]
    )


def demo_password() -> str:
    """The password that the demo company's people were given on this machine."""
    text = (settings.DATA_DIR / "demo-sign-ins.txt").read_text()
    return text.rsplit(": ", 1)[1].strip()
