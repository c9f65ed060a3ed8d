"""E-mails and appointments that took place: touchpoints. Pure."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from contacts.choices import Channel, Direction, Outcome
from contacts.said import LONGEST_TEXT
from retention.lib.texts import clean_text, html_to_text

from ..refusals import RowNotUsed, RowRejected
from ..values import NOON, day_of, folded_name, has_time, instant, moment_of, shifted_day
from .draft import Cells, Draft, Reading, digest_of

REPLY = re.compile(r"\A\s*((re|aw|wg|fw|fwd|sv|antw)\s*:\s*)+", re.I)
DELIVERED = ("sent", "completed", "received", "replied")
MOST_MINUTES = 1440


def draft_email(cells: Cells, reading: Reading) -> Draft:
    """A mail that was sent or received. Raises RowNotUsed for drafts and cancelled ones, RowRejected."""
    reason = (cells["reason"] or cells["status"]).lower()
    incoming = cells["direction"].lower().startswith(("in", "rec"))
    if reason not in DELIVERED:
        raise RowNotUsed(f"The mail was not delivered ({reason or 'no status'}).")
    moment = _moment_of_mail(cells, reading)
    _refuse_future(moment, cells, "sent", reading)
    subject = _subject(cells)
    text = _text(cells["text"])
    values: dict[str, Any] = {
        "channel": Channel.EMAIL.value,
        "direction": Direction.INBOUND.value if incoming else Direction.OUTBOUND.value,
        "outcome": Outcome.REPLIED.value if incoming else Outcome.NO_ANSWER.value,
        "happened_at": moment.isoformat(),
        "source_time": _iso(cells, "modified", reading),
        "subject": subject,
        "text": text,
        "minutes": None,
        "who": _names(cells["from"] if incoming else cells["to"]),
        "in_copy": [] if incoming else _names(cells["copy"]),
        "regarding": cells["regarding"],
        "owner": cells["owner"],
        "thread": folded_name(REPLY.sub("", subject)),
    }
    key = digest_of(
        "email",
        *(cells[name] for name in ("subject", "from", "to", "direction", "sent", "ended")),
        text,
    )
    return Draft(key=key, values=values, account=cells["regarding"], flags=cells.flags)


def draft_appointment(cells: Cells, reading: Reading) -> Draft:
    """A meeting that took place. Raises RowNotUsed for planned and cancelled ones, RowRejected."""
    status = cells["status"].lower()
    if status != "completed":
        raise RowNotUsed(
            f"The appointment did not take place as far as the file says ({status or 'no status'})."
        )
    moment = _moment_of_meeting(cells, reading)
    online = cells["online"].lower() in ("yes", "true", "1")
    values = {
        "channel": (Channel.VIDEO if online else Channel.MEETING).value,
        "direction": Direction.OUTBOUND.value,
        "outcome": Outcome.CONNECTED.value,
        "happened_at": moment.isoformat(),
        "source_time": _iso(cells, "created", reading),
        "subject": _subject(cells),
        "text": _text(cells["text"]),
        "minutes": _minutes(cells),
        "who": _names(cells["attendees"]),
        "in_copy": [],
        "regarding": cells["regarding"],
        "owner": cells["owner"],
        "thread": "",
    }
    key = digest_of(
        "appointment", *(cells[name] for name in ("subject", "attendees", "start", "started", "organizer"))
    )
    return Draft(key=key, values=values, account=cells["regarding"], flags=cells.flags)


def _moment_of_meeting(cells: Cells, reading: Reading) -> datetime:
    """When it really began, else when it was to begin."""
    began = "started" if cells["started"] else "start"
    moment = moment_of(cells[began], reading.order, reading.zone, cells.column(began))
    if moment is None:
        raise RowRejected(f"{cells.column('start')} is missing.")
    shifted = _shifted(moment, reading)
    _refuse_future(shifted, cells, began, reading)
    return shifted


def _moment_of_mail(cells: Cells, reading: Reading) -> datetime:
    """The day the mail was over with; its time from the column that says the same day, else noon."""
    ended = day_of(cells["ended"], reading.order, cells.column("ended"))
    clocks = [name for name in ("sent", "ended", "modified") if cells[name]]
    if not clocks:
        raise RowRejected("The mail has no date.")
    for name in clocks:
        said = day_of(cells[name], reading.order, cells.column(name))
        if has_time(cells[name]) and (ended is None or said == ended):
            moment = moment_of(cells[name], reading.order, reading.zone, cells.column(name))
            if moment is not None:
                return _shifted(moment, reading)
    day = ended or day_of(cells[clocks[0]], reading.order, cells.column(clocks[0]))
    shifted = shifted_day(day, reading.shift)
    if shifted is None:
        raise RowRejected("The mail has no date.")
    return instant(shifted, NOON, reading.zone)


def _shifted(moment: datetime, reading: Reading) -> datetime:
    """So many days later by the wall clock of the zone, not by hours."""
    local = moment.astimezone(ZoneInfo(reading.zone))
    day = shifted_day(local.date(), reading.shift)
    return instant(day, local.time(), reading.zone) if day else moment


def _refuse_future(moment: datetime, cells: Cells, name: str, reading: Reading) -> None:
    if moment.date() > reading.today:
        raise RowRejected(f"{cells.column(name)}: {moment:%-d %b %Y} lies in the future.")


def _iso(cells: Cells, name: str, reading: Reading) -> str | None:
    moment = moment_of(cells[name], reading.order, reading.zone, cells.column(name))
    return moment.isoformat() if moment else None


def _subject(cells: Cells) -> str:
    return " ".join(cells["subject"].split())[:300]


def _text(html: str) -> str:
    return clean_text(html_to_text(html)[:LONGEST_TEXT], max_length=LONGEST_TEXT, label="The text")


def _names(cell: str) -> list[str]:
    return [" ".join(name.split()) for name in cell.split(";") if name.strip()][:50]


def _minutes(cells: Cells) -> int | None:
    text = cells["minutes"]
    return int(text) if text.isdigit() and int(text) <= MOST_MINUTES else None
