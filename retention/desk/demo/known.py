"""What the demo company says of itself, and what its customers say sets it apart and judge it by."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from accounts.models import Account
from contacts.actions.our_words import publish_our_words
from contacts.knowledge.words import FactSource, Topic
from contacts.models import Contact, KnownFact
from retention.team.models import User

OURS = (
    ("Parts overnight", "spares by morning"),
    ("One person to call", "the same person"),
    ("Routes that plan themselves", "the planner"),
)
RIVALS = (("Orca Routing", "Orca"), ("Portline",), ("Baltic Fleet",))
SAID = (
    # about what, importance, performance, days ago, in their words
    (Topic.DIFFERENCE, 5, None, 30, "Spares by morning, even on Mondays"),
    (Topic.OPINION, 5, 2, 75, "Invoices that are right the first time"),
    (Topic.DIFFERENCE, 4, None, 64, "You answer on Saturdays"),
    (Topic.DRIVER, 4, 5, 40, "The planner saves us an hour a day"),
    (Topic.OPINION, 3, 4, 20, "How fast somebody answers"),
    (Topic.DIFFERENCE, 3, None, 110, "We always get the same person"),
    (Topic.DRIVER, 5, 3, 95, "Deliveries on time"),
    (Topic.OPINION, 4, 3, 80, "Invoices that are right the first time"),
    (Topic.DIFFERENCE, 4, None, 12, "Your drivers know our yards"),
    (Topic.DRIVER, 4, 2, 130, "Deliveries on time"),
)


def make_known(users: Mapping[str, User], *, at: datetime) -> None:
    """Both our lists, and one answer each of ten customers."""
    lists = {
        name: [{"name": words[0], "also": list(words[1:])} for words in rows]
        for name, rows in (("differences", OURS), ("competitors", RIVALS))
    }
    publish_our_words(changes=lists, by=users["Ada"], at=at)
    accounts = Account.objects.filter(owner__isnull=False).exclude(stage="former").select_related("owner")
    today, chosen = at.date(), list(accounts.order_by("id")[: len(SAID)])
    seats = Contact.objects.key().filter(account__in=chosen).order_by("-id")
    people = {contact.account_id: contact for contact in seats}
    KnownFact.objects.bulk_create(
        _fact(account, people.get(account.pk), said, today)
        for account, said in zip(chosen, SAID, strict=False)
    )


def _fact(
    account: Account, who: Contact | None, said: tuple[Topic, int, int | None, int, str], today: date
) -> KnownFact:
    topic, weight, mark, days, text = said
    on = today - timedelta(days=days)
    return KnownFact(
        account=account, contact=who, topic=topic, text=text, importance=weight, performance=mark, said_on=on,
        fresh_until=on + timedelta(days=180), source=FactSource.STATED, is_personal=False, by=account.owner,
    )  # fmt: skip
