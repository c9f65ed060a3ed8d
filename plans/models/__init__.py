"""What was agreed with a customer, how it goes, and what came of it."""

from .changes import ChangeRecord, ExpectationGap
from .roi import Measurement, RoiTarget
from .value import GoodwillEntry, ValueEntry

__all__ = ["ChangeRecord", "ExpectationGap", "GoodwillEntry", "Measurement", "RoiTarget", "ValueEntry"]
