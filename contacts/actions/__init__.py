"""What people do with contacts: touchpoints, people, promises and next steps."""

from .knowledge import act_on_fact, correct_fact, forget_fact, learn
from .people import add_contact, edit_contact, fill_placeholder, mark_departed, pause_contact, resume_contact
from .promises import edit_promise, give_promise, make_promise, move_promise, reopen_promise, settle_promise
from .steps import add_step, edit_step, move_step, reopen_step, settle_step, snooze_step, wake_step
from .touchpoints import correct_touchpoint, log_touchpoint, withdraw_touchpoint

__all__ = [
    "act_on_fact",
    "add_contact",
    "add_step",
    "correct_fact",
    "correct_touchpoint",
    "edit_contact",
    "edit_promise",
    "edit_step",
    "fill_placeholder",
    "forget_fact",
    "give_promise",
    "learn",
    "log_touchpoint",
    "make_promise",
    "mark_departed",
    "move_promise",
    "move_step",
    "pause_contact",
    "reopen_promise",
    "reopen_step",
    "resume_contact",
    "settle_promise",
    "settle_step",
    "snooze_step",
    "wake_step",
    "withdraw_touchpoint",
]
