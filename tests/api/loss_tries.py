"""What a script can send about losses and save plays at the house of tries."""

from typing import Any

from accounts.models import Account
from retention.renewals.models import LossReason, Renewal

from .bodies import contract_of
from .joining_tries import joined_tries
from .tries import House, Try

NOT_KNOWN = {
    "root_cause": "unknown",
    "evidence": "Three calls",
    "controllable": "external",
    "is_regrettable": False,
}


def losses_of(house: House) -> dict[str, Try]:
    """About a contract that was lost, and a play where another one still renews.

    Asked for last: a loss changes what else can be done.
    """
    Account.objects.filter(pk=house.vela.pk).update(tier="C")
    still = Renewal.objects.get(contract_id=house.contract)
    gone, line = _lost(house)
    void = {"version": still.version, "reason": "entered_in_error", "note": "Typed twice"}
    back = {"version": gone.version, "reason": "They came back"}
    return {
        **_reasons(gone, line),
        **_plays(house, still),
        "renewal reopened": ("POST", f"renewals/{gone.pk}/reopen/", back),
        "renewal void": ("POST", f"renewals/{still.pk}/void/", void),
        **joined_tries(house),
    }


def _lost(house: House) -> tuple[Renewal, int]:
    """A renewal that is closed, nobody knows why and no lead has agreed to that; and its line."""
    days = {"term_start": "2025-07-01", "term_end": "2027-04-30", "reference": "C-7"}
    lines = [{"recurring_amount": "900.00", "description": "Pool"}]
    signed = house.running.post("contracts/", contract_of(house.vela, lines=lines, **days)).json()
    gone = Renewal.objects.get(contract_id=signed["id"])
    reason = {"stated_reason": "Too dear", **NOT_KNOWN}
    ended = {"version": gone.version, "stage": "lost", "on": house.today, "reason": reason}
    answer = house.running.post(f"renewals/{gone.pk}/close/", ended)
    assert answer.status_code == 200, answer.json()
    LossReason.objects.update(approved_by=None, approved_at=None)
    gone.refresh_from_db()
    return gone, signed["lines"][0]["id"]


def _reasons(gone: Renewal, line: int) -> dict[str, Try]:
    reason = LossReason.objects.get()
    path, seen = f"loss-reasons/{reason.pk}/", {"version": reason.version}
    said: dict[str, Any] = {"stated_reason": "The pool closes", "preventable_if": "A smaller one"}
    said |= {**NOT_KNOWN, "known_since": "2026-10-01", "win_back_on": "2027-10-01"}
    judged = {**NOT_KNOWN, **seen, "secondary": ["competitor"], "competitor": "Acme"}
    again = {**seen, "would_return": "yes", "win_back_on": "2027-10-01"}
    return {
        "loss reason": ("POST", "loss-reasons/", {"renewal_id": gone.pk, "line_id": line, **said}),
        "loss reason changed": ("PATCH", path, judged),
        "unknown agreed": ("POST", f"{path}approve/", seen),
        "win-back": ("POST", f"{path}win-back/", again),
    }


def _plays(house: House, still: Renewal) -> dict[str, Try]:
    of = {"account_id": house.vela.pk, "renewal_id": still.pk, "trigger": "No answer"}
    run = house.running.post("save-plays/", {**of, "play": "goalposts"}).json()
    path, ended = f"save-plays/{run['id']}/", {"version": run["version"], "outcome": "saved"}
    ended |= {"saved_arr": "100.00", "offer_cost": "5.00", "note": "Agreed"}
    return {
        "play": ("POST", "save-plays/", {**of, "play": "silence", "root_cause": "unknown"}),
        "play finished": ("POST", f"{path}finish/", ended),
        "play step": ("POST", f"{path}steps/", {"position": 1, "state": "done"}),
    }
