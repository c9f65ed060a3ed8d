"""Calendar files: escaped, folded inside no character, and dated as whole days."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from retention.integrations.feeds.ics import LONGEST_LINE, DayEvent, calendar_lines, escaped, folded_line

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def written(title: str) -> str:
    """A calendar of one event."""
    event = DayEvent("renewal-7@keel", date(2026, 12, 31), title, "Text", "https://keel.test/renewals/7/", 3)
    return "".join(calendar_lines("Deadlines", [event], at=AT))


def test_an_event_is_a_whole_day_with_a_lasting_id() -> None:
    text = written("Vela")
    assert "UID:renewal-7@keel\r\n" in text and "SEQUENCE:3\r\n" in text
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in text
    assert "DTSTAMP:20261123T120000Z\r\n" in text
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")


def test_nothing_that_somebody_typed_begins_a_line_of_its_own() -> None:
    text = written("Evil\r\nEND:VEVENT\nX-MORE:1; a, b\\")
    assert text.count("\r\nEND:VEVENT") == 1 and "X-MORE:1\\; a\\, b\\\\" in text
    assert "\r\nX-MORE" not in text


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_a_folded_line_reads_back_as_it_was_and_is_never_too_long(text: str) -> None:
    line = escaped(text.replace("\r", ""))
    folded = folded_line(line)
    assert all(len(part.encode("utf-8", "surrogatepass")) <= LONGEST_LINE for part in folded.split("\r\n"))
    assert folded.removesuffix("\r\n").replace("\r\n ", "") == line
