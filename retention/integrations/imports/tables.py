"""From text to rows: which sign parts the columns, what the header says, and the limits. Pure."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .decoding import MEGABYTE, decode
from .refusals import FileRefused

MOST_ROWS = 50_000
MOST_COLUMNS = 500
LARGEST_CELL = MEGABYTE
DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 25
SEPARATOR_LINE = re.compile(r"\Asep=(.)(\r\n|\r|\n)", re.I)


@dataclass(frozen=True, slots=True)
class Table:
    """A header and where its rows can be read from, once."""

    columns: list[str]
    encoding: str
    delimiter: str
    text: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Number (the header is 1) and cells of every row that is not blank.

        Raises FileRefused when the file cannot be read further, or has more rows than are taken.
        """
        taken = 0
        for number, cells in enumerate(_records(self.text, self.delimiter), start=1):
            if number == 1 or not any(cell.strip() for cell in cells):
                continue
            taken += 1
            if taken > MOST_ROWS:
                raise FileRefused(
                    f"The file has more than {MOST_ROWS:,} rows. Split it and upload the parts."
                )
            yield number, cells


def read_table(content: bytes) -> Table:
    """Decode a file and find its columns. Raises FileRefused."""
    decoded = decode(content)
    text = decoded.text.lstrip("\ufeff")
    said = SEPARATOR_LINE.match(text)
    if said:
        text = text[said.end() :]
    delimiter = said.group(1) if said else _delimiter(text)
    header = next(_records(text, delimiter), [])
    if len(header) > MOST_COLUMNS:
        raise FileRefused(f"The file has {len(header):,} columns; at most {MOST_COLUMNS} are read.")
    columns = _named(header)
    if not any(columns):
        raise FileRefused("The first row has no column names.")
    return Table(columns, decoded.encoding, delimiter, text)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        if "field larger" in str(error):
            why = "a cell is larger than 1 MB, perhaps because a quote is never closed"
        else:
            why = str(error)
        raise FileRefused(f"The file cannot be read after line {reader.line_num:,}: {why}.") from None


def _delimiter(text: str) -> str:
    """The sign that parts most rows into the same number of cells, more than one."""
    return max(DELIMITERS, key=lambda sign: _evenness(text[: 64 * 1024], sign))


def _evenness(head: str, sign: str) -> tuple[float, int]:
    widths: list[int] = []
    try:
        for record in _records(head, sign):
            widths.append(len(record))
            if len(widths) >= LOOKED_AT:
                break
    except FileRefused:
        return (0.0, 0)
    if not widths or widths[0] < 2:
        return (0.0, 0)
    whole = widths[:-1] if len(widths) > 2 else widths  # the last record may be cut
    return (sum(width == widths[0] for width in whole) / len(whole), widths[0])


def _named(header: list[str]) -> list[str]:
    """Column names in one line each, every name once; empty ones stay empty."""
    seen: dict[str, int] = {}
    names: list[str] = []
    for cell in header:
        name = " ".join(cell.replace("\x00", "").split())[:120]
        seen[name] = seen.get(name, 0) + 1
        names.append(name if not name or seen[name] == 1 else f"{name} ({seen[name]})")
    return names
