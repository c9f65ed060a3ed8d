"""Why customers left, and what was done against it, through the API."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Account
from contacts.models import NextStep
from retention.lib.clock import database_now
from retention.renewals.models import LossReason, PlayRun, Renewal
from retention.team.models import User

from .bodies import contract_of, everything
from .conftest import Script, Scripts, fields_at_fault

CAUSE = {
    "root_cause": "insourced",
    "sub_code": "built_internally",
    "evidence": "Mail of their CFO",
    "controllable": "external",
    "is_regrettable": True,
}
UNKNOWN = {**CAUSE, "root_cause": "unknown", "sub_code": ""}


@pytest.fixture
def running(script: Scripts, lena: User) -> Script:
    """Lena's script."""
    return script(lena)


@pytest.fixture
def renewal(running: Script, vela: Account) -> Renewal:
    """Of two lines at Vela, a customer of tier C: Lena may judge causes there."""
    Account.objects.filter(pk=vela.pk).update(tier="C")
    today = database_now().date()
    days = {"term_start": str(today - timedelta(days=300)), "term_end": str(today + timedelta(days=60))}
    lines = [{"recurring_amount": "900.00", "description": name} for name in ("Rooms", "Spa")]
    answer = running.post("contracts/", contract_of(vela, lines=lines, **days))
    assert answer.status_code == 201, answer.json()
    return Renewal.objects.get()


def ending(renewal: Renewal, **more: Any) -> dict[str, Any]:
    """Lost today, unless said otherwise."""
    renewal.refresh_from_db()
    return {"version": renewal.version, "stage": "lost", "on": str(database_now().date()), **more}


def close(running: Script, renewal: Renewal, **more: Any) -> Any:
    return running.post(f"renewals/{renewal.pk}/close/", ending(renewal, **more))


def test_a_reason_can_be_given_line_by_line_when_a_renewal_closes(running: Script, renewal: Renewal) -> None:
    rooms, spa = renewal.contract.lines.order_by("id").values_list("pk", flat=True)
    before = everything()
    bare = close(running, renewal, note="Gone", lines=[{"line_id": rooms, "arr_after": "0.00"}])
    assert (bare.status_code, fields_at_fault(bare)) == (409, ["stated_reason"]), bare.json()
    assert everything() == before
    lines = [
        {"line_id": rooms, "arr_after": "0.00", "reason": {"stated_reason": "Rooms closed", **CAUSE}},
        {"line_id": spa, "arr_after": "0.00", "reason": {"stated_reason": "Too dear", **CAUSE}},
    ]
    assert close(running, renewal, note="Gone", lines=lines).status_code == 200
    found = running.get("loss-reasons/", renewal=renewal.pk).json()["results"]
    assert [(row["line_id"], row["stated_reason"]) for row in found] == [
        (rooms, "Rooms closed"),
        (spa, "Too dear"),
    ]
    became = running.get(f"renewals/{renewal.pk}/lines/").json()
    assert [(row["line_id"], row["result"], row["arr_before"]) for row in became] == [
        (rooms, "dropped", "900.00"),
        (spa, "dropped", "900.00"),
    ]


def test_a_cause_is_judged_from_the_version_that_was_read(running: Script, renewal: Renewal) -> None:
    assert close(running, renewal, reason={"stated_reason": "Too dear", **UNKNOWN}).status_code == 200
    (row,) = running.get("loss-reasons/", root_cause="unknown").json()["results"]
    path, before = f"loss-reasons/{row['id']}/", everything()
    assert running.patch(path, CAUSE).status_code == 428
    assert running.patch(path, {**CAUSE, "version": row["version"] + 3}).status_code == 412
    missing = running.patch(path, {"version": row["version"], "root_cause": "competitor"})
    assert (missing.status_code, fields_at_fault(missing)) == (409, ["sub_code"]), missing.json()
    assert everything() == before
    judged = running.patch(path, CAUSE, **{"If-Match": f'"{row["version"]}"'})
    assert (judged.status_code, judged.json()["root_cause"]) == (200, "insourced"), judged.json()
    assert judged.json()["root_set_by_id"] == LossReason.objects.get().root_set_by_id
    assert running.get("loss-reasons/", judged="false").json()["results"] == []


def test_that_nobody_knows_the_cause_is_agreed_to_by_a_lead(
    script: Scripts, nadia: User, sol: User, running: Script, renewal: Renewal
) -> None:
    close(running, renewal, reason={"stated_reason": "No word", **UNKNOWN})
    (row,) = script(nadia).get("loss-reasons/", to_approve="true").json()["results"]
    path, seen = f"loss-reasons/{row['id']}/approve/", {"If-Match": str(row["version"])}
    assert running.post(path, {}, **seen).status_code == 403
    assert script(sol).post(path, {}, **seen).status_code == 403
    assert script(nadia).post(path, {"note": "x"}, **seen).status_code == 400
    assert script(nadia).post(path, {}, **{"If-Match": "9"}).status_code == 412
    agreed = script(nadia).post(path, {}, **seen)
    assert (agreed.status_code, agreed.json()["approved_by_id"]) == (200, nadia.pk), agreed.json()
    twice = script(nadia).post(path, {}, **{"If-Match": str(agreed.json()["version"])})
    assert twice.status_code == 409


def test_the_day_to_ask_again_stands_as_a_next_step_and_moves_with_it(
    running: Script, renewal: Renewal
) -> None:
    close(running, renewal, reason={"stated_reason": "Too dear", **CAUSE})
    row = LossReason.objects.get()
    path = f"loss-reasons/{row.pk}/win-back/"
    body = {"would_return": "yes", "win_back_on": "2027-10-01", "version": row.version}
    past = running.post(path, {**body, "win_back_on": "2026-01-01"})
    assert (past.status_code, fields_at_fault(past)) == (400, ["win_back_on"])
    assert running.post(path, body).status_code == 200
    assert (
        running.post(path, {**body, "win_back_on": "2027-11-01", "version": row.version}).status_code == 412
    )
    moved = running.post(path, {**body, "win_back_on": "2027-11-01", "version": row.version + 1})
    assert moved.status_code == 200, moved.json()
    due = NextStep.objects.filter(origin="win_back", state="open").values_list("due_on", flat=True)
    assert [str(day) for day in due] == ["2027-11-01"]


def test_a_renewal_closed_without_a_word_gets_its_reason_later_and_only_once(
    script: Scripts, nico: User, running: Script, renewal: Renewal
) -> None:
    body = {"renewal_id": renewal.pk, "stated_reason": "They were bought", **CAUSE}
    early = running.post("loss-reasons/", body)
    assert early.status_code == 409
    close(running, renewal, reason={"stated_reason": "Too dear", **CAUSE})
    assert running.post("loss-reasons/", body).status_code == 409
    line = renewal.contract.lines.order_by("id").values_list("pk", flat=True)[0]
    assert running.post("loss-reasons/", {**body, "line_id": line}).status_code == 201
    assert running.post("loss-reasons/", {**body, "line_id": line}).status_code == 409
    assert script(nico).post("loss-reasons/", body).status_code == 400
    assert script(nico).get("loss-reasons/").json()["results"] == []


def test_an_outcome_is_taken_back_with_its_reasons_and_a_mistake_is_void(
    running: Script, renewal: Renewal
) -> None:
    close(running, renewal, reason={"stated_reason": "Too dear", **CAUSE})
    renewal.refresh_from_db()
    path = f"renewals/{renewal.pk}/"
    assert running.post(f"{path}reopen/", {"reason": "They came back"}).status_code == 428
    nameless = running.post(f"{path}reopen/", {"version": renewal.version})
    assert (nameless.status_code, fields_at_fault(nameless)) == (400, ["reason"])
    opened = running.post(f"{path}reopen/", {"reason": "They came back", "version": renewal.version})
    assert (opened.status_code, opened.json()["stage"]) == (200, "scheduled"), opened.json()
    assert (LossReason.objects.count(), running.get(f"{path}lines/").json()) == (0, [])
    seen = {"version": opened.json()["version"]}
    assert running.post(f"{path}void/", {**seen, "reason": "superseded"}).status_code == 409
    void = running.post(f"{path}void/", {**seen, "reason": "duplicate", "note": "Twice"})
    assert (void.status_code, void.json()["void_reason"]) == (200, "duplicate"), void.json()


def test_a_play_is_started_worked_on_and_finished(
    script: Scripts, nico: User, running: Script, renewal: Renewal, vela: Account
) -> None:
    body = {"account_id": vela.pk, "renewal_id": renewal.pk, "play": "silence", "trigger": "No answer"}
    assert script(nico).post("save-plays/", body).status_code == 400
    started = running.post("save-plays/", body)
    assert started.status_code == 201, started.json()
    play = started.json()
    path = f"save-plays/{play['id']}/"
    assert [step["position"] for step in play["steps"]] == [1, 2, 3, 4]
    assert (play["arr_at_stake"], play["currency"]) == ("1800.00", "EUR")
    twice = running.post("save-plays/", body)
    assert (twice.status_code, fields_at_fault(twice)) == (409, ["play"])
    done = running.post(f"{path}steps/", {"position": 1, "state": "done"})
    assert (done.status_code, done.json()["steps"][0]["state"]) == (200, "done"), done.json()
    assert running.post(f"{path}steps/", {"position": 1, "state": "dropped"}).status_code == 409
    back = running.post(f"{path}steps/", {"position": 1, "state": "open"})
    assert back.json()["steps"][0]["state"] == "open"
    nowhere = running.post(f"{path}steps/", {"position": 9, "state": "done"})
    assert (nowhere.status_code, fields_at_fault(nowhere)) == (409, ["position"])
    assert running.post(f"{path}finish/", {"outcome": "lost"}).status_code == 428
    ended = {"outcome": "saved", "version": play["version"]}
    nothing = running.post(f"{path}finish/", ended)
    assert (nothing.status_code, fields_at_fault(nothing)) == (409, ["saved_arr"])
    wrong = running.post(f"{path}finish/", {**ended, "saved_arr": "-1"})
    assert (wrong.status_code, fields_at_fault(wrong)) == (400, ["saved_arr"])
    finished = running.post(f"{path}finish/", {**ended, "saved_arr": "1800.00"})
    assert (finished.status_code, finished.json()["outcome"]) == (200, "saved"), finished.json()
    assert {step["state"] for step in finished.json()["steps"]} == {"dropped"}
    assert running.get("save-plays/", active="true").json()["results"] == []
    assert PlayRun.objects.get().saved_arr == 1800


def test_more_than_a_play_allows_is_offered_by_the_lead_only(
    script: Scripts, nadia: User, running: Script, renewal: Renewal, vela: Account
) -> None:
    play = running.post("save-plays/", {"account_id": vela.pk, "play": "price_objection"}).json()
    ended = {"outcome": "saved", "saved_arr": "100.00", "offer_cost": "1700.00", "version": play["version"]}
    refused = running.post(f"save-plays/{play['id']}/finish/", ended)
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "More was offered than this play allows: the lead finishes it.",
    )
    assert script(nadia).post(f"save-plays/{play['id']}/finish/", ended).status_code == 200
