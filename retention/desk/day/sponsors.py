"""What a person does as an executive sponsor: talks that are due, and saying what follows from them."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format

from contacts.choices import ContactStatus
from retention.team.asking import kept
from retention.team.models import User
from retention.team.visibility import reach_of
from retention.teamwork.models import ExecutivePairing, PairTalk

from .book import BookEntry
from .items import DayItem
from .ranking import rank

MOST_ROWS = 50


@kept
def _talks_until(user: User, until: date) -> QuerySet[ExecutivePairing]:
    people = (user.pk, *reach_of(user).covered_owner_ids)
    rows = ExecutivePairing.objects.visible_to(user).current().filter(user_id__in=people, talk_on__lte=until)
    rows = rows.exclude(contact__status=ContactStatus.DEPARTED)
    return rows.select_related("account", "contact__person").order_by("talk_on", "id")[:MOST_ROWS]


@kept
def _waiting_until(user: User, until: date) -> QuerySet[PairTalk]:
    people = (user.pk, *reach_of(user).covered_owner_ids)
    rows = PairTalk.objects.visible_to(user).waiting()
    rows = rows.filter(pairing__user_id__in=people, follow_up_by__lte=until)
    rows = rows.select_related("pairing__account", "pairing__contact__person")
    return rows.order_by("follow_up_by", "id")[:MOST_ROWS]


def sponsor_talks(user: User, book: dict[int, BookEntry], today: date, until: date) -> Iterator[DayItem]:
    """Talks of this person's pairs, and of those whom they cover, that are due by *until*."""
    for row in _talks_until(user, until):
        agreed = "Agreed for" if row.planned_on else "Due on"
        last = f"; last talked on {date_format(row.last_talk_on, 'j M')}" if row.last_talk_on else ""
        yield DayItem(
            kind="sponsor-talk",
            key=row.pk,
            title=f"Talk with {row.contact.name}, as their executive sponsor",
            url=f"/sponsors/{row.pk}/",
            reason=f"{agreed} {date_format(row.talk_on, 'j M')}{last}",
            due_on=row.talk_on,
            owner=row.account,
            priority=rank(
                book.get(row.account_id), row.account, due_on=row.talk_on, on=today,
                interval=row.interval_days,
            ),
            action_text="Log talk",
            action_url=f"/touchpoints/new/?account={row.account_id}&contact={row.contact_id}",
        )  # fmt: skip


def sponsor_follow_ups(user: User, book: dict[int, BookEntry], today: date, until: date) -> Iterator[DayItem]:
    """Talks of which this person has not said yet what follows."""
    for row in _waiting_until(user, until):
        account = row.pairing.account
        yield DayItem(
            kind="sponsor-follow-up",
            key=row.pk,
            title=f"Say what follows from the talk with {row.pairing.contact.name}",
            url=f"/sponsors/{row.pairing_id}/",
            reason=f"You talked on {date_format(row.held_on, 'j M')}",
            due_on=row.follow_up_by,
            owner=account,
            priority=rank(book.get(account.pk), account, due_on=row.follow_up_by, on=today),
            action_text="Write down",
            action_url=f"/sponsor-talks/{row.pk}/follow-up/?next=/day/",
        )
