"""The lines between the cards of the map, drawn here because no script may measure the page.

Cards have one height and columns one width (lists.css, Map of people), so every place is known in rem. The
drawing is laid under the table and stretched with it. A line runs down to the card below where nothing stands
between, and through the space between columns otherwise, so that it never crosses a card it does not mean.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..charts.shapes import px

SCALE = 10
"""Units of the drawing in one rem."""
HEAD, LEVEL, COLUMN, CARD, GAP, PAD, MORE = 2.2, 7.0, 11.5, 6.1, 0.7, 0.6, 1.5
"""Heights and widths in rem; MORE is the line that opens the rest of a cell."""
LANES, LANE = 3, 0.16
"""Lines of different people in one space between columns stand apart by so much."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a card stands; ``is_last``: nothing stands under it in its cell."""

    column: int
    row: int
    slot: int
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class Connection:
    """A line from one person to another: who reports, or who is listened to."""

    start: int
    end: int
    css: str = "reports"


@dataclass(frozen=True, slots=True)
class Connector:
    """One line, as a path and what paints it."""

    path: str
    css: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Where rows begin: ``stacks`` are the most cards of a cell by row, ``more`` rows with a line below."""

    columns: int
    stacks: Sequence[int]
    more: Sequence[bool]

    def top(self, row: int) -> float:
        """The upper edge of a row."""
        above = zip(self.stacks[:row], self.more[:row], strict=True)
        return HEAD + sum(2 * PAD + cards * CARD + (cards - 1) * GAP + MORE * rest for cards, rest in above)

    @property
    def height(self) -> str:
        """Of the whole drawing."""
        return px(self.top(len(self.stacks)) * SCALE)

    @property
    def width(self) -> str:
        """Of the whole drawing."""
        return px((LEVEL + COLUMN * self.columns) * SCALE)

    def card_top(self, spot: Spot) -> float:
        """The upper edge of a card."""
        return self.top(spot.row) + PAD + spot.slot * (CARD + GAP)

    def middle(self, spot: Spot) -> tuple[float, float]:
        """The middle of a card."""
        return LEVEL + COLUMN * (spot.column + 0.5), self.card_top(spot) + CARD / 2


def connectors(frame: Frame, spots: Mapping[int, Spot], asked: Iterable[Connection]) -> list[Connector]:
    """A path for every line whose two ends stand on the map."""
    lanes: dict[int, int] = {}
    found = []
    for line in asked:
        if line.start in spots and line.end in spots:
            lane = lanes.setdefault(line.start, len(lanes)) % LANES
            path = _path(frame, spots[line.start], spots[line.end], lane, is_formal=line.css != "listens")
            found.append(Connector(path, line.css))
    return found


def _path(frame: Frame, start: Spot, end: Spot, lane: int, *, is_formal: bool) -> str:
    (x0, y0), (x1, y1) = frame.middle(start), frame.middle(end)
    turn = frame.card_top(end) - (GAP * 0.3 if is_formal else GAP * 0.6)
    if is_formal and end.row == start.row + 1 and start.is_last and end.slot == 0:
        return f"M{_at(x0)} {_at(y0)}V{_at(turn)}H{_at(x1)}V{_at(y1)}"
    side = (lane + 1) * LANE * (-1 if is_formal else 1)
    leaves = start.column + (not is_formal and end.column > start.column)
    enters = end.column + (not is_formal and end.column < start.column)
    first, last = (LEVEL + COLUMN * edge + side for edge in (leaves, enters))
    across = "" if first == last else f"V{_at(turn)}H{_at(last)}"
    return f"M{_at(x0)} {_at(y0)}H{_at(first)}{across}V{_at(y1)}H{_at(x1)}"


def _at(value: float) -> str:
    return px(value * SCALE)
