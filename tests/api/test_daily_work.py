"""A day's work by a script: calls, check-ins, contracts and renewals follow each other as on the pages."""

from datetime import timedelta
from typing import Any

from accounts.models import Account
from retention.cadence.models import CheckIn
from retention.lib.clock import database_now
from retention.team.models import User

from .bodies import call_of, contract_of
from .conftest import Script, Scripts, fields_at_fault


def test_a_call_logged_by_a_script_moves_the_next_check_in(
    script: Scripts, lena: User, vela: Account
) -> None:
    running = script(lena)
    contact = running.post(
        "contacts/",
        {
            "account_id": vela.pk,
            "name": "Ana Ruiz",
            "buying_role": "champion",
            "is_key": True,
            "since": "2026-01-05",
            "preferred_interval_days": 60,
        },
    ).json()
    before = CheckIn.objects.get(contact_id=contact["id"])
    answer = running.post("touchpoints/", call_of(vela, contact_ids=[contact["id"]], mood=1))
    assert answer.status_code == 201, answer.json()
    after = running.get("check-ins/", account=vela.pk).json()["results"]
    mine = next(row for row in after if row["contact_id"] == contact["id"])
    assert before.anchor_on is None
    assert mine["anchor_on"] is not None
    assert mine["due_on"] > str(before.due_on)
    assert running.client.delete(f"/api/v1/touchpoints/{answer.json()['id']}/").status_code == 204
    back = running.get("check-ins/", account=vela.pk).json()["results"]
    assert next(row for row in back if row["contact_id"] == contact["id"])["anchor_on"] is None


def test_a_correction_supersedes(script: Scripts, lena: User, vela: Account) -> None:
    running = script(lena)
    old = running.post("touchpoints/", call_of(vela, text="Tpyo")).json()
    new = running.post(f"touchpoints/{old['id']}/corrections/", {"text": "Typo"}).json()
    assert (new["text"], new["supersedes_id"], new["is_current"]) == ("Typo", old["id"], True)
    assert running.post(f"touchpoints/{old['id']}/corrections/", {"text": "Again"}).status_code == 409


def test_a_check_in_is_snoozed_and_skipped_with_a_reason(script: Scripts, lena: User, vela: Account) -> None:
    running = script(lena)
    body = {"account_id": vela.pk, "name": "Ana Ruiz", "buying_role": "champion", "is_key": True}
    contact = running.post("contacts/", body).json()["id"]
    row = CheckIn.objects.get(contact_id=contact)
    day = str(max(row.due_on, database_now().date()) + timedelta(days=2))
    path = f"check-ins/{row.pk}"
    assert fields_at_fault(running.post(f"{path}/snooze/", {"until": day})) == ["reason"]
    assert fields_at_fault(running.post(f"{path}/snooze/", {"until": "x", "reason": "x"})) == ["until"]
    snoozed = running.post(f"{path}/snooze/", {"until": day, "reason": "On holiday"})
    assert (snoozed.status_code, snoozed.json()["snoozed_until"]) == (200, day)
    assert running.post(f"{path}/snooze/", {"until": "2199-01-01", "reason": "Later"}).status_code == 409
    skipped = running.post(f"{path}/skip/", {"reason": "Met at the fair"})
    assert (skipped.status_code, skipped.json()["due_on"] > str(row.due_on)) == (200, True)
    assert running.post(f"{path}/skip/", {"reason": "Again"}).status_code == 409


def signed(running: Script, account: Account) -> dict[str, Any]:
    contract: dict[str, Any] = running.post("contracts/", contract_of(account)).json()
    return contract


def test_a_contract_brings_its_renewal_which_is_called_moved_and_closed(
    script: Scripts, lena: User, vela: Account
) -> None:
    running = script(lena)
    contract = signed(running, vela)
    assert (contract["state"], contract["lines"][0]["arr"]) == ("active", "12000.00")
    renewal = running.get("renewals/", account=vela.pk).json()["results"][0]
    path = f"renewals/{renewal['id']}/"
    assert (renewal["contract_id"], renewal["atr"]) == (contract["id"], "12000.00")
    assert running.patch(path, {"call": "commit"}).status_code == 428
    called = running.patch(path, {"call": "commit", "note": "They love it", "version": renewal["version"]})
    assert (called.status_code, called.json()["call"]) == (200, "commit")
    stale = running.post(f"{path}stage/", {"stage": "preparing", "version": renewal["version"]})
    assert stale.status_code == 412
    moved = running.post(f"{path}stage/", {"stage": "preparing", "version": called.json()["version"]})
    assert (moved.status_code, moved.json()["stage"]) == (200, "preparing")
    end = {"stage": "lost", "on": "2199-01-01", "note": "Price", "version": moved.json()["version"],
           "reason": {"stated_reason": "Too dear"}}  # fmt: skip
    assert fields_at_fault(running.post(f"{path}close/", end)) == ["on"]
    closed = running.post(f"{path}close/", {**end, "on": str(database_now().date())})
    assert (closed.status_code, closed.json()["stage"]) == (200, "lost"), closed.json()
    moves = running.get(f"{path}changes/").json()
    assert [(move["before"], move["after"], move["by_id"]) for move in moves] == [
        ("scheduled", "preparing", lena.pk),
        ("preparing", "lost", lena.pk),
    ]
    assert running.get("renewals/", account=vela.pk).json()["results"] == []


def test_a_successor_one_does_not_see_is_refused(
    script: Scripts, lena: User, nico: User, vela: Account, orchard: Account
) -> None:
    running = script(lena)
    signed(running, vela)
    theirs = signed(script(nico), orchard)
    renewal = running.get("renewals/").json()["results"][0]
    body = {
        "stage": "renewed",
        "on": str(database_now().date()),
        "successor_id": theirs["id"],
        "version": renewal["version"],
    }
    answer = running.post(f"renewals/{renewal['id']}/close/", body)
    assert answer.status_code == 400
    assert fields_at_fault(answer) == ["successor_id"]


def test_a_contract_is_changed_and_notice_is_recorded(script: Scripts, lena: User, vela: Account) -> None:
    running = script(lena)
    contract = signed(running, vela)
    path = f"contracts/{contract['id']}/"
    changed = running.patch(path, {"note": "Signed on paper", "version": contract["version"]})
    assert (changed.status_code, changed.json()["note"]) == (200, "Signed on paper")
    assert running.patch(path, {"note": "x", "version": contract["version"]}).status_code == 412
    assert fields_at_fault(running.post(f"{path}notice/", {"received_on": "2199-12-31"})) == ["received_on"]
    noticed = running.post(f"{path}notice/", {"received_on": "2026-11-02"})
    assert (noticed.status_code, noticed.json()["notice_received_on"]) == (200, "2026-11-02")
    assert running.post(f"{path}activate/").status_code == 409
