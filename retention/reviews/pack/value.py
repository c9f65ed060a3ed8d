"""Value in the period and to date, what they told us, what was given on top."""

from datetime import date

from django.db.models import Q

from accounts.models import Account
from contacts.models.voice import FeedbackItem, FeedbackState
from plans.choices import ProofState
from plans.hours import month_of, served
from plans.models import GoodwillEntry, ValueEntry
from plans.served import months_between
from plans.worth import Realised, TwoSides, realised, year_to
from retention.lib.written import figures
from retention.team.models import User

from .blocks import Block, Cell, day, hours, lines, money, pairs, table

MOST = 20
PROOF = {
    ProofState.EVIDENCED: "Evidence, not confirmed yet",
    ProofState.CONFIRMED: "Confirmed",
    ProofState.DISPUTED: "You see it differently",
}


def value(account: Account, reader: User, first: date, last: date) -> list[Block]:
    """Sums of what they confirmed, their return on what they pay, and the entries of the period."""
    rows = ValueEntry.objects.visible_to(reader).filter(account=account, happened_on__lte=last)
    known = rows.confirmed().order_by("id")
    to_date = realised(known.values_list("amount", "currency"))
    if not to_date.count and not rows.shared().exists():
        return []
    period = realised(known.within(first, last).values_list("amount", "currency"))
    year = realised(known.within(*year_to(last)).values_list("amount", "currency"))
    back = TwoSides(year.in_one(account.currency), account.arr or None, None).their_return
    found = pairs(
        ("Confirmed in this period", _sum(period)),
        ("Confirmed to date", _sum(to_date)),
        (
            f"Confirmed in 12 months for each {account.currency} paid",
            figures(f"{back:.2f}") if back else None,
        ),
    )
    return found + _entries(account, reader, first, last)


def _sum(found: Realised) -> Cell:
    """Each currency apart; benefits without an amount are counted, not valued."""
    said = [money(amount, currency) or "" for currency, amount in found.sums]
    if found.without_amount:
        said.append(f"{found.without_amount} without an amount")
    return ", ".join(said) or None


def _entries(account: Account, reader: User, first: date, last: date) -> list[Block]:
    rows = ValueEntry.objects.visible_to(reader).filter(account=account).within(first, last)
    may_be_shown = rows.filter(Q(state=ProofState.CONFIRMED) | Q(pk__in=rows.shared().values("pk")))
    rows = may_be_shown.select_related("answered_by__person").order_by("-happened_on", "-id")[:MOST]
    head = ("What", "On", "Worth", "How we know")
    return table(head, [_entry(row) for row in rows], ends=(2,))


def _entry(row: ValueEntry) -> tuple[Cell, ...]:
    said = PROOF[ProofState(row.state)]
    if row.state == ProofState.CONFIRMED and row.answered_by:
        said = f"Confirmed by {row.answered_by.name}, {day(row.answered_on)}"
    return (row.what, day(row.happened_on), money(row.amount, row.currency), said)


def feedback(account: Account, reader: User, first: date, last: date) -> list[Block]:
    """What they said in the period, and what they were answered."""
    rows = FeedbackItem.objects.visible_to(reader).filter(account=account)
    rows = rows.filter(received_on__gte=first, received_on__lte=last).select_related("contact__person")
    head = ("You said", "Who, when", "What we answered", "What came of it")
    return table(
        head,
        [
            (row.text, _from(row), row.reply, row.outcome or ("Open" if _is_open(row) else None))
            for row in rows.order_by("-received_on", "-id")[:MOST]
        ],
    )


def _from(row: FeedbackItem) -> str:
    who = f"{row.contact.name}, " if row.contact else ""
    return f"{who}{day(row.received_on)}"


def _is_open(row: FeedbackItem) -> bool:
    return row.state != FeedbackState.CLOSED


def open_complaints(account: Account, reader: User) -> list[Block]:
    """Complaints whose loop is not closed."""
    rows = FeedbackItem.objects.visible_to(reader).open().filter(account=account, kind="complaint")
    rows = rows.select_related("contact__person").order_by("received_on", "id")[:MOST]
    return lines("Complaints that are open", [f"{row.text} ({_from(row)})" for row in rows])


def given_on_top(account: Account, reader: User, first: date, last: date) -> list[Block]:
    """Hours against those included, and what was given and told; never what was not told."""
    found: list[Block] = []
    months = months_between(account.pk, month_of(first), last)
    if months:
        total = served(months)
        found = pairs(
            ("Hours included", hours(total.allowed)),
            ("Hours spent", hours(total.delivered)),
        )
    rows = GoodwillEntry.objects.visible_to(reader).standing().filter(account=account, told_on__isnull=False)
    rows = rows.filter(given_on__gte=first, given_on__lte=last).order_by("-given_on", "-id")[:MOST]
    head = ("What we gave", "On", "Worth")
    given = [(row.what, day(row.given_on), money(row.list_value, row.currency)) for row in rows]
    return found + table(head, given, ends=(2,))
