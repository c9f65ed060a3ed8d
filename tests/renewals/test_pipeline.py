"""Driving renewals by hand: calls, moves, outcomes, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import Account, Contract, TimelineEvent
from retention.lib.accepts import InputRefused
from retention.lib.errors import StaleVersion
from retention.lib.texts import TextRefused
from retention.reminders.models import Reminder
from retention.renewals.actions import (
    RenewalIsClosed,
    close_renewal,
    move_stage,
    reopen_renewal,
    set_call,
    void_renewal,
)
from retention.renewals.models import Renewal, StageChange
from retention.renewals.reasons import ReasonRefused
from retention.renewals.rebuild import rebuild
from retention.renewals.stages import MoveRefused
from retention.renewals.tick import apply_due
from retention.team.models import User
from tests.cast import NOON, TODAY

from .conftest import Signed
from .known import know_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def renewal(vela: Account, signed: Signed) -> Renewal:
    """Open until 30 June 2027, ninety days' notice: to be decided by 1 April."""
    signed(vela, notice_value=90)
    return Renewal.objects.get()


def move(renewal: Renewal, stage: str, by: User, reason: str = "", version: int | None = None) -> Renewal:
    return move_stage(renewal=renewal, stage=stage, reason=reason, by=by, at=NOON, expected_version=version)


def close(renewal: Renewal, stage: str, by: User, **more) -> Renewal:
    reason = {"stated_reason": "Too dear"} if stage == "lost" else None
    given = {"on": TODAY, "note": "As agreed", "reason": reason, **more}
    return close_renewal(renewal=renewal, stage=stage, by=by, at=NOON, **given)


def planned(renewal: Renewal) -> set[tuple[str, int]]:
    rows = Reminder.objects.filter(subject_id=renewal.pk, kind="renewal_rung", state="planned")
    return set(rows.values_list("anchor_kind", "rung"))


def test_the_owners_call_is_kept_with_who_and_when_and_stands_for_the_assessment(
    renewal: Renewal, lena: User
) -> None:
    assert ("notice", -90) in planned(renewal)
    row = set_call(renewal=renewal, call="commit", note="Board said yes", by=lena, at=NOON,
                   expected_version=renewal.version)  # fmt: skip
    assert (row.call, row.call_note, row.call_at, row.call_by) == ("commit", "Board said yes", NOON, lena)
    assert row.version == renewal.version + 1
    assert ("notice", -90) not in planned(row)
    assert TimelineEvent.objects.get(kind="renewal_called").text.endswith("called Commit: Board said yes")
    assert set_call(renewal=row, call="", note="", by=lena, at=NOON, expected_version=None).call == ""
    assert ("notice", -90) in planned(row)


def test_a_move_is_kept_told_and_silences_what_it_fulfils(renewal: Renewal, lena: User) -> None:
    know_everything(renewal, lena)
    row = move(renewal, "proposed", lena)
    change = StageChange.objects.get()
    assert (change.before, change.after, change.by, change.at) == ("scheduled", "proposed", lena, NOON)
    assert {rung for _, rung in planned(row)} & {-120, -60} == set()
    assert ("notice", -30) in planned(row)
    back = move(row, "preparing", lena, reason="New board")
    assert ("notice", -60) in planned(back)
    assert StageChange.objects.count() == 2
    assert rebuild(at=NOON) == 0


def test_going_back_needs_a_reason(renewal: Renewal, lena: User) -> None:
    know_everything(renewal, lena)
    move(renewal, "verbal", lena)
    with pytest.raises(MoveRefused, match="reason") as refusal:
        move(renewal, "engaged", lena)
    assert refusal.value.field == "reason"
    assert Renewal.objects.get().stage == "verbal"


@pytest.mark.parametrize("stage", ["renewed", "lost", "void", "scheduled", "auto_renewing"])
def test_moves_that_are_no_moves_are_refused(renewal: Renewal, lena: User, stage: str) -> None:
    with pytest.raises(MoveRefused) as refusal:
        move(renewal, stage, lena)
    assert refusal.value.field == "stage"
    assert not StageChange.objects.exists()


def test_a_stage_that_does_not_exist_is_named(renewal: Renewal, lena: User) -> None:
    with pytest.raises(InputRefused, match="won"):
        move(renewal, "won", lena)


def test_notice_by_hand_stands_on_the_contract_and_is_taken_back_with_it(
    renewal: Renewal, lena: User
) -> None:
    know_everything(renewal, lena)
    move(renewal, "engaged", lena)
    row = move(renewal, "notice_received", lena, reason="Letter of today")
    contract = Contract.objects.get()
    assert row.notice_received_on == contract.notice_received_on == TODAY
    row = move(row, "negotiating", lena, reason="They reconsider")
    contract.refresh_from_db()
    assert (row.stage, row.notice_received_on, contract.notice_received_on) == ("negotiating", None, None)
    assert list(StageChange.objects.order_by("id").values_list("before", "after", "reason")) == [
        ("scheduled", "engaged", ""),
        ("engaged", "notice_received", "Letter of today"),
        ("notice_received", "negotiating", "They reconsider"),
    ]


def test_what_renews_by_itself_goes_nowhere_but_to_notice_or_an_outcome(
    vela: Account, lena: User, signed: Signed, machine: User
) -> None:
    signed(vela, TODAY + timedelta(days=20), term_start=date(2026, 1, 1), notice_value=30, auto_renew=True)
    renewal = Renewal.objects.get()
    assert renewal.stage == "auto_renewing"
    with pytest.raises(MoveRefused, match="deadline has passed"):
        move(renewal, "negotiating", lena, reason="Talks")
    row = move(renewal, "notice_received", lena)
    with pytest.raises(MoveRefused, match="deadline has passed"):
        move(row, "negotiating", lena, reason="Talks")
    assert move(row, "auto_renewing", lena, reason="Letter withdrawn").stage == "auto_renewing"
    assert apply_due(NOON) == 0
    assert close(row, "auto_renewed", lena).stage == "auto_renewed"


def test_an_outcome_closes_and_withdraws_the_reminders(
    renewal: Renewal, lena: User, vela: Account, signed: Signed
) -> None:
    follower = signed(vela, date(2028, 6, 30), term_start=date(2027, 7, 1))
    row = close(renewal, "renewed", lena, successor=follower)
    assert (row.closed_on, row.close_note, row.successor) == (TODAY, "As agreed", follower)
    assert planned(row) == set()
    vela.refresh_from_db()
    assert vela.next_decision_on == Renewal.objects.open().get().decision_on
    with pytest.raises(RenewalIsClosed, match="Renewed"):
        move(row, "engaged", lena)
    with pytest.raises(RenewalIsClosed):
        set_call(renewal=row, call="commit", note="", by=lena, at=NOON, expected_version=None)


def test_outcomes_that_cannot_be_are_refused_by_name(
    renewal: Renewal, lena: User, vela: Account, orchard: Account, nico: User
) -> None:
    other = Contract.objects.create(account=orchard, reference="X", currency="EUR", term_start=TODAY)
    draft = Contract.objects.create(account=vela, reference="D", currency="EUR", term_start=TODAY)
    refused = [
        ("stage", "engaged", {}),
        ("stage", "void", {}),
        ("stage", "auto_renewed", {}),
        ("stage", "unresolved", {}),
        ("note", "lost", {"note": "", "reason": None}),
        ("stated_reason", "lost", {"reason": None}),
        ("successor", "lost", {"successor": draft}),
        ("successor", "renewed", {"successor": draft}),
        ("successor", "renewed", {"successor": other}),
        ("successor", "renewed", {"successor": renewal.contract}),
        ("on", "renewed", {"on": TODAY + timedelta(days=1)}),
        ("on", "renewed", {"on": "soon"}),
        ("note", "renewed", {"note": "a\x00b"}),
    ]
    for field, stage, more in refused:
        with pytest.raises((MoveRefused, InputRefused, ReasonRefused, TextRefused)) as refusal:
            close(renewal, stage, lena, **more)
        assert refusal.value.field == field, (stage, more)
    assert not Renewal.objects.get().is_closed


def test_an_outcome_can_be_taken_back(renewal: Renewal, lena: User, vela: Account) -> None:
    know_everything(renewal, lena)
    move(renewal, "verbal", lena)
    before = planned(renewal)
    row = close(renewal, "lost", lena)
    with pytest.raises(MoveRefused, match="reason"):
        reopen_renewal(renewal=row, reason=" ", by=lena, at=NOON)
    row = reopen_renewal(renewal=row, reason="Wrong account", by=lena, at=NOON)
    assert (row.stage, row.closed_on, row.close_note) == ("verbal", None, "")
    assert planned(row) == before
    vela.refresh_from_db()
    assert vela.next_decision_on == row.decision_on
    with pytest.raises(MoveRefused, match="open"):
        reopen_renewal(renewal=row, reason="Again", by=lena, at=NOON)


def test_what_a_person_voids_stays_void_and_is_not_opened_again(
    renewal: Renewal, lena: User, vela: Account
) -> None:
    with pytest.raises(MoveRefused, match="contract's end"):
        void_renewal(renewal=renewal, reason="superseded", note="", by=lena, at=NOON)
    row = void_renewal(renewal=renewal, reason="merged", note="One paper with C-2", by=lena, at=NOON)
    assert (row.stage, row.void_reason, row.close_note) == ("void", "merged", "One paper with C-2")
    assert rebuild(at=NOON) == 0
    assert Renewal.objects.count() == 1
    vela.refresh_from_db()
    assert vela.next_decision_on is None
    assert reopen_renewal(renewal=row, reason="Not merged", by=lena, at=NOON).stage == "scheduled"


def test_history_stays_closed(vela: Account, lena: User, signed: Signed) -> None:
    signed(vela, date(2024, 12, 31), term_start=date(2024, 1, 1))
    with pytest.raises(MoveRefused, match="before Keel knew"):
        reopen_renewal(renewal=Renewal.objects.get(), reason="Why not", by=lena, at=NOON)


def test_a_stale_version_overwrites_nothing(renewal: Renewal, lena: User) -> None:
    know_everything(renewal, lena)
    move(renewal, "engaged", lena, version=renewal.version)
    for act in (
        lambda: move(renewal, "verbal", lena, version=renewal.version),
        lambda: close(renewal, "renewed", lena, expected_version=renewal.version),
        lambda: void_renewal(
            renewal=renewal, reason="duplicate", note="", by=lena, at=NOON, expected_version=renewal.version
        ),
        lambda: set_call(
            renewal=renewal, call="commit", note="", by=lena, at=NOON, expected_version=renewal.version
        ),
    ):
        with pytest.raises(StaleVersion):
            act()
    row = Renewal.objects.get()
    assert (row.stage, row.call) == ("engaged", "")


def test_what_the_machine_derives_raises_no_version(renewal: Renewal, lena: User, ada: User) -> None:
    from retention.team.actions.holidays import add_closure

    add_closure(on=date(2027, 4, 1), name="Founders' day", by=ada, at=NOON)
    row = Renewal.objects.get()
    assert row.decision_on == date(2027, 3, 31)
    assert row.version == renewal.version


def test_only_who_may_change_the_account_drives_its_renewals(renewal: Renewal, nico: User, sol: User) -> None:
    for stranger in (nico, sol):
        for act in (
            lambda by=stranger: move(renewal, "engaged", by),
            lambda by=stranger: close(renewal, "renewed", by),
            lambda by=stranger: set_call(
                renewal=renewal, call="commit", note="", by=by, at=NOON, expected_version=None
            ),
            lambda by=stranger: void_renewal(renewal=renewal, reason="duplicate", note="", by=by, at=NOON),
            lambda by=stranger: reopen_renewal(renewal=renewal, reason="x", by=by, at=NOON),
        ):
            with pytest.raises(PermissionDenied):
                act()
