"""Which columns hold data of customers' people: said once beside the models, read by export and erasure.

Each app says it in its ``personal.py``, one ``holds`` per table. A check refuses a table whose columns are
not all named: text columns everywhere, every column where a row belongs to a person (CONTRIBUTING.md).
"""

from dataclasses import dataclass
from functools import cache

from django.utils.module_loading import autodiscover_modules


@dataclass(frozen=True)
class Held:
    """What the columns of one table hold.

    ``links`` are columns that point at the person or contact whose row it is, ``refers`` columns that point
    at one beside what the row is about; ``subject`` are the two columns (kind, id) of a table whose rows
    speak of records of several kinds. ``goes`` means that a row about an erased person goes as a whole.
    """

    label: str
    links: tuple[str, ...] = ()
    refers: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    goes: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that was named."""
        return (*self.theirs, *self.words, *self.copies, *self.plain)


_tables: dict[str, Held] = {}


def holds(
    label: str,
    *,
    links: str = "",
    refers: str = "",
    subject: str = "",
    theirs: str = "",
    words: str = "",
    copies: str = "",
    plain: str = "",
    goes: bool = False,
) -> None:
    """Say what the columns of the table *label* (``app.Model``) hold; names stand apart by spaces.

    ``theirs`` is said of the person the row belongs to and is emptied with them. ``words`` is free text that
    may name anybody. ``copies`` is text or JSON that Keel made out of other columns. ``plain`` neither names
    nor describes a person of a customer: codes, figures, days, names of ours, or what may stay without them.
    """
    _tables[label] = Held(
        label=label,
        links=tuple(links.split()),
        refers=tuple(refers.split()),
        subject=tuple(subject.split()),
        theirs=tuple(theirs.split()),
        words=tuple(words.split()),
        copies=tuple(copies.split()),
        plain=tuple(plain.split()),
        goes=goes,
    )


@cache
def _all_told() -> None:
    autodiscover_modules("personal")


def held_tables() -> dict[str, Held]:
    """What every table holds, by ``app.Model``."""
    _all_told()
    return dict(sorted(_tables.items()))
