"""Forms of the contacts layer; none of them saves."""

from .log import QuickLogForm, likely_outcome
from .people import ContactForm, DepartureForm, PauseForm
from .work import PromiseForm, SettlePromiseForm, SnoozeForm, StepForm

__all__ = [
    "ContactForm",
    "DepartureForm",
    "PauseForm",
    "PromiseForm",
    "QuickLogForm",
    "SettlePromiseForm",
    "SnoozeForm",
    "StepForm",
    "likely_outcome",
]
