"""A customer of the demo company who was entered twice: without one nobody sees what duplicates look like."""

from datetime import datetime, timedelta

from accounts.actions import add_account
from accounts.models import Account
from contacts.actions.people import add_contact
from contacts.alike_account_rows import refresh_alike_accounts
from contacts.models import Contact
from retention.team.models import User

TWICE, AS = "Brightwater Foods", "Brightwater Foods Ltd"
DAYS_AGO = 6


def make_twins(users: dict[str, User], *, at: datetime) -> None:
    """Somebody entered a customer again after a fair, with a person whom we know already."""
    known = Account.objects.filter(name=TWICE).first()
    person = Contact.objects.filter(account=known, person__email__gt="").order_by("id").first()
    if known is None or person is None or person.person is None:
        return
    admin, then = users["Ada"], at - timedelta(days=DAYS_AGO)
    kept = {name: getattr(known, name) for name in ("owner", "team", "country", "time_zone", "currency")}
    twin = add_account(name=AS, tier="D", city=known.city, by=admin, at=then, **kept)
    name, email = person.person.name, person.person.email
    add_contact(account=twin, name=name, email=email, by=admin, at=then, since=then.date())
    refresh_alike_accounts()
