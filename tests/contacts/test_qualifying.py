"""Which touchpoints start the clock again."""

import pytest

from contacts.choices import Channel, Direction, Outcome
from contacts.qualifying import is_attempt, is_qualifying


@pytest.mark.parametrize("channel", [channel for channel in Channel.values if channel != Channel.NOTE])
def test_two_way_contact_counts_on_every_channel(channel: str) -> None:
    assert is_qualifying(channel=channel, outcome=Outcome.CONNECTED)
    assert is_qualifying(channel=channel, outcome=Outcome.REPLIED)


@pytest.mark.parametrize(
    "outcome", [outcome for outcome in Outcome.values if outcome not in (Outcome.CONNECTED, Outcome.REPLIED)]
)
def test_one_way_contact_never_counts(outcome: str) -> None:
    assert not any(is_qualifying(channel=channel, outcome=outcome) for channel in Channel.values)


def test_plans_copies_and_notes_never_count() -> None:
    assert not is_qualifying(channel=Channel.MEETING, outcome=Outcome.CONNECTED, is_planned=True)
    assert not is_qualifying(channel=Channel.EMAIL, outcome=Outcome.REPLIED, is_copied_only=True)
    assert not is_qualifying(channel=Channel.NOTE, outcome=Outcome.CONNECTED)


def test_only_our_own_unanswered_personal_tries_are_attempts() -> None:
    assert is_attempt(channel=Channel.CALL, direction=Direction.OUTBOUND, outcome=Outcome.VOICEMAIL)
    assert is_attempt(channel=Channel.EMAIL, direction=Direction.OUTBOUND, outcome=Outcome.NO_ANSWER)
    assert not is_attempt(channel=Channel.CALL, direction=Direction.INBOUND, outcome=Outcome.VOICEMAIL)
    assert not is_attempt(channel=Channel.EMAIL, direction=Direction.OUTBOUND, outcome=Outcome.BULK)
    assert not is_attempt(channel=Channel.CALL, direction=Direction.OUTBOUND, outcome=Outcome.CONNECTED)
    assert not is_attempt(
        channel=Channel.CALL, direction=Direction.OUTBOUND, outcome=Outcome.NO_ANSWER, is_planned=True
    )
    assert not is_attempt(channel=Channel.NOTE, direction=Direction.OUTBOUND, outcome=Outcome.NO_ANSWER)
