"""The save plays: what is done step by step when a renewal is in danger (docs/methods.md, Save plays).

Pure data. A play that changes gets another ``VERSION``; runs keep the one they were started with.
"""

from dataclasses import dataclass
from decimal import Decimal

from .rungs import LEAD, OWNER, SPONSOR

VERSION = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, whose it is, on which business day after the start, and how."""

    action: str
    role: str
    day: int
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Play:
    """A scripted answer to a danger.

    ``root_cause`` is what it works against unless somebody says otherwise; ``offer_cap_pct`` the most that
    may be offered in percent of a year's amount, more needs the lead.
    """

    trigger: str
    root_cause: str
    steps: tuple[Step, ...]
    is_over_when: str
    offer_cap_pct: Decimal


PLAYS: dict[str, Play] = {
    "champion_departed": Play(
        "The champion left or changes jobs",
        "relationship_or_sponsor",
        (
            Step("Tell the account team that the champion leaves", OWNER, 0, "note"),
            Step("Ask the champion for an introduction and a successor", OWNER, 2, "call"),
            Step("First meeting with the successor, bringing the summary of value", OWNER, 5, "meeting"),
            Step("Check the goals again with the successor", OWNER, 10, "meeting"),
            Step("Review the ties to this account", LEAD, 30, "review"),
        ),
        "A new champion is named and has confirmed the goals.",
        Decimal(0),
    ),
    "value_gap": Play(
        "Goals are missed or were never agreed",
        "value_not_realised",
        (
            Step("Agree the goals anew, in their words", OWNER, 3, "meeting"),
            Step("Start a proof of thirty days on one goal", OWNER, 5, "video"),
            Step("Look at half-time results together", OWNER, 15, "call"),
            Step("Show the result of the proof to who decides", OWNER, 25, "meeting"),
        ),
        "Who decides has seen the result and confirmed it.",
        Decimal(5),
    ),
    "service_recovery": Play(
        "An incident, chronic defects or slow answers",
        "service_quality",
        (
            Step("Call them: we know, and who sees to it", OWNER, 1, "call"),
            Step("Send the cause, the fix and its day in writing", OWNER, 3, "email"),
            Step("Have the fix confirmed by them", OWNER, 10, "call"),
            Step("Ask their decision maker whether it is settled", LEAD, 15, "call"),
        ),
        "They confirmed that it is fixed, and nothing came back for four weeks.",
        Decimal(5),
    ),
    "price_objection": Play(
        "The price is called too high",
        "price_or_value_ratio",
        (
            Step("Recap of the value so far, in their figures", OWNER, 2, "email"),
            Step("Prepare options: scope, term, payment, each with its give and get", OWNER, 4, "note"),
            Step("Talk the options through with who decides", OWNER, 7, "meeting"),
            Step("Agree on one option, or take the objection to the lead", LEAD, 10, "call"),
        ),
        "One option is agreed in writing, or the lead has decided.",
        Decimal(10),
    ),
    "competitor_evaluation": Play(
        "They look at a competitor",
        "competitor",
        (
            Step("Ask for their criteria and who weighs them", OWNER, 1, "call"),
            Step("Comparison by their criteria, honest about gaps", OWNER, 4, "email"),
            Step("Call between our sponsor and their executive", SPONSOR, 7, "call"),
            Step("Ask how they decided, and what was missing", OWNER, 12, "call"),
        ),
        "They decided, and told us why.",
        Decimal(10),
    ),
    "silence": Play(
        "Nobody answers any more",
        "unknown",
        (
            Step("Try another channel", OWNER, 0, "call"),
            Step("Try another contact", OWNER, 3, "email"),
            Step("A short note from our executive", SPONSOR, 7, "letter"),
            Step("Decide with the lead what the silence means", LEAD, 10, "note"),
        ),
        "Somebody answered, or the lead has decided.",
        Decimal(0),
    ),
    "goalposts": Play(
        "Expectations moved after they were agreed",
        "expectations_or_contract",
        (
            Step("Write down what was agreed and what is asked now", OWNER, 2, "note"),
            Step("Offer options for the difference, with effort and price", OWNER, 5, "meeting"),
            Step("Have the option they choose confirmed in writing", OWNER, 10, "email"),
        ),
        "The change is recorded and confirmed, or taken back.",
        Decimal(5),
    ),
    "over_service": Play(
        "They get far more than they pay for",
        "expectations_or_contract",
        (
            Step("Statement of what was delivered beyond the contract", OWNER, 3, "note"),
            Step("Talk about a new scope: pay for it, or end it by a day", LEAD, 8, "meeting"),
            Step("Confirm the new scope in writing", OWNER, 12, "email"),
        ),
        "Scope and price fit each other again.",
        Decimal(0),
    ),
    "notice_received": Play(
        "A written notice came",
        "unknown",
        (
            Step("Acknowledge the notice today", OWNER, 0, "email"),
            Step("Understand the reason, in their words", OWNER, 2, "call"),
            Step("Decide: save, or let go", LEAD, 3, "note"),
            Step("Exit interview by somebody else", LEAD, 10, "call"),
            Step("Hand over cleanly: data, access, last invoice", OWNER, 15, "email"),
            Step("Agree on the day to ask again", OWNER, 15, "call"),
        ),
        "The notice is taken back, or they have left cleanly with a day to ask again.",
        Decimal(10),
    ),
}
NO_COMPARISON = "No comparison: nobody knows what would have become of them without the play."
