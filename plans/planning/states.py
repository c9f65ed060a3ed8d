"""Which moves a plan allows, from where, to where (docs/methods.md, Account plan)."""

from collections.abc import Iterable
from dataclasses import dataclass

from .words import BEFORE_APPROVAL, OVER, RUNNING, UNDER_WAY, PlanState


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move: its word, the button's words, from which states to which.

    ``asks_why`` needs a note; ``leads`` is a lead's to make on tiers A and B.
    """

    name: str
    label: str
    starts: tuple[PlanState, ...]
    ends: PlanState
    asks_why: bool = False
    leads: bool = False


MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move("submit", "Send to review", (PlanState.DRAFT,), PlanState.IN_REVIEW),
        Move("return", "Send back", (PlanState.IN_REVIEW,), PlanState.DRAFT, asks_why=True, leads=True),
        Move("approve", "Approve", (PlanState.IN_REVIEW,), PlanState.APPROVED, leads=True),
        Move("start", "Start", (PlanState.APPROVED,), PlanState.ACTIVE),
        Move("doubt", "Mark at risk", (PlanState.ACTIVE,), PlanState.AT_RISK, asks_why=True),
        Move("recover", "Back on course", (PlanState.AT_RISK,), PlanState.ACTIVE),
        Move("amend", "Amend", UNDER_WAY, PlanState.DRAFT, asks_why=True),
        Move("achieve", "Close as achieved", RUNNING, PlanState.ACHIEVED, asks_why=True),
        Move("achieve_partly", "Close as partly achieved", RUNNING, PlanState.PARTLY, asks_why=True),
        Move("miss", "Close as missed", RUNNING, PlanState.MISSED, asks_why=True),
        Move(
            "supersede",
            "Set aside",
            (*BEFORE_APPROVAL, *UNDER_WAY),
            PlanState.SUPERSEDED,
            asks_why=True,
        ),
    )
}
LEADS_APPROVE = ("A", "B")
"""Tiers whose plans a lead approves; elsewhere whoever may change the account does."""
SPONSORS_SIGN = ("A",)
"""Tiers whose plans start only after the account's executive sponsor has signed."""


def moves_from(state: str) -> list[Move]:
    """What can be done with a plan in this state."""
    return [move for move in MOVES.values() if state in move.starts]


def is_over(state: str) -> bool:
    """Nothing of such a plan changes any more."""
    return state in OVER


def needs_lead(move: Move, tier: str) -> bool:
    """Is this move a lead's to make?"""
    return move.leads and tier in LEADS_APPROVE


@dataclass(frozen=True, slots=True)
class ObjectiveFacts:
    """What approval asks of an objective."""

    text: str
    has_owner: bool
    has_measure: bool
    has_day: bool


def missing_for_approval(objectives: Iterable[ObjectiveFacts]) -> list[str]:
    """What keeps a plan from being approved, in words; empty when nothing does.

    An objective without owner, measure or day cannot be approved, and neither can a plan without any.
    """
    rows, found = list(objectives), []
    if not rows:
        return ["The plan has no objective."]
    for row in rows:
        lacks = [
            word
            for word, has in (
                ("an owner", row.has_owner),
                ("a measure", row.has_measure),
                ("a day", row.has_day),
            )
            if not has
        ]
        if lacks:
            found.append(f"“{row.text[:80]}” has no {' and no '.join(word.split()[1] for word in lacks)}.")
    return found
