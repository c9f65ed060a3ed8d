"""What matters to customers against how well we do it: what matters and goes badly says "Act first"."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from .scatter import Scatter, Zone
from .shapes import Glyph, Guide, Label, Scale, Table, glyph, px

LEAST, MOST = 1, 5
MATTERS, BADLY = 3.5, 3
"""From here up it matters, down to here it goes badly."""
LETTER = 6.4
MOST_NAMES = 14
Place = tuple[float, float]
"""Performance and importance."""


@dataclass(frozen=True, slots=True)
class Rated:
    """One thing rated 1 to 5 twice; ``n`` customers stand behind it. Both are means over them."""

    name: str
    importance: float
    performance: float
    n: int = 1


def judged(
    marks: Sequence[Rated], *, summary: str, head: tuple[str, str, str, str], width: int = 620
) -> Scatter:
    """Importance (up) against performance (across); what matters and goes badly says "Act first".

    What stands at one place shares a mark, as large as all of them together.
    """
    height = 300
    across = Scale(LEAST - 0.4, MOST + 0.4, 34, width - 12)
    down = Scale(LEAST - 0.4, MOST + 0.4, height - 34, 14)
    places: dict[Place, list[Rated]] = {}
    for mark in sorted(marks, key=lambda one: (-one.n, one.name)):
        places.setdefault((mark.performance, mark.importance), []).append(mark)
    middle, edge = px(down(MATTERS)), width - 12
    return Scatter(
        width=width,
        height=height,
        summary=summary,
        zone=Zone(px(across.to_start), px(down.to_end), px(across(BADLY) - across.to_start),
                  px(down(MATTERS) - down.to_end)),
        guides=(Guide(f"M34 {middle}H{edge}"), Guide(f"M34 {px(down.to_start)}H{edge}", "axis")),
        labels=(*_ticks(across, down, height), *_words(across, down, height)),
        glyphs=tuple(_glyphs(places, across, down)),
        names=tuple(_names(places, across, down, width)),
        table=Table(head, tuple(_row(one) for one in _by_gap(marks))),
    )  # fmt: skip


def _glyphs(places: dict[Place, list[Rated]], across: Scale, down: Scale) -> list[Glyph]:
    most = max((sum(one.n for one in there) for there in places.values()), default=1)
    found = []
    for (x, y), there in places.items():
        state = "at_risk" if y >= MATTERS and x <= BADLY else "healthy"
        radius = 4 + 6 * (sum(one.n for one in there) / most) ** 0.5
        found.append(glyph(across(x), down(y), radius, state, _told(there)))
    return found


def _by_gap(marks: Sequence[Rated]) -> list[Rated]:
    return sorted(marks, key=lambda one: -one.importance * (MOST - one.performance))


def _row(one: Rated) -> tuple[str, str, str, str]:
    return one.name, _mark(one.importance), _mark(one.performance), str(one.n)


def _mark(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _told(there: Sequence[Rated]) -> str:
    return "; ".join(f"{one.name} ({one.n})" for one in there)


def _ticks(across: Scale, down: Scale, height: int) -> list[Label]:
    marks = range(LEAST, MOST + 1)
    below = [Label(px(across(mark)), str(height - 18), str(mark), "middle") for mark in marks]
    return below + [Label("28", px(down(mark) + 4), str(mark), "end") for mark in marks]


def _words(across: Scale, down: Scale, height: int) -> list[Label]:
    return [
        Label("0", "11", gettext("Importance")),
        Label(px(across.to_start), str(height - 3), gettext("how well we do it")),
        Label(px(across.to_start + 8), px(down.to_end + 14), gettext("Act first"), css="name-late"),
    ]


def _names(places: dict[Place, list[Rated]], across: Scale, down: Scale, width: int) -> list[Label]:
    """A name to the right of its mark, or to the left where the edge is near; none over another."""
    taken: list[tuple[float, float, float]] = [(across.to_start, across.to_start + 80, down.to_end + 14)]
    taken += [(across(x) - 10, across(x) + 10, down(y) + 4) for x, y in places]
    found = []
    for (x, y), there in list(places.items())[: MOST_NAMES if width > 450 else 6]:
        name = _short(there, 26 if width > 450 else 14)
        at, level, long = across(x), down(y) + 4, len(name) * LETTER
        for start, anchor in ((at + 14, "start"), (at - 14 - long, "end")):
            clear = all(
                start > right or start + long < left or abs(level - line) > 13 for left, right, line in taken
            )
            if clear and start > 34 and start + long < width - 4:
                taken.append((start, start + long, level))
                place = at + 14 if anchor == "start" else at - 14
                found.append(Label(px(place), px(level), name, anchor, "name halo"))
                break
    return found


def _short(there: Sequence[Rated], longest: int) -> str:
    more = f" +{len(there) - 1}" if len(there) > 1 else ""
    name = there[0].name
    return (name if len(name) <= longest else f"{name[: longest - 1]}…") + more
