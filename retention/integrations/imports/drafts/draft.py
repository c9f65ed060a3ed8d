"""A row as its fields, and the draft of a record that it becomes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from retention.lib.accepts import Check
from retention.lib.errors import DomainError
from retention.lib.texts import repair_text

from ..choosing import Choices
from ..refusals import RowRejected
from ..values import tidied

LONGEST_LOOKED_AT = 2000


@dataclass(frozen=True)
class Reading:
    """How the cells of a file are to be understood: date order, shift in days, and the admin's choices."""

    choices: Choices
    today: date
    order: str = "month_first"
    shift: int = 0
    base_currency: str = "EUR"
    has_contracts: bool = False

    @property
    def currency(self) -> str:
        """Of amounts without one."""
        return self.choices.currency or self.base_currency

    @property
    def zone(self) -> str:
        """The zone of wall-clock times in the files."""
        return self.choices.time_zone


@dataclass
class Draft:
    """A record to be: its key in the source, whom it belongs to, its values (JSON), and what was noticed."""

    key: str
    values: dict[str, Any]
    account: str = ""
    account_id: str = ""
    flags: list[str] = field(default_factory=list)


class Cells:
    """The cells of one row by field, with mojibake undone. ``flags`` collects what was noticed on the way."""

    def __init__(self, cells: Sequence[str], mapping: Mapping[str, int], columns: Sequence[str]) -> None:
        self.cells, self.mapping, self.columns = cells, mapping, columns
        self.flags: list[str] = []

    def __getitem__(self, field_name: str) -> str:
        place = self.mapping.get(field_name)
        if place is None or place >= len(self.cells):
            return ""
        text = tidied(self.cells[place])
        return text if text.isascii() else self._repaired(text, place)

    def column(self, field_name: str) -> str:
        """The heading the user knows the field by."""
        place = self.mapping.get(field_name)
        return self.columns[place] if place is not None else field_name

    def _repaired(self, text: str, place: int) -> str:
        repair = repair_text(text)
        for happened, word in ((repair.repaired, "repaired"), (repair.damaged, "damaged")):
            flag = f"{word}: {self.columns[place]}"
            if happened and flag not in self.flags:
                self.flags.append(flag)
        return repair.text

    def look_for_mojibake(self) -> None:
        """Flag columns that nothing reads as well, so that people know what their files hold."""
        for place, cell in enumerate(self.cells[: len(self.columns)]):
            if not cell.isascii() and len(cell) <= LONGEST_LOOKED_AT:
                self._repaired(cell, place)

    def accepted(self, field_name: str, check: Check, longest: int) -> Any:
        """The cell as the record's own check takes it; short plain text needs no second look."""
        text = self[field_name]
        if len(text) <= longest and text.isascii() and text.isprintable() and "  " not in text:
            return text
        return check(text, field_name)

    def if_sound(self, field_name: str, check: Check) -> Any:
        """For what a record can do without: a value that is refused is left out, and said so."""
        text = self[field_name]
        if not text:
            return ""
        try:
            return check(text, field_name)
        except DomainError:
            self.flags.append(f"left out: {self.column(field_name)}")
            return ""


def refuse_broken(cells: Sequence[str], columns: Sequence[str]) -> None:
    """Raise RowRejected for a row with more cells than columns, or with a NUL in it."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise RowRejected(f"The row has {len(cells)} cells, the header {len(columns)}.")
    for place, cell in enumerate(cells):
        if "\x00" in cell or "\ufffe" in cell:
            name = columns[place] if place < len(columns) else f"column {place + 1}"
            raise RowRejected(f"{name}: holds a character that cannot be stored (NUL).")


def digest_of(*parts: str) -> str:
    """A key made of what the source says, for records without an id."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:40]


def joined_name(cells: Cells) -> str:
    """The full name, from one column or two."""
    whole = cells["name"]
    parts = " ".join(part for part in (cells["first_name"], cells["last_name"]) if part)
    return " ".join((parts or whole).split())
