"""Reviews: planned, prepared, sent, held; what a held one froze and what followed from it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.actions.ownership import change_owner
from accounts.models import Account
from contacts.actions.steps import settle_step
from contacts.models import Contact, NextStep, Promise
from contacts.participants import NotTheirContact
from plans.models import AccountPlan, Objective, PlanAction, RoiTarget
from retention.lib.accepts import InputRefused
from retention.reviews.actions.holding import Decided, hold_review, sum_up
from retention.reviews.actions.planning import (
    PlannedAlready,
    cancel_review,
    edit_review,
    invite,
    plan_review,
)
from retention.reviews.actions.preparing import prepare_review, send_review, write_to_section
from retention.reviews.file import customer_file
from retention.reviews.models import BusinessReview, ReviewSection
from retention.reviews.sections import KEYS
from retention.reviews.working import NotReady, ReviewOver
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

NEXT = TODAY + timedelta(days=90)
Hold = Callable[..., BusinessReview]


@pytest.fixture
def hold(review: BusinessReview, buyer: Contact, lena: User) -> Hold:
    """Hold it today with the buyer and Lena."""

    def held(**said: Any) -> BusinessReview:
        given = {"held_on": TODAY, "next_on": NEXT, "contacts": [buyer], "users": [lena]} | said
        return hold_review(review=review, by=lena, at=NOON, **given)

    return held


def steps_of(review: BusinessReview) -> dict[str, NextStep]:
    rows = NextStep.objects.filter(origin="review", origin_key__startswith=f"{review.pk}:")
    return {row.origin_key.partition(":")[2]: row for row in rows}


def blocks_of(review: BusinessReview, key: str) -> list[Any]:
    found: list[Any] = next(each["blocks"] for each in review.pack if each["key"] == key)
    return found


def test_a_planned_review_stands_in_its_owners_day(review: BusinessReview, lena: User) -> None:
    steps = steps_of(review)
    assert {name: row.owner for name, row in steps.items()} == {"send": lena, "hold": lena}
    assert steps["send"].due_on == date(2026, 11, 16)  # five working days before a Monday
    assert steps["hold"].due_on == TODAY
    assert review.period_end == TODAY
    assert (TODAY - review.period_start).days == 90  # tier A: a quarter


def test_one_of_a_kind_is_planned_at_a_time(review: BusinessReview, told: Account, lena: User) -> None:
    with pytest.raises(PlannedAlready, match="23 Nov 2026"):
        plan_review(account=told, planned_on=NEXT, by=lena, at=NOON)
    plan_review(account=told, planned_on=NEXT, kind="internal", by=lena, at=NOON)
    assert BusinessReview.objects.filter(account=told).count() == 2


def test_whoever_only_reads_plans_nothing(told: Account, sol: User, nico: User) -> None:
    for who in (sol, nico):
        with pytest.raises(PermissionDenied):
            plan_review(account=told, planned_on=NEXT, by=who, at=NOON)


def test_the_pack_says_what_is_recorded_and_nothing_where_nothing_is(
    review: BusinessReview, lena: User
) -> None:
    made = prepare_review(review=review, by=lena, at=NOON)
    assert [section["key"] for section in made.pack] == list(KEYS)
    assert (made.as_of, made.definitions, made.state) == (TODAY, 1, "prepared")
    target = blocks_of(made, "targets")[0]["rows"][0]
    assert (target["from"], target["to"], target["now"]) == ("40 a week", "10 a week", "20 a week")
    assert (target["way"], target["expected"], target["attainment"]) == (0.6667, 0.5, 1.3333)
    assert (target["word"], target["trend"]) == ("On track", "Better by 15 a week since 24 Sep 2026")
    sums = dict(blocks_of(made, "value")[0]["rows"])
    assert (sums["Confirmed in this period"], sums["Confirmed to date"]) == ("€4,000", "€5,500")
    assert blocks_of(made, "issues")[0]["rows"] == ["Invoices come late (Ines Duarte, 14 Nov 2026)"]
    assert blocks_of(made, "operations") == blocks_of(made, "objectives") == []


def test_a_target_nobody_agreed_to_is_not_in_the_pack(
    review: BusinessReview, told: Account, lena: User
) -> None:
    RoiTarget.objects.create(
        account=told, metric="Our wish", unit="%", baseline=1, baseline_on=TODAY, target=2, due_on=NEXT,
        source="internal", by=lena,
    )  # fmt: skip
    made = prepare_review(review=review, by=lena, at=NOON)
    assert [row["metric"] for row in blocks_of(made, "targets")[0]["rows"]] == ["Late deliveries"]


def test_it_is_sent_once_somebody_is_invited_and_changing_it_unsends_it(
    review: BusinessReview, buyer: Contact, lena: User
) -> None:
    with pytest.raises(NotReady, match="Make the pack"):
        send_review(review=review, by=lena, at=NOON)
    prepare_review(review=review, by=lena, at=NOON)
    with pytest.raises(NotReady, match="who of theirs"):
        send_review(review=review, by=lena, at=NOON)
    invite(review=review, contacts=[buyer], users=[lena], by=lena, at=NOON)
    sent = send_review(review=review, by=lena, at=NOON)
    assert (sent.state, sent.sent_on, steps_of(sent)["send"].state) == ("sent", TODAY, "done")
    write_to_section(review=review, key="value", commentary="More than planned", by=lena, at=NOON)
    review.refresh_from_db()
    assert review.state == "prepared"
    assert steps_of(review)["send"].state == "open"


def test_nobody_of_another_customer_is_invited(
    review: BusinessReview, orchard: Account, lena: User, nico: User
) -> None:
    stranger = make_contact(orchard, "Somebody")
    with pytest.raises(NotTheirContact):
        invite(review=review, contacts=[stranger], users=[], by=lena, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        review.seats.create(contact=stranger)


def test_holding_freezes_the_pack(hold: Hold, lena: User) -> None:
    held = hold()
    assert (held.state, held.as_of, held.next_on, held.recap_by) == ("held", TODAY, NEXT, date(2026, 11, 24))
    for changes in ({"pack": []}, {"purpose": "x"}, {"state": "planned"}, {"next_on": NEXT + timedelta(9)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BusinessReview.objects.filter(pk=held.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewSection.objects.create(review=held, key="value", commentary="Later")
    with pytest.raises(ReviewOver):
        prepare_review(review=held, by=lena, at=NOON)


def test_a_review_is_not_closed_without_a_next_date(hold: Hold, review: BusinessReview) -> None:
    for day in (None, TODAY, TODAY - timedelta(days=1)):
        with pytest.raises(InputRefused) as refusal:
            hold(next_on=day)
        assert refusal.value.field == "next_on"
    with pytest.raises(IntegrityError), transaction.atomic():
        BusinessReview.objects.filter(pk=review.pk).update(
            state="held", held_on=TODAY, as_of=TODAY, definitions=1, recap_by=TODAY
        )


def test_holding_asks_who_was_there(hold: Hold, lena: User) -> None:
    with pytest.raises(NotReady, match="of theirs"):
        hold(contacts=[])
    with pytest.raises(NotReady, match="of ours"):
        hold(users=[])
    with pytest.raises(InputRefused, match="today or before"):
        hold(held_on=TODAY + timedelta(days=1))


def test_who_was_invited_and_did_not_come_is_kept(
    review: BusinessReview, user_of_theirs: Contact, hold: Hold, lena: User
) -> None:
    invite(review=review, contacts=[user_of_theirs], users=[lena], by=lena, at=NOON)
    came = {seat.name: seat.came for seat in hold().seats.all()}
    assert came == {"Ines Duarte": True, "Jonas Weller": False, lena.name: True}


def test_decisions_become_promises_and_steps_or_none_of_them_does(
    hold: Hold, buyer: Contact, lena: User
) -> None:
    due = TODAY + timedelta(days=14)
    good = Decided("Send the plan of the pilot", "ours", contact=buyer, due_on=due)
    with pytest.raises(InputRefused, match="who of theirs"):
        hold(decisions=[good, Decided("Name a lead", "theirs", due_on=due)])
    assert not Promise.objects.exists()
    held = hold(
        decisions=[
            good,
            Decided("Name a lead", "theirs", contact=buyer, due_on=due),
            Decided("Book the room", "step", due_on=due),
            Decided("The pilot goes on"),
        ]
    )
    assert set(Promise.objects.values_list("text", "side", "promised_on")) == {
        ("Send the plan of the pilot", "ours", TODAY), ("Name a lead", "theirs", TODAY),
    }  # fmt: skip
    assert NextStep.objects.get(text="Book the room").owner == lena
    assert [row.follows for row in held.decisions.order_by("id")] == ["ours", "theirs", "step", "nothing"]


def test_the_next_one_stands_in_the_calendar_with_the_same_people(hold: Hold, buyer: Contact) -> None:
    held = hold()
    following = BusinessReview.objects.get(former=held)
    assert (following.planned_on, following.period_start, following.state) == (NEXT, TODAY, "planned")
    assert following.seats.filter(contact=buyer, came__isnull=True).exists()


def test_summing_up_waits_one_working_day_and_is_done_by_ticking_it_off(hold: Hold, lena: User) -> None:
    held = hold()
    step = steps_of(held)["recap"]
    assert (step.due_on, held.lacks_recap(on=date(2026, 11, 25))) == (date(2026, 11, 24), True)
    settle_step(step=step, state="done", by=lena, at=NOON)
    held.refresh_from_db()
    assert held.recap_sent_on == TODAY
    assert sum_up(review=held, by=lena, at=NOON).recap_sent_on == TODAY


def test_holding_a_review_is_a_look_at_the_plan(hold: Hold, told: Account, lena: User) -> None:
    plan = AccountPlan.objects.create(
        account=told, title="Plan", tier_at_start="B", owner=lena, period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31), horizon_end=date(2027, 12, 31),
    )  # fmt: skip
    plan.objectives.create(goal="retain", text="Stay", owner=lena, measure="Yes", due_on=NEXT)
    approved = {"approved_on": date(2026, 1, 2), "approved_by": lena, "stale_on": date(2026, 4, 1)}
    AccountPlan.objects.filter(pk=plan.pk).update(state="active", **approved)
    hold()
    plan.refresh_from_db()
    assert (plan.last_reviewed_on, plan.next_review_on) == (TODAY, NEXT)
    assert not plan.is_stale(on=TODAY)


def test_a_review_called_off_says_why_and_leaves_the_day(review: BusinessReview, lena: User) -> None:
    with pytest.raises(InputRefused):
        cancel_review(review=review, reason=" ", by=lena, at=NOON)
    cancel_review(review=review, reason="They moved house", by=lena, at=NOON)
    assert {row.state for row in steps_of(review).values()} == {"dropped"}
    with pytest.raises(ReviewOver):
        edit_review(review=review, changes={"planned_on": NEXT}, by=lena, at=NOON)


def test_moving_it_moves_its_steps(review: BusinessReview, lena: User) -> None:
    edit_review(review=review, changes={"planned_on": NEXT}, by=lena, at=NOON)
    assert steps_of(review)["hold"].due_on == NEXT


def test_reviews_ahead_go_with_the_account(review: BusinessReview, told: Account, nadia: User) -> None:
    change_owner(account=told, owner=nadia, by=nadia, at=NOON)
    review.refresh_from_db()
    assert review.owner == nadia
    assert {row.owner for row in steps_of(review).values()} == {nadia}


def an_aim(account: Account, owner: User) -> Objective:
    """An open objective of a plan that runs."""
    plan, _ = AccountPlan.objects.get_or_create(
        account=account, title="This year", state="active", tier_at_start="A", owner=owner,
        approved_on=TODAY, approved_by=owner, period_start=TODAY, period_end=TODAY + timedelta(days=365),
        horizon_end=TODAY + timedelta(days=700),
    )  # fmt: skip
    return Objective.objects.create(plan=plan, goal="value", text="Fewer returns", owner=owner)


def test_a_decision_becomes_an_action_of_the_plan_in_its_owners_day(
    hold: Hold, told: Account, buyer: Contact, lena: User
) -> None:
    aim = an_aim(told, lena)
    ours = Decided("Write the pilot plan", "action", user=lena, due_on=NEXT, objective=aim)
    theirs = Decided("Name a lead", "action", contact=buyer, due_on=NEXT, objective=aim)
    held = hold(decisions=[ours, theirs])
    rows = list(held.decisions.order_by("id"))
    assert [row.action and row.action.owner_name for row in rows] == ["Lena Voss", "Ines Duarte"]
    assert [row.action and row.action.step and row.action.step.text for row in rows] == [
        "Write the pilot plan", "Ask whether it is done: Name a lead",
    ]  # fmt: skip
    told_them = next(each for each in customer_file(held)["sections"] if each["key"] == "commitments")
    assert [row[1] for row in told_them["blocks"][0]["rows"]] == ["Lena Voss", "Ines Duarte"]


def test_an_action_without_an_open_objective_of_theirs_or_with_two_owners_closes_nothing(
    hold: Hold, told: Account, orchard: Account, buyer: Contact, lena: User, review: BusinessReview
) -> None:
    foreign, settled = an_aim(orchard, lena), an_aim(told, lena)
    Objective.objects.filter(pk=settled.pk).update(state="missed", settled_on=TODAY)
    wrong = (
        (Decided("x", "action", due_on=NEXT), "which objective"),
        (Decided("x", "action", due_on=NEXT, objective=foreign), "no open objective"),
        (Decided("x", "action", due_on=NEXT, objective=settled), "no open objective"),
        (Decided("x", "action", user=lena, contact=buyer, due_on=NEXT, objective=settled), "open objective"),
        (Decided("x", "action", objective=foreign), "day it is due"),
    )
    for decided, words in wrong:
        with pytest.raises(InputRefused, match=words):
            hold(decisions=[decided])
    two = Decided("x", "action", user=lena, contact=buyer, due_on=NEXT, objective=an_aim(told, lena))
    with pytest.raises(InputRefused, match="one owner"):
        hold(decisions=[two])
    review.refresh_from_db()
    assert review.is_open
    assert not PlanAction.objects.exists()
