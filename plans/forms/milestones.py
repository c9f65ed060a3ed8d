"""Milestones as people write them: one a line, a day and a figure."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from retention.lib.errors import DomainError
from retention.lib.form_fields import DAY_FORMATS
from retention.lib.lines_field import LinesField
from retention.lib.money import parse_money

from ..accepting import plain
from ..milestones import Kept, read_milestones, readings_of


class MilestonesField(LinesField):
    """Lines such as “2027-01-31 98.5”; what stands is shown the same way."""

    own_name, longest = "Milestones", 2000

    def read(self, written: str) -> list[Any]:
        """Milestones as they are kept."""
        said = [_milestone(line.strip()) for line in written.splitlines() if line.strip()]
        return read_milestones(said, "")

    def lines(self, kept: list[Any]) -> str:
        """A day and a figure on each."""
        return lines_of(kept)


def lines_of(kept: Kept) -> str:
    """One milestone a line."""
    return "\n".join(f"{one['on']} {_written(one['value'])}" for one in kept)


def in_words(kept: Kept) -> str:
    """“36 on 11 Apr 2026, 30 on 2 Jul 2026”."""
    return ", ".join(f"{plain(one.value)} on {one.on:%-d %b %Y}" for one in readings_of(kept))


def _written(figure: str) -> str:
    """With three decimals it could be read as thousands: a fourth settles it."""
    return f"{figure}0" if len(figure.partition(".")[2]) == 3 else figure


def _milestone(line: str) -> dict[str, Any]:
    day, _, figure = line.partition(" ")
    on = _day(day.rstrip(":,;"))
    if on is None or not figure.strip():
        raise ValidationError(
            f"“{line[:40]}” is not a day and a figure. Write it like 2027-01-31 98.5.", code="invalid"
        )
    try:
        return {"on": on, "value": parse_money(figure.strip()).amount}
    except DomainError as refused:
        raise ValidationError(f"“{line[:40]}”: {refused.message}", code="invalid") from None


def _day(written: str) -> date | None:
    for shape in DAY_FORMATS:
        try:
            return datetime.strptime(written, shape).date()
        except ValueError:
            continue
    return None
