"""The rungs of the renewal ladder as data (docs/methods.md, Renewal ladder)."""

from dataclasses import dataclass

OWNER, LEAD, SPONSOR = "owner", "lead", "sponsor"
DIGEST, TASK, IMMEDIATE = "digest", "task", "immediate"
DECISION, TERM_END = "decision", "term_end"

STAGE_ORDER = (
    "scheduled",
    "preparing",
    "engaged",
    "proposed",
    "negotiating",
    "verbal",
    "contract_out",
    "auto_renewing",
)
"""Later stages fulfil what earlier rungs ask for; ``notice_received`` stands outside and fulfils nothing."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder of the ladder.

    ``offset`` in days from the anchor; ``audience`` who gets it and how. ``meaning`` is shared by rungs
    that say the same. It is not sent once the renewal reached ``done_at_stage``, is assessed, or the
    same meaning was acknowledged, where these apply. Of several on one day or missed, the highest
    ``urgency`` counts.
    """

    anchor: str
    offset: int
    audience: tuple[tuple[str, str], ...]
    meaning: str
    text: str
    urgency: int
    done_at_stage: str = ""
    done_when_assessed: bool = False
    done_when_acknowledged: bool = False

    @property
    def code(self) -> str:
        """The rung in a key: ``decision-60``, ``term_end+7``."""
        return f"{self.anchor}{self.offset:+d}" if self.offset else f"{self.anchor}+0"

    @property
    def is_immediate(self) -> bool:
        """True when somebody is told at once rather than in the digest."""
        return any(how == IMMEDIATE for _, how in self.audience)


def _act_today(offset: int) -> Rung:
    return Rung(
        DECISION,
        offset,
        ((OWNER, IMMEDIATE), (LEAD, IMMEDIATE)),
        "act_today",
        "The decision date is near: act today.",
        urgency=70 + 7 + offset,
        done_when_acknowledged=True,
    )


RUNGS: tuple[Rung, ...] = (
    Rung(
        DECISION,
        -180,
        ((OWNER, DIGEST),),
        "check_record",
        "Check the renewal record: contacts and value still to be shown.",
        urgency=10,
    ),
    Rung(
        DECISION,
        -120,
        ((OWNER, TASK),),
        "prepare",
        "Prepare the renewal: health review, plan, price policy.",
        urgency=20,
        done_at_stage="engaged",
    ),
    Rung(
        DECISION,
        -90,
        ((OWNER, TASK), (LEAD, DIGEST)),
        "assess",
        "The assessment of this renewal is due.",
        urgency=30,
        done_when_assessed=True,
    ),
    Rung(
        DECISION,
        -60,
        ((OWNER, TASK), (LEAD, TASK)),
        "propose",
        "The proposal should be out.",
        urgency=40,
        done_at_stage="proposed",
    ),
    Rung(
        DECISION,
        -30,
        ((OWNER, IMMEDIATE), (LEAD, IMMEDIATE)),
        "not_committed",
        "Thirty days to the decision and nobody has said yes.",
        urgency=50,
        done_at_stage="verbal",
    ),
    Rung(
        DECISION,
        -14,
        ((OWNER, IMMEDIATE), (LEAD, IMMEDIATE), (SPONSOR, IMMEDIATE)),
        "book_decision_call",
        "Two weeks to the decision: is the decision call booked?",
        urgency=60,
        done_at_stage="verbal",
    ),
    *(_act_today(offset) for offset in range(-7, 0)),
    Rung(
        DECISION,
        0,
        ((OWNER, IMMEDIATE), (LEAD, IMMEDIATE)),
        "choose_outcome",
        "The decision date is reached: choose the outcome (renews by itself, notice received, extension).",
        urgency=95,
    ),
    Rung(
        TERM_END,
        -30,
        ((OWNER, TASK),),
        "paperwork",
        "Paperwork, access and invoice for the new term.",
        urgency=80,
    ),
    Rung(
        TERM_END,
        -7,
        ((OWNER, TASK),),
        "paperwork",
        "Paperwork, access and invoice for the new term.",
        urgency=81,
    ),
    Rung(
        TERM_END,
        0,
        ((OWNER, TASK),),
        "paperwork",
        "The term ends today: paperwork, access, invoice.",
        urgency=82,
    ),
    Rung(TERM_END, 7, ((OWNER, TASK), (LEAD, TASK)), "late", "The renewal is a week late.", urgency=96),
    Rung(
        TERM_END,
        30,
        ((OWNER, TASK), (LEAD, TASK)),
        "late",
        "The renewal is a month late: record the loss or the new term.",
        urgency=97,
    ),
)
