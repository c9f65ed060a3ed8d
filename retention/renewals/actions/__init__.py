"""What people do with renewals, one function per verb."""

from .calling import set_call
from .closing import close_renewal, void_renewal
from .facts import record_facts
from .joining import JoinRefused, join_renewals, split_renewal
from .judging import approve_unknown, judge_cause, plan_return
from .opening import open_renewals_of
from .pipeline import move_stage
from .playing import finish_play, start_play
from .reasons import give_reason, may_judge
from .reopening import reopen_renewal
from .risk_plans import plan_against_risk
from .standing import RenewalIsClosed

__all__ = [
    "JoinRefused",
    "RenewalIsClosed",
    "approve_unknown",
    "close_renewal",
    "finish_play",
    "give_reason",
    "join_renewals",
    "judge_cause",
    "may_judge",
    "move_stage",
    "open_renewals_of",
    "plan_against_risk",
    "plan_return",
    "record_facts",
    "reopen_renewal",
    "set_call",
    "split_renewal",
    "start_play",
    "void_renewal",
]
