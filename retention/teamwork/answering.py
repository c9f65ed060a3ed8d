"""Who does what about the deliverables of an account, and where somebody is missing.

Pure: it says what rows already read mean (docs/methods.md, Who answers for what).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NOBODY_RESPONSIBLE = "Nobody does the work"
NOBODY_RECEIVES = "Nobody receives it"
ACCOUNTABLE_LEFT = "Who is accountable has left"
SOMEBODY_LEFT = "Somebody with a part has left"


@dataclass(frozen=True, slots=True)
class Somebody:
    """One of ours or of theirs in a part; ``key`` is the part's row, ``url`` their page if any."""

    name: str
    is_ours: bool
    is_there: bool
    key: int = 0
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """Everybody who has to do with one deliverable."""

    accountable: Somebody
    responsible: Sequence[Somebody] = ()
    consulted: Sequence[Somebody] = ()
    informed: Sequence[Somebody] = ()
    recipients: Sequence[Somebody] = ()
    is_received: bool = True
    """False for a topic, which nobody receives."""

    @property
    def gaps(self) -> list[str]:
        """What is missing, the gravest first."""
        found = []
        if not self.accountable.is_there:
            found.append(ACCOUNTABLE_LEFT)
        if not _there(self.responsible):
            found.append(NOBODY_RESPONSIBLE)
        if self.is_received and not _there(self.recipients):
            found.append(NOBODY_RECEIVES)
        beside = (*self.responsible, *self.consulted, *self.informed, *self.recipients)
        if any(not one.is_there for one in beside):
            found.append(SOMEBODY_LEFT)
        return found


def _there(people: Iterable[Somebody]) -> bool:
    return any(one.is_there for one in people)
