"""What people do about growth."""

from .lost_deals import add_reference, edit_lost_deal, enter_lost_deal, settle_reference
from .targets import TargetInput, remove_targets, set_plan_rate, set_targets

__all__ = [
    "TargetInput",
    "add_reference",
    "edit_lost_deal",
    "enter_lost_deal",
    "remove_targets",
    "set_plan_rate",
    "set_targets",
    "settle_reference",
]
