"""What an owner's call rests on (docs/methods.md, Owner's call). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from retention.lib.errors import DomainError

if TYPE_CHECKING:
    from retention.team.models import User

COMMIT, MOST_LIKELY, BEST_CASE, AT_RISK, OMITTED = (
    "commit", "most_likely", "best_case", "pipeline", "omitted",
)  # fmt: skip
COUNTED = (COMMIT, MOST_LIKELY)
"""Calls whose amount the forecast counts on."""
SAID_YES = ("verbal", "contract_out", "auto_renewing")
IN_TALKS = ("engaged", "proposed", "negotiating", *SAID_YES)
LEFT_OUT_AS = {
    "duplicate": "Double of another",
    "merged": "Merged into another",
    "entered_in_error": "Entered in error",
}


class EvidenceMissing(DomainError):
    """A call without what it must rest on."""


@dataclass(frozen=True, slots=True)
class PlanInput:
    """What is done about a risk: what drives it, the action, whose it is, and by when."""

    driver: str
    action: str
    owner: "User"
    due_on: date


def check_evidence(call: str, *, note: str, has_plan: bool, left_out_as: str) -> None:
    """Raise EvidenceMissing when a call lacks what it must rest on."""
    if call == BEST_CASE and not note:
        raise EvidenceMissing("Best case: list the conditions under which it would renew.", field="note")
    if call == AT_RISK and not has_plan:
        raise EvidenceMissing(
            "At risk needs a plan: what drives the risk, what is done, by whom and by when.", field="driver"
        )
    if call == OMITTED and left_out_as not in LEFT_OUT_AS:
        raise EvidenceMissing(
            "Only a renewal that is void or merged is left out: say which it is.", field="left_out_as"
        )


def still_open(call: str, *, stage: str, caps: Collection[str] = ()) -> str:
    """What a call would still need to stand on firm ground, in words; empty when nothing is missing.

    A judgement is never refused for it, it is shown beside it.
    """
    if call == COMMIT and stage not in SAID_YES:
        return "Nobody has said yes yet."
    if call == MOST_LIKELY and stage not in IN_TALKS:
        return "No talk about the renewal is recorded yet."
    if call == MOST_LIKELY and caps:
        return f"The score is capped: {', '.join(sorted(caps))}."
    return ""


def counted(call: str, forecast_arr: Decimal) -> Decimal:
    """What the forecast counts on: the amount of a commit or most likely, nothing of any other call."""
    return forecast_arr if call in COUNTED else Decimal(0)
