"""The plans of an account that becomes part of another (docs/methods.md, Mergers of customers)."""

from django.db.models import Q

from accounts.announced import AccountsMerged
from contacts.models import Contact
from retention.lib.zones import local_day
from retention.team.machine import the_machine
from retention.team.models import User

from .models import AccountPlan, Objective, PlanAction
from .planning.words import RUNNING, PlanState
from .stepping import follow_plan

SAID_BY = ((Objective, "stakeholder"), (Objective, "their_owner"), (Objective, "confirmed_by"),
           (PlanAction, "their_owner"))  # fmt: skip


def carry_account_plans(fact: AccountsMerged) -> None:
    """Listener: plans are the survivor's. Where both had one running, the survivor's goes on alone."""
    theirs = AccountPlan.objects.filter(account=fact.merged_id)
    set_aside: list[int] = []
    if AccountPlan.objects.filter(account=fact.survivor_id, state__in=RUNNING).exists():
        set_aside = list(theirs.filter(state__in=RUNNING).values_list("pk", flat=True))
        by = User.objects.get(pk=fact.by_id)
        ended = {"state": PlanState.SUPERSEDED, "closed_on": local_day(fact.at, by.time_zone)}
        theirs.filter(pk__in=set_aside).update(**ended, state_note="Both customers had a plan.")
    theirs.update(account=fact.survivor_id)
    _follow_seats(fact)
    for plan in AccountPlan.objects.filter(pk__in=set_aside).select_related("account", "owner"):
        follow_plan(plan, the_machine(), fact.at)


def _follow_seats(fact: AccountsMerged) -> None:
    """Who sat at both accounts is named by the seat that stays."""
    left = Contact.objects.filter(account=fact.merged_id, person__isnull=False).order_by("id")
    for old in left:
        kept = Contact.objects.filter(account=fact.survivor_id, person=old.person_id).order_by("id").first()
        if kept is None:
            continue
        for model, column in SAID_BY:
            path = "plan__account" if model is Objective else "objective__plan__account"
            rows = model._base_manager.filter(Q(**{column: old, path: fact.survivor_id}))
            rows.update(**{column: kept})
