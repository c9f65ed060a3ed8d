"""Whatever is uploaded ends in records or in a reason, never in an error page or half a file."""

import gzip
import random

import pytest

from accounts.models import Account
from retention.integrations.models import ImportState
from retention.team.models import User

from .running import applied, checked

CELLS = (
    "", " ", '"', '""', "'", ",", ";", "\t", "\r", "\n", "\x00", "\ufeff", "\ufffd", "😀", "שלום",
    "=1+1", "-2+3", "9" * 400, "x" * 5000, "1/1/2025", "31.12.2025", "$1,2,3", "NaN", "2147483648",
    "9223372036854775808", "null", "a\u202eb", "a b@c.test", "é" * 300, "<b>x</b>", "{}", "[]", "\\",
    "\\N", "%s", "{0}", "\u2028", "\x1b[0m", "a@b",
)  # fmt: skip
HEADERS = (
    ("Account Name", "Main Phone", "Owner"),
    ("Name", "City", "Country", "Website", "Tier"),
    ("Email", "Company Name", "First Name", "Last Name", "Job Title"),
    (
        "Topic",
        "Potential Customer",
        "Status",
        "Actual Revenue",
        "Actual Close Date",
        "Currency",
        "Created On",
    ),
    (
        "Subject",
        "From",
        "To",
        "Regarding",
        "Status Reason",
        "Direction",
        "Date Sent",
        "Actual End",
        "Description",
    ),
    ("Subject", "Required Attendees", "Start Time", "Status", "Duration"),
    ("First Name", "Last Name", "Primary Email", "Manager"),
    ("Product ID", "Name", "Status"),
    ("Account Name", "Account Name", "", "Owner"),
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1")
STATUSES = ("Won", "Sent", "Completed", "Received", "Incoming", "2-Year Plan", "99-Year Plan", "0-Month Plan")


def quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def malformed(seed: int) -> bytes:
    """A file with a known header and anything below it, in any encoding, cut or spoilt now and then."""
    dice = random.Random(seed)
    sign, end = dice.choice(",;\t|"), dice.choice(("\n", "\r\n", "\r"))
    lines = [sign.join(dice.choice(HEADERS))]
    for _ in range(dice.randint(0, 8)):
        cells = [dice.choice(CELLS + STATUSES) for _ in range(dice.randint(0, 12))]
        quoted = [
            f'"{cell.replace(chr(34), chr(34) * 2)}"' if dice.random() < 0.6 else cell for cell in cells
        ]
        lines.append(sign.join(quoted))
    content = end.join(lines).encode(dice.choice(ENCODINGS), errors="replace")
    if dice.random() < 0.15:
        content = content[: dice.randint(0, len(content))]
    if dice.random() < 0.1:
        content += bytes(dice.randrange(256) for _ in range(30))
    return gzip.compress(content) if dice.random() < 0.03 else content


@pytest.mark.parametrize("first", range(0, 500, 50))
def test_no_file_breaks_the_check(ada: User, first: int) -> None:
    files = [(f"{number}.csv", malformed(number)) for number in range(first, first + 50)]
    for start in range(0, 50, 10):
        of = checked(ada, files[start : start + 10])
        assert of.state == ImportState.CHECKED, of.summary
        assert not of.rows.filter(state="staged").exists()


@pytest.mark.parametrize("first", range(0, 60, 10))
def test_what_was_found_sound_can_be_written_and_the_rest_is_left(ada: User, first: int) -> None:
    of = applied(ada, [(f"{number}.csv", malformed(number)) for number in range(first, first + 10)])
    assert of.state == ImportState.APPLIED, of.summary
    assert not of.rows.filter(state__in=("new", "changed")).exists()
    assert Account.objects.count() == of.rows.filter(record_type="account", state="added").count()


@pytest.mark.parametrize(
    "content",
    [
        b"Account Name\n" + b'"' * 999,
        b"Account Name\n" + b"x" * 1_000_000,
        ("Account Name," * 10_000).encode(),
        b"Account Name\n\x00\x00\x00\n",
        "Account Name\nVéla\n".encode("utf-16") + b"\x00",
        b"Account Name,Owner\n\"=cmd|' /C calc'!A0\",x\n",
    ],
)
def test_files_made_to_hurt_end_in_a_reason_or_a_row(ada: User, content: bytes) -> None:
    of = checked(ada, [("hurt.csv", content)])
    file = of.files.get()
    assert of.state == ImportState.CHECKED
    assert file.problem or file.rows
