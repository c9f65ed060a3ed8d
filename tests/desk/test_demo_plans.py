"""The plans of the demo company, without the rest of it."""

import pytest
from django.test import Client

from accounts.models import Account
from plans.group import group_of
from plans.models import AccountPlan, TeamPlanTemplate
from plans.plan_facts import plan_facts
from retention.desk.demo.plans import make_plans
from retention.desk.demo.shared import share_a_plan
from retention.sharing.models import ClientWord
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact


@pytest.mark.django_db
def test_one_plan_runs_and_is_measured_and_one_waits_for_its_lead(
    vela: Account, lena: User, nadia: User, ada: User
) -> None:
    inn = Account.objects.create(
        name="Harbour Inn", owner=lena, team=vela.team, tier="B", currency="EUR", arr=8000
    )
    make_contact(inn)
    for name, arr in (("Ravensworth Dairy", 900), ("Orchard and Vine", 700)):
        Account.objects.create(
            name=name, owner=lena, team=vela.team, tier="C", currency="EUR", arr=arr, arr_base=arr
        )
    Account.objects.filter(pk=vela.pk).update(name="Brightwater Foods")
    make_plans({"Lena": lena, "Nadia": nadia, "Ada": ada}, at=NOON)
    runs, waits = AccountPlan.objects.get(account=inn), AccountPlan.objects.get(account=vela)
    assert (runs.state, waits.state) == ("active", "in_review")
    facts = plan_facts(runs, on=TODAY)
    assert facts.progress.value is not None and facts.overdue_risks == 1 and facts.full.filled >= 6
    assert facts.growth.expected_gap is not None and not facts.missing
    assert any(action.our_benefit for each in facts.objectives for action in each.actions)
    template = TeamPlanTemplate.objects.get()
    assert template.team == vela.team and template.by == nadia and template.outline and template.prompts
    group = group_of(vela, lena)
    assert [(row.account.name, row.plan is not None) for row in group.rows] == [
        ("Orchard and Vine", False), ("Ravensworth Dairy", True),
    ]  # fmt: skip
    begun = AccountPlan.objects.get(account__name="Ravensworth Dairy")
    assert begun.begun_with == template and begun.objectives.exists()
    said: list[str] = []
    share_a_plan(at=NOON, say=said.append)
    path = said[0].partition("/share/")[2]
    assert Client().get(f"/share/{path}").status_code == 200
    assert ClientWord.objects.waiting().count() == 2
