"""Text becomes rows, whatever parts its columns and ends its lines."""

import pytest

from retention.integrations.imports.refusals import FileRefused
from retention.integrations.imports.tables import MOST_COLUMNS, MOST_ROWS, read_table


def rows_of(text: str, encoding: str = "utf-8") -> list[list[str]]:
    table = read_table(text.encode(encoding))
    return [table.columns, *(cells for _, cells in table.rows())]


WANTED = [["Name", "City"], ["Vela, Ltd", "Lund"], ["Orchid", "Porto"]]


@pytest.mark.parametrize(
    "text",
    [
        'Name,City\r\n"Vela, Ltd",Lund\r\nOrchid,Porto\r\n',
        'Name,City\r"Vela, Ltd",Lund\rOrchid,Porto',
        'Name,City\n"Vela, Ltd",Lund\r\nOrchid,Porto\r',
        "Name;City\nVela, Ltd;Lund\nOrchid;Porto\n",
        "sep=;\r\nName;City\r\nVela, Ltd;Lund\r\nOrchid;Porto\r\n",
        "Name\tCity\nVela, Ltd\tLund\nOrchid\tPorto\n",
        "Name|City\nVela, Ltd|Lund\nOrchid|Porto\n",
        '"Name","City"\n"Vela, Ltd","Lund"\n\n,\n"Orchid","Porto"\n',
        '"Na\nme",City\n"Vela, Ltd",Lund\nOrchid,Porto\n',
    ],
)
def test_the_same_rows_come_out(text: str) -> None:
    found = rows_of(text)
    assert [[name.replace("Na me", "Name") for name in found[0]], *found[1:]] == WANTED


def test_a_quoted_cell_may_hold_lines_and_rows_keep_their_numbers() -> None:
    table = read_table(b'Name,Note\nVela,"one\r\ntwo"\n\nOrchid,x\n')
    assert list(table.rows()) == [(2, ["Vela", "one\r\ntwo"]), (4, ["Orchid", "x"])]


def test_a_column_named_twice_is_two_columns() -> None:
    assert read_table(b"Name,Phone,Phone,\nVela,1,2,3\n").columns == ["Name", "Phone", "Phone (2)", ""]


def test_a_quote_that_is_never_closed_refuses_the_file_and_says_where() -> None:
    table = read_table(b'Name,Note\nVela,"open' + b"x" * 1_100_000)
    with pytest.raises(FileRefused, match="quote is never closed"):
        list(table.rows())


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(FileRefused, match="columns"):
        read_table(",".join(f"c{n}" for n in range(MOST_COLUMNS + 1)).encode())


def test_too_many_rows_are_refused() -> None:
    table = read_table(b"Name\n" + b"Vela\n" * (MOST_ROWS + 1))
    with pytest.raises(FileRefused, match="50,000 rows"):
        for _ in table.rows():
            pass


def test_a_header_without_names_is_refused() -> None:
    with pytest.raises(FileRefused, match="column names"):
        read_table(b",,,\n1,2,3,4\n")
