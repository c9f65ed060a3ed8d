"""Where the items of a day come from; each source is one query over the person's book."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.utils.formats import date_format

from accounts.overdue import Overdue, overdue_of
from contacts.choices import Side
from contacts.models import Contact, FeedbackState, Promise
from contacts.recognition import recognition
from retention.lib.zones import local_day
from retention.team.models import User

from ..account.billing import overdue_words
from ..reaching import hours_words
from .book import BookEntry
from .items import DayItem
from .personal_days import personal_days
from .ranking import rank
from .rows import check_ins_until, feedback_until, promises_until, rungs_told, steps_until
from .sponsors import sponsor_follow_ups, sponsor_talks
from .walks import WALKS

Book = dict[int, BookEntry]
Source = Callable[[User, Book, date, date], Iterator[DayItem]]


def check_ins(user: User, book: Book, today: date, until: date) -> Iterator[DayItem]:
    """Check-ins that are due by *until* at the accounts of the book."""
    found = [row for row in check_ins_until(user, until) if row.account_id in book]
    named = {row.account_id for row in found if row.contact_id}
    for row in found:
        if row.contact_id is None and row.account_id in named:
            continue  # speaking with the person who is due satisfies the account as well
        entry = book[row.account_id]
        who = row.contact.name if row.contact else "anybody there"
        log = f"/touchpoints/new/?account={row.account_id}"
        yield DayItem(
            kind="check-in",
            key=row.pk,
            title=f"Check in with {who}",
            url=f"/people/{row.contact_id}/" if row.contact_id else f"/accounts/{row.account_id}/",
            reason=_with_hours(row.reason, row.contact),
            due_on=row.shown_on,
            owner=entry.account,
            priority=rank(entry, entry.account, due_on=row.due_on, on=today, interval=row.interval_days),
            snooze_url=f"/check-ins/{row.pk}/snooze/",
            action_text="Log call",
            action_url=f"{log}&contact={row.contact_id}" if row.contact_id else log,
        )


def _with_hours(reason: str, contact: Contact | None) -> str:
    """Why, and when they are best reached by the clock where they are."""
    best = hours_words(contact) if contact else ""
    return f"{reason.rstrip('.')}. Best reached {best}, their time" if best else reason


def renewals(user: User, book: Book, today: date, until: date) -> Iterator[DayItem]:
    """What the renewal ladder told this person, not acknowledged yet: the newest word per renewal."""
    told = [row for row in rungs_told(user) if row.reminder.fire_on <= until]
    owing = overdue_of([row.account_id for row in told], user, on=today) if told else {}
    for row in told:
        due_on = row.reminder.fire_on
        yield DayItem(
            kind="renewal",
            key=row.pk,
            title=row.title,
            url=row.url,
            reason=_before_the_talk(row.text, owing.get(row.account_id)),
            due_on=due_on,
            owner=row.account,
            priority=rank(book.get(row.account_id), row.account, due_on=due_on, on=today),
            done_url=f"/notifications/{row.pk}/acknowledge/",
            action_text="Log call",
            action_url=f"/touchpoints/new/?account={row.account_id}",
        )


def _before_the_talk(reason: str, overdue: Overdue | None) -> str:
    """What is overdue comes up when a renewal is discussed: it belongs into the first clause."""
    first, _, rest = reason.partition(". ")
    if overdue is None:
        return reason
    return f"{first.rstrip('.')}, {overdue_words(overdue)}. {rest}".rstrip()


def promises(user: User, book: Book, today: date, until: date) -> Iterator[DayItem]:
    """Open promises this person keeps or follows up, their own and those of whom they cover."""
    for row in promises_until(user, until):
        yield DayItem(
            kind="promise",
            key=row.pk,
            title=row.text if row.side == Side.OURS else f"Follow up: {row.text}",
            url=f"/accounts/{row.account_id}/#promises",
            reason=_who_promised(row, user),
            due_on=row.due_on,
            owner=row.account,
            priority=rank(book.get(row.account_id), row.account, due_on=row.due_on, on=today),
            done_url=f"/promises/{row.pk}/kept/",
            action_text="Log",
            action_url=f"/touchpoints/new/?account={row.account_id}"
            + (f"&contact={row.contact_id}" if row.contact_id else ""),
        )


def _who_promised(row: Promise, user: User) -> str:
    """“You promised this to Ana Ruiz on 3 Nov”, or “Ana Ruiz promised this on 3 Nov”."""
    made, them = date_format(row.promised_on, "j M"), row.contact.name if row.contact else ""
    if row.side == Side.THEIRS:
        return f"{them or 'They'} promised this on {made}"
    ours = "You" if row.user_id == user.pk else row.user.name
    return f"{ours} promised this{f' to {them}' if them else ''} on {made}"


def feedback(user: User, book: Book, today: date, until: date) -> Iterator[DayItem]:
    """What customers said and this person has to answer, or to tell them what came of it."""
    for row in feedback_until(user, until):
        waits = row.state == FeedbackState.OPEN
        who = row.contact.name if row.contact else "They"
        said = f"{who} said this on {date_format(row.received_on, 'j M')}"
        yield DayItem(
            kind="feedback",
            key=row.pk,
            title=f"{'Reply' if waits else 'Close the loop'}: {row.text[:120]}",
            url=f"/accounts/{row.account_id}/#voice",
            reason=f"{said} and waits for a reply" if waits else f"{said}; tell them what came of it",
            due_on=row.due_on,
            owner=row.account,
            priority=rank(book.get(row.account_id), row.account, due_on=row.due_on, on=today),
            action_text="Reply" if waits else "Close",
            action_url=f"/feedback/{row.pk}/{'reply' if waits else 'close'}/?next=/day/",
        )


def recognitions(user: User, book: Book, today: date, until: date) -> Iterator[DayItem]:
    """Years together: one suggestion a year, until somebody spoke with them; asks the database nothing."""
    for entry in book.values():
        account = entry.account
        found = recognition(
            account.customer_since, on=today, until=until, first_value_on=account.first_value_on
        )
        last = account.last_two_way_at
        if found is None or (last is not None and local_day(last, user.time_zone) >= found.on):
            continue
        years = "1 year" if found.years == 1 else f"{found.years} years"
        what = "of value" if found.is_first_value else "a customer"
        yield DayItem(
            kind="recognition",
            key=account.pk,
            title=f"{years} since first value" if found.is_first_value else f"Thank them for {years}",
            url=f"/accounts/{account.pk}/",
            reason=f"{years} {what} on {date_format(found.on, 'j F')}",
            due_on=max(found.on, today),
            owner=account,
            priority=rank(entry, account, due_on=max(found.on, today), on=today),
            action_text="Log",
            action_url=f"/touchpoints/new/?account={account.pk}",
        )


def next_steps(user: User, book: Book, today: date, until: date) -> Iterator[DayItem]:
    """Open next steps of this person, unless put off beyond *until*."""
    for row in steps_until(user, until):
        about = f"With {row.contact.name}. " if row.contact else ""
        when = date_format(row.due_on, "l j F")
        yield DayItem(
            kind="step",
            key=row.pk,
            title=row.text,
            url=f"/steps/{row.pk}/",
            reason=f"{about}Planned for {when}",
            due_on=row.snoozed_until or row.due_on,
            owner=row.account,
            priority=rank(book.get(row.account_id), row.account, due_on=row.due_on, on=today),
            done_url=f"/steps/{row.pk}/done/",
            snooze_url=f"/steps/{row.pk}/snooze/",
            action_text="Log",
            action_url=f"/touchpoints/new/?account={row.account_id}&step={row.pk}",
        )


SOURCES: tuple[Source, ...] = (
    check_ins, renewals, promises, feedback, next_steps, recognitions, personal_days, sponsor_talks,
    sponsor_follow_ups,
)  # fmt: skip


def gather(user: User, book: Book, *, today: date, days_ahead: int) -> list[DayItem]:
    """Everything due within these days, the most urgent first; the order is the same on every reading."""
    until = today + timedelta(days=days_ahead)
    items = [item for source in (*SOURCES, *WALKS) for item in source(user, book, today, until)]
    return sorted(items, key=lambda item: (-item.priority.total, item.due_on, item.kind, item.key))
