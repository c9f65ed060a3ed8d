"""What a script can send about reports."""

from typing import Any

from retention.reports.models import Subscription
from tests.factories import make_contact
from tests.security.makers_reports import make_issue

from .tries import House, Try

OF_REPORTS = (
    "report", "report changed", "report no more", "report reader", "report reader taken", "report approved",
    "report made anew", "report sent", "report skipped",
)  # fmt: skip


def tries_of_reports(house: House) -> dict[str, Try]:
    """Subscriptions with a reader, reports of periods that wait."""
    post, account = house.running.post, house.vela.pk
    said: dict[str, Any] = {"account_id": account, "kind": "kpis", "frequency": "month"}
    row = post("report-subscriptions/", said).json()["id"]
    ending = post("report-subscriptions/", {**said, "kind": "service"}).json()["id"]
    own = f"report-subscriptions/{row}"
    ours = {"user_id": house.vela.owner_id}
    taken = post(f"{own}/readers/", ours).json()["readers"][0]["id"]
    subscription = Subscription.objects.get(pk=row)
    first = subscription.next_on
    issues = [make_issue(subscription, period=first.replace(year=2020 + turn)).pk for turn in range(4)]
    when = {"day": 7, "form": "mail", **{f"{who}_id": house.vela.owner_id for who in ("owner", "approver")}}
    bea = make_contact(house.vela, "Bea Costa")
    post(f"{own}/readers/", {"contact_id": house.contact})
    return {
        "report": ("POST", "report-subscriptions/", {**said, "kind": "value", **when}),
        "report changed": ("PATCH", f"{own}/", {"version": 1, **when}),
        "report no more": ("POST", f"report-subscriptions/{ending}/end/", {}),
        "report reader": ("POST", f"report-subscriptions/{row}/readers/", {"contact_id": bea.pk}),
        "report reader taken": ("POST", f"{own}/readers-ended/", {"reader_id": taken}),
        "report approved": ("POST", f"report-issues/{issues[0]}/approve/", {}),
        "report made anew": ("POST", f"report-issues/{issues[1]}/again/", {}),
        "report sent": ("POST", f"report-issues/{issues[2]}/send/", {}),
        "report skipped": ("POST", f"report-issues/{issues[3]}/skip/", {"reason": "Told in person"}),
    }
