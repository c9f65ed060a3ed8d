"""The renewal ladder."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention.lib.business_days import Calendar
from retention.renewals.ladder import (
    ExistingRung,
    LadderState,
    PlannedRung,
    full_ladder,
    is_suppressed,
    plan,
    reconcile,
)
from retention.renewals.notice import Decision, NoticeTerms, decide
from retention.renewals.rungs import DECISION, RUNGS, TERM_END

D = date
US = Calendar(frozenset({D(2026, 7, 3), D(2026, 9, 7), D(2026, 11, 26), D(2026, 12, 25)}))
TERM_ENDS = D(2026, 12, 31)
NOTICE = decide(TERM_ENDS, NoticeTerms(60, "days", "term_end"), auto_renew=True, calendar=US)
FRESH = LadderState()


def planned(on: date, state: LadderState = FRESH, decision: Decision = NOTICE) -> list[PlannedRung]:
    return plan(decision, TERM_ENDS, on=on, state=state, calendar=US)


def days_of(items: list[PlannedRung], anchor: str) -> dict[int, date]:
    return {item.rung.offset: item.on for item in items if item.rung.anchor == anchor}


def test_every_rung_stands_on_its_working_day() -> None:
    days = days_of(full_ladder(NOTICE, TERM_ENDS, US), DECISION)
    assert {offset: days[offset] for offset in (-180, -120, -90, -60, -30, -14, -7, 0)} == {
        -180: D(2026, 5, 5),
        -120: D(2026, 7, 2),
        -90: D(2026, 8, 3),
        -60: D(2026, 9, 2),
        -30: D(2026, 10, 2),
        -14: D(2026, 10, 16),
        -7: D(2026, 10, 23),
        0: D(2026, 10, 30),
    }


def test_after_the_decision_the_end_of_the_term_has_rungs_of_its_own() -> None:
    assert days_of(full_ladder(NOTICE, TERM_ENDS, US), TERM_END) == {
        -30: D(2026, 12, 1),
        -7: D(2026, 12, 24),
        0: D(2026, 12, 31),
        7: D(2027, 1, 7),
        30: D(2027, 1, 29),
    }


def test_rungs_that_roll_onto_one_day_speak_once() -> None:
    days = days_of(full_ladder(NOTICE, TERM_ENDS, US), DECISION)
    assert -1 not in days
    assert -2 not in days
    assert sum(day == D(2026, 10, 30) for day in days.values()) == 1


def test_forty_days_before_one_message_now_then_the_next_rung() -> None:
    items = planned(D(2026, 11, 1) - timedelta(days=40))
    assert [(item.rung.offset, item.on, item.is_late) for item in items[:2]] == [
        (-60, D(2026, 9, 22), True),
        (-30, D(2026, 10, 2), False),
    ]


def test_a_late_contract_signed_on_a_rungs_day_is_told_once() -> None:
    items = planned(D(2026, 10, 2))
    assert [item.on for item in items].count(D(2026, 10, 2)) == 1
    assert items[0].rung.offset == -30


def test_long_after_the_term_only_the_latest_reminder_is_raised() -> None:
    items = planned(D(2027, 6, 1))
    assert [(item.rung.meaning, item.rung.offset) for item in items] == [("late", 30)]


def test_what_is_done_already_is_not_asked_for() -> None:
    offsets = {
        item.rung.offset for item in planned(D(2026, 5, 1), LadderState(stage="verbal", is_assessed=True))
    }
    assert offsets.isdisjoint({-120, -90, -60, -14})
    assert {-180, 0} <= offsets
    assert not planned(D(2026, 5, 1), LadderState(is_closed=True))


def test_a_missed_rung_that_is_done_does_not_dig_up_older_ones() -> None:
    items = planned(D(2026, 9, 22), LadderState(stage="proposed"))
    assert not any(item.is_late for item in items)


def test_a_notice_received_silences_nothing_but_closing_does() -> None:
    rung = next(rung for rung in RUNGS if rung.offset == -14)
    assert not is_suppressed(rung, LadderState(stage="notice_received"))
    assert is_suppressed(rung, LadderState(stage="auto_renewing"))


def test_acknowledging_stops_the_daily_reminder_until_the_day_itself() -> None:
    items = planned(D(2026, 10, 23), LadderState(acknowledged=frozenset({"act_today"})))
    assert [item.rung.offset for item in items if item.rung.anchor == DECISION] == [0]


def test_keys_name_the_anchor_and_the_rung_and_never_repeat() -> None:
    ladder = full_ladder(NOTICE, TERM_ENDS, US)
    assert "notice:2026-11-01:decision-60" in {item.key for item in ladder}
    assert "term_end:2026-12-31:term_end+0" in {item.key for item in ladder}
    assert len({item.key for item in ladder}) == len(ladder)
    assert len({rung.code for rung in RUNGS}) == len(RUNGS)


def stored(items: list[PlannedRung], status: str = "pending", ack: date | None = None) -> list[ExistingRung]:
    return [ExistingRung(item.key, item.rung.meaning, status, ack) for item in items]


def test_the_same_plan_twice_changes_nothing() -> None:
    items = planned(D(2026, 9, 22))
    again = reconcile(stored(items), planned(D(2026, 9, 22)), on=D(2026, 9, 22))
    assert (again.cancel, again.add, again.revive) == ((), (), ())


def test_what_was_sent_is_not_sent_again_by_the_nightly_run() -> None:
    tonight = planned(D(2026, 9, 23))
    sent = [ExistingRung("notice:2026-11-01:decision-60", "propose", "released")]
    result = reconcile([*sent, *stored(planned(D(2026, 9, 22))[1:])], tonight, on=D(2026, 9, 23))
    assert (result.cancel, result.add) == ((), ())


def test_a_moved_anchor_cancels_what_is_pending_and_plans_anew() -> None:
    on = D(2026, 9, 22)
    later = decide(TERM_ENDS, NoticeTerms(30, "days", "term_end"), auto_renew=True, calendar=US)
    result = reconcile(stored(planned(on)), planned(on, decision=later), on=on)
    assert result.cancel
    assert all(key.startswith("notice:2026-11-01") for key in result.cancel)
    assert all(item.key.startswith("notice:2026-12-01") for item in result.add)


def test_the_same_meaning_acknowledged_within_a_fortnight_is_not_repeated() -> None:
    on = D(2026, 10, 5)
    sent = [ExistingRung("notice:2026-11-01:decision-30", "not_committed", "released", D(2026, 10, 2))]
    moved = decide(TERM_ENDS, NoticeTerms(62, "days", "term_end"), auto_renew=True, calendar=US)
    fresh = reconcile(sent, planned(on, decision=moved), on=on)
    assert "not_committed" not in {item.rung.meaning for item in fresh.add}
    old = [ExistingRung("notice:2026-11-01:decision-30", "not_committed", "released", D(2026, 9, 21))]
    assert "not_committed" in {
        item.rung.meaning for item in reconcile(old, planned(on, decision=moved), on=on).add
    }


def test_an_anchor_that_moves_back_revives_what_was_cancelled() -> None:
    on = D(2026, 9, 22)
    result = reconcile(stored(planned(on), status="cancelled"), planned(on), on=on)
    assert not result.add
    assert len(result.revive) == len(planned(on))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 260), st.integers(0, 120), st.sampled_from(["scheduled", "proposed", "verbal"])
        ),
        min_size=1,
        max_size=12,
    )
)
def test_each_key_is_sent_at_most_once_however_often_and_late_it_runs(
    runs: list[tuple[int, int, str]],
) -> None:
    rows: dict[str, str] = {}
    sent: list[str] = []
    meanings: dict[str, str] = {}
    for day, notice, stage in sorted(runs):
        on = D(2026, 5, 1) + timedelta(days=day)
        decision = decide(TERM_ENDS, NoticeTerms(notice, "days", "term_end"), auto_renew=True, calendar=US)
        wanted = planned(on, LadderState(stage=stage), decision)
        meanings.update({item.key: item.rung.meaning for item in wanted})
        existing = [ExistingRung(key, meanings[key], status) for key, status in rows.items()]
        result = reconcile(existing, wanted, on=on)
        rows.update(dict.fromkeys(result.cancel, "cancelled"))
        rows.update({item.key: "pending" for item in (*result.add, *result.revive)})
        for item in wanted:
            if item.on <= on and rows.get(item.key) == "pending":
                rows[item.key] = "released"
                sent.append(item.key)
        assert sum(item.is_late for item in wanted) <= 1
    assert len(sent) == len(set(sent))


@pytest.mark.parametrize("offset", [-30, -14, -7, -1, 0])
def test_the_last_rungs_are_told_at_once(offset: int) -> None:
    assert next(rung for rung in RUNGS if rung.anchor == DECISION and rung.offset == offset).is_immediate


def test_the_sponsor_is_told_only_two_weeks_before() -> None:
    assert [rung.offset for rung in RUNGS if any(role == "sponsor" for role, _ in rung.audience)] == [-14]
