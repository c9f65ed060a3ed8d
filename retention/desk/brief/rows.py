"""What the brief reads of one account: each question drawn and planned once."""

from django.db.models import QuerySet

from accounts.models import Invoice
from contacts.models import Contact, FeedbackItem, Promise, Touchpoint, TouchpointContact
from retention.renewals.models import Renewal
from retention.team.asking import planned
from retention.team.models import User

TALKS, PEOPLE = 4, 5
SHOWN_OF_PEOPLE = (
    "account", "title", "buying_role", "is_key", "status", "channels_preferred", "channels_forbidden",
    "preferred_interval_days", "preference_source", "paused_until", "pause_reason", "personal_note",
    "interests", "important_dates", "time_zone", "hours_from", "hours_until", "hours_days",
    "assistant__status", "assistant__buying_role", "assistant__person__name", "assistant__person__phone",
    "last_two_way_at", "person__name", "person__language",
)  # fmt: skip
SHOWN_OF_TALKS = ("channel", "mood", "subject", "text", "happened_at")
SHOWN_OF_LINKS = ("touchpoint", "contact__buying_role", "contact__person__name")
SHOWN_OF_PROMISES = (
    "side", "wording", "text", "state", "promised_on", "due_on", "user__name", "contact__buying_role",
    "contact__person__name",
)  # fmt: skip
SHOWN_OF_RENEWALS = ("call", "decision_on")
SHOWN_OF_FEEDBACK = ("account", "kind", "state", "text", "due_on")
"""Columns of the cards: writing and reading all columns of joined tables costs more than the rows."""


@planned
def disputed_of(user: User, account_id: int) -> QuerySet[Invoice, tuple[int]]:
    """Invoices they dispute."""
    rows = Invoice.objects.visible_to(user).filter(account_id=account_id, disputed_since__isnull=False)
    return rows.order_by().values_list("pk")


@planned
def renewals_of(user: User, account_id: int) -> QuerySet[Renewal]:
    """What is to be decided, the first decision first."""
    rows = Renewal.objects.visible_to(user).open().filter(account_id=account_id)
    return rows.only(*SHOWN_OF_RENEWALS).order_by("decision_on", "id")[:3]


@planned
def feedback_of(user: User, account_id: int) -> QuerySet[FeedbackItem]:
    """What they said and wait for an answer to."""
    rows = FeedbackItem.objects.visible_to(user).open().filter(account_id=account_id)
    return rows.only(*SHOWN_OF_FEEDBACK).order_by("due_on", "id")[:3]


@planned
def first_people(user: User, account_id: int) -> QuerySet[Contact]:
    """Who matters, then whoever spoke with us last."""
    return people_of(user, account_id).order_by("-is_key", "-last_two_way_at", "id")[:PEOPLE]


def people_of(user: User, account_id: int) -> QuerySet[Contact]:
    """Everybody in their seat."""
    rows = Contact.objects.visible_to(user).in_seat().filter(account_id=account_id)
    return rows.select_related("person", "assistant__person").only(*SHOWN_OF_PEOPLE)


@planned
def newest_talks(user: User, account_id: int) -> QuerySet[Touchpoint]:
    """What was said last."""
    rows = Touchpoint.objects.visible_to(user).current().filter(account_id=account_id).newest_first()
    return rows.only(*SHOWN_OF_TALKS)[:TALKS]


@planned
def who_was_there(talks: tuple[int, ...]) -> QuerySet[TouchpointContact]:
    """The people of touchpoints that the reader may see."""
    links = TouchpointContact.objects.filter(touchpoint__in=talks)
    return links.select_related("contact__person").only(*SHOWN_OF_LINKS).order_by("id")


@planned
def promises_of(user: User, account_id: int) -> QuerySet[Promise]:
    """What either side still owes."""
    rows = Promise.objects.visible_to(user).open().filter(account_id=account_id)
    rows = rows.select_related("user", "contact__person").only(*SHOWN_OF_PROMISES)
    return rows.order_by("due_on", "id")[:20]
