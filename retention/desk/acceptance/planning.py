"""A plan for an imported account: written by script, read and confirmed by the customer behind a link."""

from datetime import timedelta
from typing import Any

from django.db.models import Count

from accounts.models import Account
from contacts.models import Contact
from plans.models import RoiTarget, ValueEntry
from plans.planning.sections import SECTIONS
from retention.integrations.tokens.actions import make_token
from retention.integrations.tokens.scopes import SCOPES
from retention.lib.clock import database_now
from retention.sharing.models import ClientWord
from retention.team.models import User

from .daily import call_api
from .report import Report
from .visitor import Visitor

SAID = {
    "priority_1": "Fewer orders that arrive late",
    "strategy": "Sell what they make themselves in two new countries",
    "fiscal_year": "Begins in July; budgets are made in May",
}
"""What stands in fields that may be shown; every other field gets a sentence of its own."""
HIDDEN = "Not for them: "


class Script:
    """What a script says through the API on behalf of *owner*."""

    def __init__(self, url: str, owner: User) -> None:
        self.url, self.owner, self.at = url, owner, database_now()
        _, self.secret = make_token(
            owner=owner, name="plan", scopes=SCOPES, expires_at=None, by=owner, at=self.at
        )

    def __call__(self, path: str, body: dict[str, Any] | None = None) -> Any:
        return call_api(self.url, self.secret, path, body)

    def day(self, days: int) -> str:
        """So many days from today."""
        return (self.at.date() + timedelta(days=days)).isoformat()


def account_to_plan(owner: User) -> Account:
    """Of their accounts the one with most people in their seats."""
    rows = Account.objects.filter(owner=owner).annotate(number=Count("contacts")).order_by("-number", "id")
    return rows[0]


def write_plan(script: Script, lead: Script, account: Account, report: Report) -> int:
    """All fifteen sections, approved and running."""
    plan = int(script("plans/", {"account_id": account.pk, "period_start": script.day(0)})["id"])
    for section in SECTIONS:
        for field in section.fields:
            text = SAID.get(field.key) or f"{'' if field.may_share else HIDDEN}{field.label}"
            shown = {"is_shared": True} if field.may_share else {}
            script(f"plans/{plan}/write/", {"field": field.key, "text": text, **shown})
    _set_out(script, account, plan)
    _look_ahead(script, plan)
    script(f"plans/{plan}/move/", {"move": "submit"})
    missing = script(f"plans/{plan}/")["missing_for_approval"]
    report.expect(f"nothing keeps the plan from approval {missing}", missing == [])
    if account.tier == "A":
        lead(f"plans/{plan}/sign/", {})
    lead(f"plans/{plan}/move/", {"move": "approve"})
    state = script(f"plans/{plan}/move/", {"move": "start"})["state"]
    report.expect("the plan is approved and runs", state == "active")
    return plan


def _set_out(script: Script, account: Account, plan: int) -> None:
    """An objective with its measure, and a step of each side."""
    owner = {"owner_id": script.owner.pk}
    aim = {"plan_id": plan, "goal": "value", "text": "Orders arrive on their day", "whose": "joint"}
    aim |= {**owner, "due_on": script.day(200), "measure": "Share of late orders", "is_shared": True}
    number = script("objectives/", aim)["id"]
    measured = {"objective_id": number, "name": "Late orders", "unit": "%", "baseline": "12", "target": "4"}
    script("key-results/", measured)
    theirs = Contact.objects.in_seat().filter(account=account).order_by("id")[0]
    shown = {"objective_id": number, "due_on": script.day(30), "is_shared": True}
    for text, who in (("Connect the warehouse", owner), ("Name a lead", {"their_owner_id": theirs.pk})):
        script("plan-actions/", {**shown, **who, "text": text, "our_benefit": f"{HIDDEN}fame"})


def _look_ahead(script: Script, plan: int) -> None:
    """What may go wrong, and what may grow."""
    risk = {"description": f"{HIDDEN}the buyer retires", "likelihood": 3, "look_on": script.day(60)}
    script("plan-risks/", {"plan_id": plan, "owner_id": script.owner.pk, **risk})
    script(f"plans/{plan}/growth/", {"base": "100000.00", "renewals": "100000.00", "top_down": "120000.00"})
    more = {"what": f"{HIDDEN}a second site", "amount": "9000.00", "probability": 40}
    script("growth-lines/", {"plan_id": plan, "due_on": script.day(150), **more})


def set_goals(script: Script, account: Account) -> tuple[int, int]:
    """A target the customer agreed to, measured; a benefit with its evidence. Both may be shown."""
    contact = Contact.objects.in_seat().filter(account=account).order_by("id")[0]
    said = {"account_id": account.pk, "metric": "Orders on their day", "unit": "%", "direction": "higher",
            "baseline": "88", "baseline_on": script.day(-90), "target": "96", "due_on": script.day(90),
            "source": "customer", "stakeholder_id": contact.pk, "is_shared": True}  # fmt: skip
    target = script("roi-targets/", said)["id"]
    script(f"roi-targets/{target}/agree/", {"contact_id": contact.pk, "on": script.day(-80)})
    script("measurements/", {"target_id": target, "measured_on": script.day(-1), "value": "96.5",
                             "source": "customer", "evidence": "Their delivery report"})  # fmt: skip
    value = {"account_id": account.pk, "what": "Two days less in store", "happened_on": script.day(-60),
             "amount": "18000.00", "currency": account.currency, "method": "Hours saved at their rate",
             "evidence": "Counted in their own system", "is_shared": True}  # fmt: skip
    return int(target), int(script("value-entries/", value)["id"])


def share_it(visitor: Visitor, plan: int, account: Account) -> str:
    """The owner makes a link for a contact on the page, and copies its address."""
    contact = Contact.objects.in_seat().filter(account=account).order_by("id")[0]
    visitor.go(f"/plans/{plan}/share/")
    visitor.page.select_option("select[name=contact]", str(contact.pk))
    visitor.follow("form:has(select[name=contact]) button[type=submit]")
    visitor.picture("plan-share")
    return str(visitor.page.input_value("#address"))


def customer_answers(visitor: Visitor, address: str, target: int, value: int, report: Report) -> None:
    """Without an account: reads the plan, confirms the target and the value, comments with a script in it."""
    visitor.go(address)
    words = visitor.page.content()
    report.expect("the customer reads their priority", SAID["priority_1"] in words)
    report.expect("nothing of ours alone is on their page", HIDDEN.strip() not in words)
    visitor.picture("shared-plan")
    for place, button in (("answer-target-", "reached"), ("answer-value-", "confirmed")):
        visitor.page.click(f"[id^={place}] summary")
        visitor.follow(f"[id^={place}] button[value={button}]")
    visitor.page.fill("#comment textarea", "<script>alert(1)</script> Thank you")
    visitor.follow("#comment button[type=submit]")
    visitor.picture("shared-plan-answered")
    report.expect("a script in a comment is shown as text", "&lt;script&gt;" in visitor.page.content())
    row, entry = RoiTarget.objects.get(pk=target), ValueEntry.objects.get(pk=value)
    report.expect("the target is confirmed by the customer", row.confirmed_by_id is not None)
    report.expect("the value is confirmed by the customer", entry.state == "confirmed")
    report.expect(
        "the owner finds what they said", ClientWord.objects.filter(link__plan__account=row.account).exists()
    )
    file = visitor.page.request.get(f"{address.rstrip('/')}/plan.pdf")
    report.expect("the plan is a PDF as well", file.body().startswith(b"%PDF"))
