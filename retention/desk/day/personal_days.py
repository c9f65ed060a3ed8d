"""Days that matter to people of the book, for those on the account team alone."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Func, IntegerField, QuerySet
from django.utils.formats import date_format

from contacts.models import Contact
from contacts.personal_days import coming
from retention.lib.zones import local_day
from retention.team.asking import kept
from retention.team.field_policy import readable_q
from retention.team.models import User

from .book import BookEntry, accounts_of
from .items import DayItem
from .ranking import rank

MOST_PEOPLE = 500
SHOWN = ("account", "buying_role", "last_two_way_at", "important_dates", "person__name")
HOW_MANY = Func(F("important_dates"), function="jsonb_array_length", output_field=IntegerField())


@kept
def people_with_days(user: User) -> QuerySet[Contact]:
    """People of the book of whom such a day is known and who may be read by this person."""
    rows = Contact.objects.visible_to(user).filter(readable_q(user, Contact)).in_seat()
    told = rows.alias(days=HOW_MANY).filter(account__in=accounts_of(user).values("pk"), days__gt=0)
    return told.select_related("person").only(*SHOWN).order_by("id")[:MOST_PEOPLE]


def personal_days(user: User, book: dict[int, BookEntry], today: date, until: date) -> Iterator[DayItem]:
    """One suggestion for each day, from the day on for a week, until somebody spoke with them."""
    for row in people_with_days(user):
        entry, last = book.get(row.account_id), row.last_two_way_at
        if entry is None:
            continue
        for place, day in enumerate(coming(row.important_dates, on=today, until=until)):
            if last is not None and local_day(last, user.time_zone) >= day.on:
                continue
            due_on = max(day.on, today)
            yield DayItem(
                kind=f"personal-day-{place}",
                key=row.pk,
                title=f"{row.name}: {day.label}",
                url=f"/people/{row.pk}/",
                reason=f"{day.label} on {date_format(day.on, 'j F')}",
                due_on=due_on,
                owner=entry.account,
                priority=rank(entry, entry.account, due_on=due_on, on=today),
                action_text="Log",
                action_url=f"/touchpoints/new/?account={row.account_id}&contact={row.pk}",
            )
