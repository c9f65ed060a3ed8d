"""Which moves through the pipeline are allowed by hand (docs/methods.md, Renewal stages). Pure."""

from collections.abc import Sequence

from retention.lib.errors import DomainError

from .gates import Missing
from .rungs import STAGE_ORDER

NOTICE, AUTOMATIC = "notice_received", "auto_renewing"
BY_HAND = (*STAGE_ORDER[:-1], NOTICE, AUTOMATIC)
CLOSABLE = (
    "renewed",
    "renewed_expanded",
    "renewed_partial",
    "auto_renewed",
    "extended_short",
    "lost",
    "unresolved",
)


class MoveRefused(DomainError):
    """The renewal cannot go to that stage now."""


class GateClosed(MoveRefused):
    """Something that the stage needs is missing; ``missing`` lists it in the user's words."""

    def __init__(self, stage: str, missing: Sequence[Missing]) -> None:
        wanted = "; ".join(one.text for one in missing)
        super().__init__(f"Before “{stage}” this is missing: {wanted}.", field="stage")
        self.missing = tuple(missing)


def is_backward(before: str, after: str) -> bool:
    """True when a move goes against the pipeline, out of notice, or out of renewing by itself."""
    if before == NOTICE:
        return True
    if after == NOTICE:
        return False
    return STAGE_ORDER.index(after) < STAGE_ORDER.index(before)


def check_move(before: str, after: str, *, reason: str, is_past_deadline: bool) -> None:
    """Raise MoveRefused with all that stands against a move between open stages.

    ``is_past_deadline``: the contract renews by itself, its notice deadline has passed, no notice came.
    """
    if after not in BY_HAND:
        raise MoveRefused("Choose an open stage; to end the renewal, close it.", field="stage")
    if after == before:
        raise MoveRefused("It is in that stage already.", field="stage")
    if after == AUTOMATIC and not is_past_deadline:
        raise MoveRefused(
            "It renews by itself if the contract does, its notice deadline has passed and no notice came.",
            field="stage",
        )
    if is_past_deadline and after not in (AUTOMATIC, NOTICE):
        raise MoveRefused(
            "The notice deadline has passed: the contract renews by itself. Record a notice, close the "
            "renewal or change the contract.",
            field="stage",
        )
    if is_backward(before, after) and not reason:
        raise MoveRefused("Going back needs a reason.", field="reason")


def check_close(
    stage: str, *, note: str, has_successor: bool, may_renew_by_itself: bool, is_over: bool
) -> None:
    """Raise MoveRefused unless this outcome can be recorded. A loss says why."""
    if stage not in CLOSABLE:
        raise MoveRefused("Choose an outcome.", field="stage")
    if stage == "lost" and has_successor:
        raise MoveRefused("A lost renewal has no following contract.", field="successor")
    if stage == "lost" and not note:
        raise MoveRefused("Say why it was lost, in a few words.", field="note")
    if stage == "auto_renewed" and not may_renew_by_itself:
        raise MoveRefused("The contract does not renew by itself.", field="stage")
    if stage == "unresolved" and not is_over:
        raise MoveRefused("The term is not over; the outcome can still be found out.", field="stage")
