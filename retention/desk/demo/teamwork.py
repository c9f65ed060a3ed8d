"""The demo company's executive pairs, what it delivers to whom, and a little praise."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import Account
from contacts.actions import log_touchpoint
from contacts.actions.voice import write_feedback
from contacts.choices import BuyingRole
from contacts.models import Contact, Touchpoint
from retention.team.models import User
from retention.teamwork.actions.comments import FollowUp, add_comment, reply_to_comment
from retention.teamwork.actions.deliverables import add_deliverable
from retention.teamwork.actions.kudos import give_kudos
from retention.teamwork.actions.pairs import pair_executives
from retention.teamwork.actions.parts import add_recipient, give_part
from retention.teamwork.actions.talks import follow_up_talk, plan_talk
from retention.teamwork.derived import pairs_of, refresh_pairs
from retention.teamwork.models import PairTalk

SENIOR = (BuyingRole.ECONOMIC_BUYER, BuyingRole.DECISION_MAKER, BuyingRole.CHAMPION)
PAIRS = (
    # who of ours, days since the last talk, followed up, days to the agreed talk
    ("Sofia", 31, "We bring their depot plan to the review in January.", 9),
    ("Sofia", 118, "Nothing open; they asked for a visit in spring.", None),
    ("Nadia", 4, "", None),
    ("Marek", None, "", 3),
)
TOPICS = "Where they want to be in three years\nWhat else would have to work for that"
DELIVERED = (
    # what, kind, who does the work, how it reaches them
    ("Monthly route report", "report", True, "email"),
    ("Depot board updates", "service", True, "portal"),
    ("Driver training", "deliverable", False, ""),
    ("Fuel prices", "topic", True, ""),
)
DELIVERED_SINCE = 240
"""Days ago."""
LEFT_OPEN = 1
"""The first of the top tier have no pair, as do those for whom none is told above."""


def make_teamwork(users: Mapping[str, User], *, at: datetime) -> None:
    """Pairs in each state, customers without one, deliverables of three customers, praise from both sides."""
    top = list(Account.objects.filter(tier="A").customers().select_related("owner").order_by("name_key"))
    for account, (ours, talked, said, ahead) in zip(top[LEFT_OPEN:], PAIRS, strict=False):
        theirs = _most_senior(account)
        if theirs is not None:
            _pair(account, users[ours], theirs, talked, said, ahead, by=users["Ada"], at=at)
    refresh_pairs(pairs_of(), by=users["Ada"], at=at)
    for number, account in enumerate(top[:3]):
        _deliver(account, number, by=users["Ada"], at=at - timedelta(days=DELIVERED_SINCE))
    _praise(top, users, at=at)
    _talk_among_us(top, users, at=at)


def _most_senior(account: Account) -> Contact | None:
    there = Contact.objects.filter(account=account, is_placeholder=False).exclude(status="departed")
    by_role = {contact.buying_role: contact for contact in there.select_related("person", "account")}
    return next((by_role[role] for role in SENIOR if role in by_role), None)


def _pair(
    account: Account, ours: User, theirs: Contact, talked: int | None, said: str, ahead: int | None,
    *, by: User, at: datetime,
) -> None:  # fmt: skip
    """Each thing on its day, so that the story of the account keeps its order."""
    known = timedelta(days=min(200, (at.date() - theirs.since).days))
    pair = pair_executives(account=account, user=ours, contact=theirs, by=by, at=at - known, topics=TOPICS)
    if talked is not None and timedelta(days=talked) <= known:
        then = at - timedelta(days=talked)
        log_touchpoint(
            account=account, contacts=[theirs], channel="video", happened_at=then, by=account.owner or by,
            at=then, direction="outbound", outcome="connected", purpose="relationship",
            subject="Talk of our executives", colleagues=[ours],
        )  # fmt: skip
        if said:
            talk = PairTalk.objects.get(pairing=pair)
            follow_up_talk(talk=talk, text=said, by=by, at=then + timedelta(days=1))
    if ahead is not None:
        plan_talk(pair=pair, on=at.date() + timedelta(days=ahead), by=by, at=at)


def _deliver(account: Account, number: int, *, by: User, at: datetime) -> None:
    """The third customer lacks somebody: nobody knows who receives the training."""
    people = list(
        Contact.objects.filter(account=account, is_placeholder=False, status="active").order_by("id")
    )
    for name, kind, is_done, way in DELIVERED[: 2 + number]:
        row = add_deliverable(
            account=account, name=name, kind=kind, accountable_user=account.owner or by, by=by, at=at
        )
        if is_done:
            give_part(deliverable=row, part="responsible", user=by, by=by, at=at)
        if people:
            give_part(deliverable=row, part="consulted", contact=people[0], by=by, at=at)
        if way and people:
            add_recipient(deliverable=row, contact=people[-1], way=way, by=by, at=at)


def _praise(top: list[Account], users: Mapping[str, User], *, at: datetime) -> None:
    account = next((each for each in top if each.owner == users["Lena"]), top[0])
    write_feedback(
        account=account, kind="praise", by=account.owner or users["Ada"], at=at - timedelta(days=6),
        contact=_most_senior(account), about_user=users["Tomas"],
        text="Tomas stayed on the line until the last van was out. That is why we are with you.",
    )  # fmt: skip
    give_kudos(
        to=users["Lena"], by=users["Tomas"], at=at - timedelta(days=2), account=account,
        text="You told them the bad news on the phone, before they found it. I want to learn that.",
    )  # fmt: skip
    give_kudos(
        to=users["Nico"], by=users["Sofia"], at=at - timedelta(days=12),
        text="Three renewals in one week, each with a page of what they got for it. Thank you.",
    )  # fmt: skip


def _talk_among_us(top: list[Account], users: Mapping[str, User], *, at: datetime) -> None:
    """A thread on a customer of Lena's with a follow-up, and a word on another."""
    hers = [each for each in top if each.owner == users["Lena"]] or top
    then = at - timedelta(days=1, hours=2)
    talk = Touchpoint.objects.current().filter(account=hers[0], is_private=False).newest_first().first()
    row = add_comment(
        account=hers[0], by=users["Lena"], at=then, touchpoint=talk, tell=[users["Nadia"]],
        text="They asked twice about the price of the second depot. Do we hold the old one until spring?",
        follow_up=FollowUp("Ask finance for that price", at.date() + timedelta(days=2), users["Lena"]),
    )  # fmt: skip
    reply_to_comment(
        comment=row, by=users["Nadia"], at=then + timedelta(hours=1),
        text="Yes, until the end of March. Tell them before they ask a third time.",
    )  # fmt: skip
    add_comment(
        account=hers[-1], by=users["Nadia"], at=at - timedelta(hours=3),
        text="@lena their new buyer comes from Harbour Foods. Tomas knows her.",
    )  # fmt: skip
