"""Laying out the map: a grid of levels and units, a tree of reports, a matrix of ours and theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from contacts.map_shown import LEVELS, AccountMap, PersonShown, TieShown

from .connectors import Connection, Connector, Frame, Spot, connectors

LEVEL_WORDS = {
    "decides": (_("Decides"), _("signs or stops")),
    "influences": (_("Influences"), _("is asked first")),
    "uses": (_("Uses"), _("feels it every day")),
    "unplaced": (_("Not placed"), _("role not known")),
}
STACKED = 4
"""So many people of a cell are open; the rest unfolds."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The people of one level in one unit: those that stand open, and how many more there are."""

    unit: str
    people: Sequence[PersonShown]
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Level:
    """One row of the map."""

    label: object
    note: object
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """The map by level and unit; ``empty`` are columns of units where we know nobody."""

    units: Sequence[str]
    levels: Sequence[Level]
    empty: Sequence[str]
    frame: Frame
    lines: Sequence[Connector]

    @property
    def columns(self) -> Sequence[str]:
        """Every unit, those of nobody at the end."""
        return [*self.units, *self.empty]


def shown_people(facts: AccountMap) -> list[PersonShown]:
    """Who stands on the map: people in their seats, roles that wait, and managers who left unreplaced."""
    followed = {person.line.manager_id for person in facts.people if person.line}
    return [
        person
        for person in facts.people
        if person.is_here or person.contact.is_placeholder or person.contact.pk in followed
    ]


def grid_of(facts: AccountMap, *, everybody: bool = False) -> Grid:
    """Levels by units, strongest first in each cell; *everybody* leaves nobody folded away."""
    people = sorted(shown_people(facts), key=lambda person: (not person.contact.is_key, -person.strength))
    whole = str(_("Whole account"))
    found: dict[str, dict[str, list[PersonShown]]] = {level: {} for level in LEVELS}
    for person in people:
        unit = person.contact.org_unit.name if person.contact.org_unit else whole
        found[person.level].setdefault(unit, []).append(person)
    named = {unit for cells in found.values() for unit in cells}
    units = ([whole] if whole in named else []) + sorted(named - {whole})
    most = len(people) if everybody else STACKED
    levels = [
        Level(*LEVEL_WORDS[level], [_cell(unit, cells.get(unit, []), most) for unit in units])
        for level, cells in found.items()
        if cells
    ]
    lines = facts.sources.units_with_lines
    empty = [row.name for row in facts.sources.units if row.pk in lines and row.name not in named]
    empty = [] if facts.unit else empty
    frame, spots = _placed(levels, len(units) + len(empty))
    return Grid(units, levels, empty, frame, connectors(frame, spots, _lines(facts)))


def _cell(unit: str, people: Sequence[PersonShown], most: int) -> Cell:
    return Cell(unit, people[:most], max(0, len(people) - most))


def _placed(levels: Sequence[Level], columns: int) -> tuple[Frame, dict[int, Spot]]:
    """Where every card stands."""
    spots = {
        person.contact.pk: Spot(column, row, slot, slot + 1 == len(cell.people) and not cell.rest)
        for row, level in enumerate(levels)
        for column, cell in enumerate(level.cells)
        for slot, person in enumerate(cell.people)
    }
    stacks = [max(len(cell.people) for cell in level.cells) for level in levels]
    return Frame(columns, stacks, [any(cell.rest for cell in level.cells) for level in levels]), spots


def _lines(facts: AccountMap) -> Iterator[Connection]:
    """Formal lines from the manager down, broken where the manager left; then whom people listen to."""
    here = {person.contact.pk for person in facts.people if person.is_here or person.contact.is_placeholder}
    for person in facts.people:
        if person.line is not None:
            manager = person.line.manager_id
            yield Connection(manager, person.contact.pk, "reports" if manager in here else "gone")
    for line in facts.sources.influences:
        yield Connection(line.contact_id, line.on_contact_id, "listens")


@dataclass(slots=True)
class Branch:
    """Somebody in the tree, and who reports to them. ``above`` is a manager at another company."""

    person: PersonShown
    above: str = ""
    below: list["Branch"] = field(default_factory=list)


def tree_of(facts: AccountMap) -> list[Branch]:
    """Who reports to whom; everybody without a manager on this map is a root."""
    people = {person.contact.pk: person for person in shown_people(facts)}
    branches = {key: Branch(person) for key, person in people.items()}
    roots = []
    for key, person in people.items():
        line = person.line
        if line is None or line.manager_id not in branches:
            if line is not None:
                branches[key].above = f"{line.manager.name}, {line.manager.account.name}"
            roots.append(branches[key])
        else:
            branches[line.manager_id].below.append(branches[key])
    return sorted(roots, key=lambda branch: (not branch.below, branch.person.contact.name))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Their people by ours; a cell without any talk or level is None."""

    ours: Sequence[str]
    rows: Sequence[tuple[PersonShown, Sequence[TieShown | None]]]


def matrix_of(facts: AccountMap) -> Matrix:
    """Everybody in their seat against everybody of ours who has a tie, the strongest of ours first."""
    totals: dict[tuple[int, str], float] = {}
    for person in facts.here:
        for tie in person.ties:
            totals[tie.user_id, tie.name] = totals.get((tie.user_id, tie.name), 0.0) + tie.strength
    ours = sorted(totals, key=lambda who: (-totals[who], who[1]))
    rows = []
    for person in sorted(facts.here, key=lambda person: -person.strength):
        by_user = {tie.user_id: tie for tie in person.ties}
        rows.append((person, [by_user.get(user_id) for user_id, _name in ours]))
    return Matrix([name for _user_id, name in ours], rows)
