"""What people do about goals: agree, measure, prove, give, change."""

from .changes import acknowledge_change, ask_change, decide_change
from .gaps import note_gap, settle_gap
from .goodwill import acknowledge_goodwill, give_goodwill, tell_goodwill, withdraw_goodwill
from .measurements import correct_measurement, measure, void_measurement
from .targets import (
    add_target,
    agree_target,
    confirm_target,
    edit_target,
    review_target,
    withdraw_target,
)
from .value import (
    claim_value,
    confirm_value,
    dispute_value,
    edit_value,
    evidence_value,
    take_back_answer,
    withdraw_value,
)

__all__ = [
    "acknowledge_change",
    "acknowledge_goodwill",
    "add_target",
    "agree_target",
    "ask_change",
    "claim_value",
    "confirm_target",
    "confirm_value",
    "correct_measurement",
    "decide_change",
    "dispute_value",
    "edit_target",
    "edit_value",
    "evidence_value",
    "give_goodwill",
    "measure",
    "note_gap",
    "review_target",
    "settle_gap",
    "take_back_answer",
    "tell_goodwill",
    "void_measurement",
    "withdraw_goodwill",
    "withdraw_target",
    "withdraw_value",
]
