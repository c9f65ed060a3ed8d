"""The life of a plan: who moves it, what is refused, what follows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account, AccountTeamMember
from contacts.participants import NotTheirContact
from plans.actions.drafting import copy_plan, edit_plan, plan_next_review, start_plan
from plans.actions.growing import add_growth_line, set_growth
from plans.actions.measuring import add_key_result, measure_key_result
from plans.actions.moving import MoveRefused, NotApprovable, NotSigned, move_plan, review_plan, sign_plan
from plans.actions.objectives import ObjectiveSettled, edit_objective, settle_objective
from plans.actions.risks import add_risk
from plans.actions.texts import write_section
from plans.models import AccountPlan, Objective, PlanNote, PlanText
from plans.planning.diff import differences
from plans.working import CannotOwn, PlanLocked, PlanOver
from retention.lib.accepts import InputRefused, NotEditable
from retention.lib.errors import StaleVersion
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from .plan_book import FIRST, approved, draft, objective, running

pytestmark = pytest.mark.django_db
WHY = {"why_bought": {"text": "x"}}


def test_a_draft_covers_a_year_and_looks_two_ahead(vela: Account, lena: User, nico: User, sol: User) -> None:
    plan = draft(vela, lena, title="")
    assert (plan.title, plan.tier_at_start, plan.owner) == ("Plan 2026", "A", lena)
    assert (plan.period_end, plan.horizon_end) == (date(2027, 9, 30), date(2028, 9, 30))
    for wrong in (
        {"period_end": date(2027, 9, 29)}, {"horizon_end": date(2028, 10, 1)},
        {"horizon_end": date(2027, 9, 29)}, {"template": "nonsense"},
    ):  # fmt: skip
        with pytest.raises(InputRefused):
            start_plan(account=vela, by=lena, at=NOON, period_start=FIRST, **wrong)
    with pytest.raises(CannotOwn):
        edit_plan(plan=plan, changes={"owner": nico}, by=lena, at=NOON)
    for stranger in (nico, sol):
        with pytest.raises(PermissionDenied):
            draft(vela, stranger)


def test_an_objective_without_owner_measure_or_day_keeps_the_plan_from_approval(
    vela: Account, lena: User, nadia: User
) -> None:
    plan = draft(vela, lena)
    move_plan(plan=plan, move="submit", by=lena, at=NOON)
    with pytest.raises(NotApprovable, match="no objective"):
        move_plan(plan=plan, move="approve", by=nadia, at=NOON)
    move_plan(plan=plan, move="return", by=nadia, at=NOON, note="Say what you want")
    bare = objective(plan, lena, owner=None, measure="", due_on=None)
    move_plan(plan=plan, move="submit", by=lena, at=NOON)
    with pytest.raises(NotApprovable, match="no owner and no measure and no day"):
        move_plan(plan=plan, move="approve", by=nadia, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountPlan.objects.filter(pk=plan.pk).update(state="approved", approved_on=TODAY, approved_by=nadia)
    move_plan(plan=plan, move="return", by=nadia, at=NOON, note="Measure it")
    edit_objective(objective=bare, changes={"owner": lena, "due_on": date(2027, 6, 30)}, by=lena, at=NOON)
    add_key_result(objective=bare, name="Occupancy", unit="%", by=lena, at=NOON)
    move_plan(plan=plan, move="submit", by=lena, at=NOON)
    assert move_plan(plan=plan, move="approve", by=nadia, at=NOON).approved_by == nadia


def test_the_lead_approves_key_accounts_and_the_owner_others(
    vela: Account, lena: User, nadia: User, north: object
) -> None:
    plan = draft(vela, lena)
    objective(plan, lena)
    move_plan(plan=plan, move="submit", by=lena, at=NOON)
    with pytest.raises(PermissionDenied):
        move_plan(plan=plan, move="approve", by=lena, at=NOON)
    with pytest.raises(MoveRefused):
        move_plan(plan=plan, move="start", by=lena, at=NOON)
    small = Account.objects.create(name="Small Inn", owner=lena, team=vela.team, tier="C", currency="EUR")
    assert approved(small, lena, lena).state == "approved"
    made = move_plan(plan=plan, move="approve", by=nadia, at=NOON)
    assert (made.next_review_on, made.stale_on) == (TODAY + timedelta(90), TODAY + timedelta(113))


def test_a_strategic_plan_starts_after_its_sponsor_signed(
    vela: Account, lena: User, nadia: User, sol: User
) -> None:
    plan = approved(vela, lena, nadia)
    with pytest.raises(NotSigned, match="nobody yet"):
        move_plan(plan=plan, move="start", by=lena, at=NOON)
    with pytest.raises(PermissionDenied):
        sign_plan(plan=plan, by=nadia, at=NOON)
    AccountTeamMember.objects.create(account=vela, user=sol, function="sponsor")
    with pytest.raises(NotSigned, match="Sol Iwu"):
        move_plan(plan=plan, move="start", by=lena, at=NOON)
    sign_plan(plan=plan, by=sol, at=NOON)
    with pytest.raises(MoveRefused):
        sign_plan(plan=plan, by=sol, at=NOON)
    assert move_plan(plan=plan, move="start", by=lena, at=NOON).state == "active"


def test_an_approved_plan_is_amended_before_it_says_something_else(
    vela: Account, lena: User, nadia: User
) -> None:
    plan = running(vela, lena, nadia)
    row = plan.objectives.get()
    for write in (
        lambda: edit_objective(objective=row, changes={"text": "More"}, by=lena, at=NOON),
        lambda: write_section(plan=plan, section="profile", said=WHY, by=lena, at=NOON),
        lambda: set_growth(plan=plan, changes={"top_down": Decimal(1)}, by=lena, at=NOON),
        lambda: edit_plan(plan=plan, changes={"title": "x"}, by=lena, at=NOON),
    ):  # fmt: skip
        with pytest.raises(PlanLocked, match="Amend it"):
            write()
    with pytest.raises(InputRefused):
        move_plan(plan=plan, move="amend", by=lena, at=NOON)
    move_plan(plan=plan, move="amend", by=lena, at=NOON, note="They want more")
    edit_objective(objective=row, changes={"text": "Even fewer empty rooms"}, by=lena, at=NOON)
    move_plan(plan=plan, move="submit", by=lena, at=NOON)
    move_plan(plan=plan, move="approve", by=nadia, at=NOON)
    first, second = plan.editions.order_by("number")
    changed = differences(first.said, second.said)
    assert [(row.before.split(";")[0], row.after.split(";")[0]) for row in changed] == [
        ("Fewer empty rooms", "Even fewer empty rooms")
    ]


def test_a_plan_that_starts_sets_the_former_one_aside(vela: Account, lena: User, nadia: User) -> None:
    former = running(vela, lena, nadia)
    later = running(vela, lena, nadia, title="Next")
    former.refresh_from_db()
    assert (former.state, former.closed_on, later.state) == ("superseded", TODAY, "active")
    with pytest.raises(PlanOver):
        move_plan(plan=former, move="amend", by=lena, at=NOON, note="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountPlan.objects.filter(pk=former.pk).update(state="active", closed_on=None)


def test_reviewing_and_not_editing_keeps_a_plan_fresh(vela: Account, lena: User, nadia: User) -> None:
    plan = running(vela, lena, nadia)
    late = NOON + timedelta(days=113)
    assert plan.is_stale(on=late.date()) and not plan.is_stale(on=late.date() - timedelta(1))
    assert list(AccountPlan.objects.stale(on=late.date())) == [plan]
    plan_next_review(plan=plan, next_review_on=late.date(), by=lena, at=late)
    assert AccountPlan.objects.stale(on=late.date()).exists()
    review_plan(plan=plan, by=lena, at=late, note="On course")
    assert not AccountPlan.objects.stale(on=late.date()).exists()
    with pytest.raises(InputRefused):
        review_plan(plan=plan, by=lena, at=late, next_review_on=late.date())
    with pytest.raises(MoveRefused):
        review_plan(plan=draft(vela, lena), by=lena, at=NOON)


def test_a_section_keeps_what_is_shown_apart_from_what_is_not(vela: Account, lena: User) -> None:
    plan = draft(vela, lena)
    version = write_section(
        plan=plan, section="profile", by=lena, at=NOON, expected_version=1,
        said={"why_bought": {"text": "The trainers"}, "fiscal_year": {"text": "April", "is_shared": True}},
    )  # fmt: skip
    assert version == 3
    assert PlanText.objects.get().field == "fiscal_year" and PlanNote.objects.get().field == "why_bought"
    with pytest.raises(StaleVersion):
        write_section(plan=plan, section="profile", said={}, by=lena, at=NOON, expected_version=1)
    for field, values in (("strategy", {"text": "x"}), ("why_bought", {"is_shared": True})):
        with pytest.raises(NotEditable):
            write_section(plan=plan, section="profile", said={field: values}, by=lena, at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanText.objects.create(plan=plan, field="why_bought", text="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanNote.objects.create(plan=plan, field="strategy", text="x")
    with pytest.raises(InputRefused, match="future"):
        said = {"strategy": {"text": "x", "said_on": TODAY + timedelta(1)}}
        write_section(plan=plan, section="business", said=said, by=lena, at=NOON)


def test_only_joint_objectives_can_be_shown_and_owners_are_on_one_side(
    vela: Account, orchard: Account, lena: User
) -> None:
    plan, ana = draft(vela, lena), make_contact(vela)
    with pytest.raises(InputRefused, match="joint"):
        objective(plan, lena, whose="ours", is_shared=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objective.objects.create(plan=plan, goal="grow", text="x", whose="ours", is_shared=True)
    with pytest.raises(InputRefused, match="one owner"):
        objective(plan, lena, their_owner=ana)
    with pytest.raises(NotTheirContact):
        objective(plan, lena, owner=None, their_owner=make_contact(orchard))
    row = objective(plan, lena)
    edit_objective(objective=row, changes={"their_owner": ana}, by=lena, at=NOON)
    row.refresh_from_db()
    assert (row.owner, row.their_owner) == (None, ana)
    with pytest.raises(InputRefused, match="joint"):
        edit_objective(objective=row, changes={"is_shared": True, "whose": "ours"}, by=lena, at=NOON)


def test_achieved_is_unconfirmed_until_somebody_of_theirs_says_so(vela: Account, lena: User) -> None:
    row, ana = objective(draft(vela, lena), lena), make_contact(vela)
    said = {"objective": row, "on": TODAY, "by": lena, "at": NOON}
    settle_objective(**said, state="achieved_unconfirmed")
    with pytest.raises(ObjectiveSettled):
        settle_objective(**said, state="missed")
    with pytest.raises(InputRefused, match="who of theirs"):
        settle_objective(**said, state="confirmed")
    assert settle_objective(**said, state="confirmed", confirmed_by=ana).confirmed_by == ana


def test_a_figure_moves_a_key_result_and_an_older_one_does_not(vela: Account, lena: User) -> None:
    row = objective(draft(vela, lena), lena)
    result = add_key_result(objective=row, name="Empty rooms", baseline=Decimal(40), target=Decimal(20),
                            by=lena, at=NOON)  # fmt: skip
    measure_key_result(key_result=result, value=Decimal(25), on=TODAY, by=lena, at=NOON)
    for day in (TODAY - timedelta(1), TODAY + timedelta(1)):
        with pytest.raises(InputRefused):
            measure_key_result(key_result=result, value=Decimal(30), on=day, by=lena, at=NOON)
    result.refresh_from_db()
    assert (result.current, result.measured_on) == (25, TODAY)


def test_next_years_plan_begins_with_what_still_holds(vela: Account, lena: User, nadia: User) -> None:
    plan = draft(vela, lena, template="protect")
    write_section(plan=plan, section="business", by=lena, at=NOON,
                  said={"priority_1": {"text": "Growth", "is_shared": True}})  # fmt: skip
    add_growth_line(plan=plan, what="Spa", amount=Decimal(9000), probability=40, by=lena, at=NOON)
    set_growth(plan=plan, changes={"top_down": Decimal(70000)}, by=lena, at=NOON)
    add_risk(plan=plan, by=lena, at=NOON, description="Budget cut", likelihood=2)
    first = plan.objectives.order_by("id").first()
    assert first is not None
    settle_objective(objective=first, state="missed", on=TODAY, by=lena, at=NOON)
    made = copy_plan(plan=plan, by=lena, at=NOON)
    assert (made.state, made.period_start, made.copied_from) == ("draft", date(2027, 10, 1), plan)
    assert made.objectives.count() == plan.objectives.count() - 1
    assert not made.texts.get().is_shared and made.growth_frame.base == 70000
    assert made.risks.count() == made.growth_lines.count() == 1
