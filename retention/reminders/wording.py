"""What a person reads beyond the kind's own words: that it is late, and for whom they stand in."""

from datetime import date, datetime, timedelta

from .kinds import Rendered
from .models import Reminder
from .models.notification import LONGEST_TEXT, LONGEST_TITLE, LONGEST_URL
from .recipients import Recipient

LATE_AFTER = timedelta(hours=24)


def worded(reminder: Reminder, recipient: Recipient, said: Rendered, at: datetime) -> Rendered:
    """The kind's words, with why the reader gets them now, fitted to the columns."""
    parts = []
    if recipient.standing_in_for:
        parts.append(f"For {recipient.standing_in_for}, away until {_day(recipient.away_until)}.")
    if recipient.is_admin_instead:
        parts.append("You get this because nobody else can be told: give the account an owner.")
    if at - reminder.fire_at > LATE_AFTER:
        parts.append(f"Late: this was due on {_day(reminder.fire_on)}.")
    why = " ".join(["", *parts])
    text = _fitted(said.text, LONGEST_TEXT - len(why)) + why  # what is to be done comes first
    return Rendered(_fitted(said.title, LONGEST_TITLE), text, said.url[:LONGEST_URL])


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "further notice"


def _fitted(text: str, longest: int) -> str:
    """One line without control characters, as long as the column holds, cut with an ellipsis."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
