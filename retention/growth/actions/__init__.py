"""What people do about growth."""

from .advocacy import answer_ask, ask_advocate, use_ask
from .consents import give_consent, withdraw_consent
from .lost_deals import add_reference, edit_lost_deal, enter_lost_deal, settle_reference
from .targets import TargetInput, remove_targets, set_plan_rate, set_targets

__all__ = [
    "TargetInput",
    "add_reference",
    "answer_ask",
    "ask_advocate",
    "edit_lost_deal",
    "enter_lost_deal",
    "give_consent",
    "remove_targets",
    "set_plan_rate",
    "set_targets",
    "settle_reference",
    "use_ask",
    "withdraw_consent",
]
