"""What save plays did: one line per play over all currencies, small samples said as such."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from retention.renewals.choices import PlayCode
from retention.renewals.models import PlayRun
from retention.renewals.play_report import (
    FEWEST_FOR_A_SHARE,
    PlayRow,
    Steps,
    play_rows,
    running_by_play,
    steps_by_play,
)
from retention.team.models import User

from .worth import Purse, Worth


@dataclass
class PlayLine:
    """One play: runs that run, runs that ended, what was at stake in those and what was kept."""

    play: str
    running: int = 0
    finished: int = 0
    saved: int = 0
    steps: Steps = field(default_factory=Steps)
    at_stake: Worth = field(default_factory=Worth)
    kept: Worth = field(default_factory=Worth)
    offered: Worth = field(default_factory=Worth)

    @property
    def label(self) -> str:
        """The play in words."""
        return str(PlayCode(self.play).label)

    @property
    def share(self) -> Decimal | None:
        """Of the runs that ended, how many kept something; None where they are too few to say."""
        return Decimal(self.saved) / self.finished if self.finished >= FEWEST_FOR_A_SHARE else None

    def add(self, row: PlayRow, purse: Purse) -> None:
        """One currency's part."""
        self.finished += row.finished
        self.saved += row.saved
        self.at_stake += purse.worth(row.currency, row.arr_at_stake, row.finished)
        self.kept += purse.worth(row.currency, row.saved_arr, row.saved)
        self.offered += purse.worth(row.currency, row.offer_cost, row.finished)


def play_lines(user: User, *, since: date, until: date) -> list[PlayLine]:
    """Every play that runs now or ended in these days, those that ended most often first."""
    runs, purse = PlayRun.objects.visible_to(user), Purse(until)
    lines = {play: PlayLine(play, running=number) for play, number in running_by_play(runs).items()}
    for row in play_rows(runs, since=since, until=until):
        lines.setdefault(row.play, PlayLine(row.play)).add(row, purse)
    for play, steps in steps_by_play(runs, since=since, until=until).items():
        lines[play].steps = steps
    return sorted(lines.values(), key=lambda line: (-line.finished, -line.running, line.label))


def runs_shown(user: User, *, play: str, show: str) -> QuerySet[PlayRun]:
    """The runs behind the table, of one play or of all, in one of the page's views."""
    runs = PlayRun.objects.visible_to(user)
    runs = {"running": runs.active(), "to_finish": runs.to_finish()}.get(show, runs)
    runs = runs.filter(play=play) if play in PlayCode.values else runs
    return runs.select_related("account__owner", "renewal")
