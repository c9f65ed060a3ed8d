"""Which touchpoints count as contact with a person (docs/methods.md, What counts). Pure.

Stands in the contacts layer because the touchpoint's own record carries the answer, and every engine
above reads it from there.
"""

from dataclasses import dataclass

CONVERSATIONS = frozenset({"call", "video"})
GATHERINGS = frozenset({"meeting", "visit"})
WRITING = frozenset({"email", "message", "letter"})


@dataclass(frozen=True, slots=True)
class TouchFacts:
    """What is known of one touchpoint with one person.

    ``connected``: somebody answered the call. ``attended``: the person was there. ``replied``: they
    answered ours, or ours answers theirs. The rest are reasons why it never counts.
    """

    channel: str
    direction: str = "outbound"
    connected: bool = False
    attended: bool = False
    replied: bool = False
    is_planned: bool = False
    is_bulk: bool = False
    is_automated: bool = False
    is_copied_only: bool = False
    is_internal: bool = False
    by_support_only: bool = False


def is_qualifying(touch: TouchFacts) -> bool:
    """True when it was two-way with that person, so that their check-in clock starts again.

    A meeting they attended, a call that connected, a letter or message with a reply, or one they sent
    us; never a voicemail, an unanswered send, bulk or automatic mail, a copy, or our own talk.
    """
    if _never_counts(touch):
        return False
    if touch.channel in GATHERINGS:
        return touch.attended
    if touch.channel in CONVERSATIONS:
        return touch.connected or touch.attended
    if touch.channel in WRITING:
        return touch.replied or touch.direction == "inbound"
    return touch.connected or touch.attended or touch.replied


def is_attempt(touch: TouchFacts) -> bool:
    """True for a personal outbound try without an answer; it starts the attempt clock."""
    return touch.direction == "outbound" and not is_qualifying(touch) and not _never_counts(touch)


def _never_counts(touch: TouchFacts) -> bool:
    return (
        touch.is_planned
        or touch.is_bulk
        or touch.is_automated
        or touch.is_copied_only
        or touch.is_internal
        or touch.by_support_only
    )
