"""What was agreed with a customer, how it goes, what came of it; and the plan for the account."""

from .changes import ChangeRecord, ExpectationGap
from .inside import GrowthFrame, GrowthLine, PlanNote, PlanRisk
from .objectives import KeyResult, Objective, PlanAction
from .plan import AccountPlan, PlanEdition, PlanText
from .roi import Measurement, RoiTarget
from .value import GoodwillEntry, ValueEntry

__all__ = [
    "AccountPlan",
    "ChangeRecord",
    "ExpectationGap",
    "GoodwillEntry",
    "GrowthFrame",
    "GrowthLine",
    "KeyResult",
    "Measurement",
    "Objective",
    "PlanAction",
    "PlanEdition",
    "PlanNote",
    "PlanRisk",
    "PlanText",
    "RoiTarget",
    "ValueEntry",
]
