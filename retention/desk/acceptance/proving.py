"""What is still to win at an imported account, and the file one hands to the customer."""

from accounts.models import Account
from contacts.models import Contact

from .planning import HIDDEN, SAID, Script
from .report import Report
from .visitor import Visitor


def read_white_space(visitor: Visitor, account: Account, report: Report) -> None:
    """The grid of the account, from its contracts and opportunities; what nobody looked at is unknown."""
    page = visitor.go(f"/accounts/{account.pk}/white-space/?all=1")
    states = page.eval_on_selector_all(
        ".cell", "cells => cells.map(cell => cell.className.match(/cell-([a-z_]+)/)[1])"
    )
    found = {state: states.count(state) for state in sorted(set(states))}
    report.figure(f"white space of {account.name}", page.locator(".answer").first.inner_text())
    report.figure("cells by state", found)
    known = found.get("owned", 0) + found.get("owned_partial", 0) + found.get("pipeline", 0)
    report.expect("contracts and opportunities of the export stand in the grid", known > 0)
    report.expect("what nobody looked at is unknown, and not open", not found.get("open"))
    visitor.picture("white-space")
    page = visitor.go("/white-space/")
    report.figure("white space of all accounts", page.locator(".answer").first.inner_text())
    visitor.picture("white-space-all")


def hand_over_review(visitor: Visitor, script: Script, account: Account, report: Report) -> None:
    """A review is planned, prepared and written; the customer's file holds nothing of ours alone."""
    body = {"account_id": account.pk, "kind": "business", "planned_on": script.day(7),
            "purpose": "Look back, and agree on next year", "decisions_wanted": "Who leads"}  # fmt: skip
    review = script("reviews/", body)["id"]
    people = list(
        Contact.objects.in_seat().filter(account=account).order_by("id").values_list("pk", flat=True)
    )
    script(f"reviews/{review}/people/", {"contact_ids": people[:4], "user_ids": [script.owner.pk]})
    script(f"reviews/{review}/prepare/", {})
    script(f"reviews/{review}/sections/", {"key": "value", "commentary": "More than we had planned."})
    page = visitor.go(f"/reviews/{review}/")
    visitor.picture("review")
    file = page.request.get(f"{visitor.url}/reviews/{review}/customer.pdf").body()
    inside = page.request.get(f"{visitor.url}/reviews/{review}/internal.pdf").body()
    for name, content in (("review-customer.pdf", file), ("review-internal.pdf", inside)):
        (visitor.pictures / name).write_bytes(content)
        report.expect(f"{name} is a PDF ({len(content) // 1024} KB)", content.startswith(b"%PDF"))
    pack = str(script(f"reviews/{review}/pack/"))
    report.expect("the customer's pack tells their priority", SAID["priority_1"] in pack)
    report.expect("the customer's pack holds nothing of ours alone", HIDDEN.strip() not in pack)
