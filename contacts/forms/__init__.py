"""Forms of the contacts layer; none of them saves."""

from .log import QuickLogForm, likely_outcome
from .people import ContactForm, DepartureForm, PauseForm
from .promises import EditPromiseForm, PromiseForm, SettlePromiseForm
from .work import SnoozeForm, StepForm

__all__ = [
    "ContactForm",
    "DepartureForm",
    "EditPromiseForm",
    "PauseForm",
    "PromiseForm",
    "QuickLogForm",
    "SettlePromiseForm",
    "SnoozeForm",
    "StepForm",
    "likely_outcome",
]
