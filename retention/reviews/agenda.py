"""How the time of a review is spread, and whether enough of it looks ahead (docs/methods.md, Reviews)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .sections import BY_KEY

MOST_MINUTES = 240


@dataclass(frozen=True, slots=True)
class Item:
    """A section that is talked about, and for how many minutes."""

    key: str
    title: str
    is_ahead: bool
    minutes: int
    is_usual: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is talked about, in order."""

    items: tuple[Item, ...]

    @property
    def minutes(self) -> int:
        """Of the whole review."""
        return sum(item.minutes for item in self.items)

    @property
    def minutes_ahead(self) -> int:
        """Of what looks ahead: purpose, priorities, learning, objectives, commitments."""
        return sum(item.minutes for item in self.items if item.is_ahead)

    @property
    def looks_back(self) -> bool:
        """Less than half of its time looks ahead. A review without any time says nothing."""
        return 2 * self.minutes_ahead < self.minutes

    @property
    def warning(self) -> str | None:
        """What to say about it; None when at least half of the time looks ahead."""
        if not self.looks_back:
            return None
        ahead = f"Only {self.minutes_ahead}" if self.minutes_ahead else "None"
        return (
            f"{ahead} of {self.minutes} minutes look ahead; at least half should. "
            "Give objectives or priorities more time, or shorten what looks back."
        )


def agenda_of(keys: Iterable[str], chosen: Mapping[str, int | None]) -> Agenda:
    """The sections with these keys, each for the minutes somebody chose, else for those it usually takes."""
    items = []
    for key in keys:
        section, said = BY_KEY[key], chosen.get(key)
        minutes = section.minutes if said is None else said
        items.append(Item(key, section.title, section.ahead, minutes, said is None))
    return Agenda(tuple(items))
