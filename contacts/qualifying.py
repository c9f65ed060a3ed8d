"""Which touchpoints count as contact with a person (docs/methods.md, What counts). Pure.

Stands in the contacts layer because the touchpoint's own record carries the answer, and every engine
above reads it from there.
"""

TWO_WAY_OUTCOMES = frozenset({"connected", "replied"})
UNANSWERED_OUTCOMES = frozenset({"no_answer", "voicemail"})
NOT_A_CONVERSATION = frozenset({"note"})


def is_qualifying(
    *, channel: str, outcome: str, is_planned: bool = False, is_copied_only: bool = False
) -> bool:
    """True when it was two-way with that person, so that their check-in clock starts again.

    A meeting they attended or a call that connected (``connected``), a message with an answer in
    either direction (``replied``). Never a voicemail, an unanswered message, bulk or automatic mail,
    a ticket handled by support alone, a copy, our own talk, a note, or what is only planned.
    """
    if is_planned or is_copied_only or channel in NOT_A_CONVERSATION:
        return False
    return outcome in TWO_WAY_OUTCOMES


def is_attempt(*, channel: str, direction: str, outcome: str, is_planned: bool = False) -> bool:
    """True for a personal outbound try without an answer; it starts the attempt clock alone."""
    if is_planned or channel in NOT_A_CONVERSATION:
        return False
    return direction == "outbound" and outcome in UNANSWERED_OUTCOMES
