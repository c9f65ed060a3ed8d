"""What was agreed with a customer, how it goes, what came of it; and the plan for the account."""

from .changes import ChangeRecord, ExpectationGap
from .education import Lesson
from .hours import ServiceAllowance, TimeEntry
from .inside import GrowthFrame, GrowthLine, PlanNote, PlanRisk
from .kpis import Kpi, KpiReading
from .objectives import KeyResult, Objective, PlanAction
from .operations import DriverLink, OperationMetric, OperationReading
from .over_service import OverService, ServiceMonth
from .plan import AccountPlan, PlanEdition, PlanText
from .roi import Measurement, RoiTarget
from .team_templates import TeamPlanTemplate
from .value import GoodwillEntry, ValueEntry
from .wallet import SpendEstimate
from .whitespace import WhitespaceCell, WhitespacePlay

__all__ = [
    "AccountPlan",
    "ChangeRecord",
    "DriverLink",
    "ExpectationGap",
    "GoodwillEntry",
    "GrowthFrame",
    "GrowthLine",
    "KeyResult",
    "Kpi",
    "KpiReading",
    "Lesson",
    "Measurement",
    "Objective",
    "OperationMetric",
    "OperationReading",
    "OverService",
    "PlanAction",
    "PlanEdition",
    "PlanNote",
    "PlanRisk",
    "PlanText",
    "RoiTarget",
    "ServiceAllowance",
    "ServiceMonth",
    "SpendEstimate",
    "TeamPlanTemplate",
    "TimeEntry",
    "ValueEntry",
    "WhitespaceCell",
    "WhitespacePlay",
]
