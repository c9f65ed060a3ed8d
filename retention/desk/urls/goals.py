"""Goals and value: an account's page, what is entered on it, and the lead's overview."""

from django.urls import path

from ..views import goals, goals_overview

_ACCOUNT = {
    "goal_new": "goals/new",
    "value_new": "value/new",
    "goodwill_new": "added-value/new",
    "gap_new": "gaps/new",
}
_ACTS = {
    "goal_edit": ("target", "goals/<int:pk>/edit"),
    "goal_agree": ("target", "goals/<int:pk>/agree"),
    "goal_review": ("target", "goals/<int:pk>/review"),
    "goal_confirm": ("target", "goals/<int:pk>/confirm"),
    "goal_withdraw": ("target", "goals/<int:pk>/withdraw"),
    "goal_measure": ("target", "goals/<int:pk>/measure"),
    "measurement_correct": ("measurement", "measurements/<int:pk>/correct"),
    "measurement_void": ("measurement", "measurements/<int:pk>/void"),
    "value_edit": ("entry", "value/<int:pk>/edit"),
    "value_evidence": ("entry", "value/<int:pk>/evidence"),
    "value_confirm": ("entry", "value/<int:pk>/confirm"),
    "value_dispute": ("entry", "value/<int:pk>/dispute"),
    "value_withdraw": ("entry", "value/<int:pk>/withdraw"),
    "goodwill_told": ("goodwill", "added-value/<int:pk>/told"),
    "goodwill_acknowledge": ("goodwill", "added-value/<int:pk>/acknowledge"),
    "change_decide": ("change", "changes/<int:pk>/decide"),
    "change_acknowledge": ("change", "changes/<int:pk>/acknowledge"),
    "gap_settle": ("gap", "gaps/<int:pk>/settle"),
}
_CLICKS = {
    "value_take_back": ("entry", "value/<int:pk>/take-back"),
    "goodwill_withdraw": ("goodwill", "added-value/<int:pk>/withdraw"),
}

urlpatterns = [
    path("accounts/<int:pk>/value/", goals.account_value, name="account_value"),
    *(
        path(f"accounts/<int:pk>/{way}/", goals.new_of_account, {"verb": name}, name=name)
        for name, way in _ACCOUNT.items()
    ),
    path("goals/<int:pk>/change/", goals.change_new, name="change_new"),
    *(
        path(f"{way}/", goals.act, {"kind": kind, "verb": name}, name=name)
        for name, (kind, way) in _ACTS.items()
    ),
    *(
        path(f"{way}/", goals.click, {"kind": kind, "verb": name}, name=name)
        for name, (kind, way) in _CLICKS.items()
    ),
    path("goals/", goals_overview.goals, name="goals"),
    path("changes/", goals_overview.changes, name="changes"),
]
