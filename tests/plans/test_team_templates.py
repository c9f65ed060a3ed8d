"""Plans to begin with that a team keeps: what of a plan goes along, who keeps it, how it is read back."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account
from plans.actions.doing import add_action
from plans.actions.drafting import copy_plan, start_plan
from plans.actions.measuring import add_key_result
from plans.actions.team_templates import TemplateWithdrawn, edit_template, save_template, withdraw_template
from plans.actions.texts import write_section
from plans.models import AccountPlan, TeamPlanTemplate
from plans.planning.outline import month_of, read_outline, read_prompts, write_outline, write_prompts
from plans.planning.templates import TEMPLATES
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import Team, User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

from .plan_book import draft, objective

LINES = """Value, joint, month 9: Fewer empty rooms
= Occupancy
- Rooms let (percent)
* month 2: Show the first list"""


def full_plan(account: Account, by: User) -> AccountPlan:
    """A plan with words of theirs, people of theirs and figures."""
    plan = draft(account, by)
    aim = objective(plan, by, reason="They lose a tenth", stakeholder=make_contact(account, "Jonas Weller"))
    add_key_result(objective=aim, by=by, at=NOON, name="Rooms let", unit="percent", baseline=60, target=80)
    add_action(
        objective=aim, by=by, at=NOON, text="Show the first list", owner=by, due_on=date(2026, 11, 30),
        customer_benefit="They see it", our_benefit="We grow",
    )  # fmt: skip
    write_section(
        plan=plan, section="profile", said={"why_bought": {"text": "The old one broke"}}, by=by, at=NOON
    )
    return plan


@pytest.mark.django_db
def test_a_template_keeps_what_a_plan_is_made_of_and_nothing_of_its_customer(
    vela: Account, lena: User, nadia: User
) -> None:
    plan = full_plan(vela, lena)
    made = save_template(plan=plan, name="Rooms", note="For hotels", by=nadia, at=NOON)
    assert made.outline == LINES
    assert made.prompts == "Why they bought: The reason in their words, not ours."
    assert made.team == vela.team
    story = vela.timeline.latest("id").text
    assert story == "Kept the plan “Winter plan” as the template “Rooms”"


@pytest.mark.django_db
def test_a_plan_begins_with_it_in_its_own_months_and_is_asked_its_prompts(
    vela: Account, lena: User, nadia: User
) -> None:
    made = save_template(plan=full_plan(vela, lena), name="Rooms", by=nadia, at=NOON)
    first = date(2027, 2, 1)
    plan = start_plan(account=vela, by=lena, at=NOON, period_start=first, team_template=made)
    row = plan.objectives.get()
    assert (row.text, row.measure, row.due_on, row.stakeholder) == (
        "Fewer empty rooms", "Occupancy", date(2027, 10, 31), None,
    )  # fmt: skip
    assert [(each.name, each.unit, each.baseline) for each in row.key_results.all()] == [
        ("Rooms let", "percent", None)
    ]
    action = row.actions.get()
    assert (action.due_on, action.customer_benefit, action.owner) == (date(2027, 3, 31), "", lena)
    assert plan.begun_with == made == copy_plan(plan=plan, by=lena, at=NOON).begun_with
    assert made.asks() == {"why_bought": "The reason in their words, not ours."}


@pytest.mark.django_db
def test_only_a_lead_of_the_team_keeps_changes_and_withdraws(
    vela: Account, orchard: Account, lena: User, nadia: User, nico: User, sol: User
) -> None:
    plan, foreign = full_plan(vela, lena), draft(orchard, nico)
    made = save_template(plan=plan, name="Rooms", by=nadia, at=NOON)
    for who in (lena, sol, nico):
        with pytest.raises(PermissionDenied):
            save_template(plan=plan, name="Mine", by=who, at=NOON)
        with pytest.raises(PermissionDenied):
            edit_template(template=made, changes={"name": "Mine"}, by=who, at=NOON)
        with pytest.raises(PermissionDenied):
            withdraw_template(template=made, by=who, at=NOON)
    with pytest.raises(PermissionDenied):
        save_template(plan=foreign, name="Theirs", by=nadia, at=NOON)
    assert [list(TeamPlanTemplate.objects.visible_to(who)) for who in (lena, nadia, sol, nico)] == [
        [made], [made], [made], [],
    ]  # fmt: skip
    with pytest.raises(InputRefused, match="no such template"):
        start_plan(account=orchard, by=nico, at=NOON, period_start=TODAY, team_template=made)


@pytest.mark.django_db
def test_names_of_the_customer_two_of_a_name_and_stale_changes_are_refused(
    vela: Account, lena: User, nadia: User, north: Team
) -> None:
    plan = full_plan(vela, lena)
    keep: dict[str, Any] = {"plan": plan, "by": nadia, "at": NOON}
    for said in (
        {"name": "As at VELA HOTELS"},
        {"name": "x", "prompts": "Why they bought: Ask Jonas Weller"},
    ):
        with pytest.raises(InputRefused, match="stands in it"):
            save_template(**keep, **said)
    made = save_template(**keep, name="Rooms")
    with pytest.raises(InputRefused, match="of that name"):
        save_template(**keep, name="ROOMS")
    with pytest.raises(IntegrityError, match="template_name_once"), transaction.atomic():
        TeamPlanTemplate.objects.create(team=north, name="rOOms", outline="x", by=nadia)
    seen = edit_template(template=made, changes={"name": "Rooms"}, by=nadia, at=NOON).version
    edit_template(template=made, changes={"note": "Hotels"}, by=nadia, at=NOON)
    with pytest.raises(StaleVersion):
        edit_template(template=made, changes={"note": "x"}, by=nadia, at=NOON, expected_version=seen)
    withdraw_template(template=made, by=nadia, at=NOON)
    with pytest.raises(TemplateWithdrawn):
        withdraw_template(template=made, by=nadia, at=NOON)
    with pytest.raises(TemplateWithdrawn):
        edit_template(template=made, changes={"note": "y"}, by=nadia, at=NOON)
    made.refresh_from_db()
    with pytest.raises(InputRefused, match="no such template"):
        start_plan(account=vela, by=lena, at=NOON, period_start=TODAY, team_template=made)
    assert save_template(**keep, name="Rooms").pk != made.pk


@pytest.mark.parametrize("key", sorted(TEMPLATES))
def test_what_is_written_is_read_back(key: str) -> None:
    objectives = TEMPLATES[key].objectives
    assert read_outline(write_outline(objectives)) == objectives


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "no objective in it"),
        ("* month 2: Meet", "stands under no objective"),
        ("Retain, ours: Renewed", "is no objective"),
        ("Please, ours, month 3: Renewed", "is no objective"),
        ("Retain, nobody, month 3: Renewed", "is no objective"),
        ("Retain, ours, month 25: Renewed", "not 25"),
        ("Retain, ours, month 0: Renewed", "not 0"),
        ("Retain, ours, month 3: Renewed\n* soon: Meet", "is no action"),
        ("Retain, ours, month 3: Renewed\n* month 99: Meet", "not 99"),
        ("Retain, ours, month 3: " + "x" * 301, "300"),
        ("\n".join(["Retain, ours, month 3: x"] * 13), "at most 12"),
        ("Retain, ours, month 3: x" + "\n- y" * 21, "at most 20"),
    ],
)
def test_a_line_that_cannot_be_read_is_repeated(written: str, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        read_outline(written)


def test_prompts_are_read_by_the_labels_of_fields() -> None:
    found = read_prompts("why they BOUGHT:  Who signed?\n\nTheir strategy: In which year?")
    assert found == {"why_bought": "Who signed?", "strategy": "In which year?"}
    assert write_prompts(found) == "Why they bought: Who signed?\nTheir strategy: In which year?"
    for wrong in ("Why they bought", "Why they bought:", "Their cat: Its name?"):
        with pytest.raises(InputRefused, match="names no field"):
            read_prompts(wrong)


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 10, 1), 1), (date(2026, 10, 31), 1), (date(2026, 11, 1), 2), (date(2027, 6, 30), 9),
        (date(2025, 1, 1), 1), (date(2031, 1, 1), 24),
    ],
)  # fmt: skip
def test_a_day_is_a_month_of_the_plan(day: date, month: int) -> None:
    assert month_of(date(2026, 10, 1), day) == month
