"""Telling praise to whom it is for, and what customers said to who replies."""

from datetime import datetime

from contacts.models import FeedbackItem, FeedbackKind, FeedbackState
from retention.reminders.actions.notices import tell
from retention.team.models import TeamMembership, User

from .models import Kudos

PAGE = "/kudos/"


def tell_praised(kudos: Kudos, words: str, *, by: User, at: datetime) -> None:
    """Tell whom it is for, and who leads them; nobody is told of their own words."""
    who = kudos.by.name if kudos.by else "A customer"
    for person in [kudos.to, *_leads_of(kudos.to)]:
        if kudos.by_id == person.pk or not person.is_active:
            continue
        whom = "you" if person.pk == kudos.to_id else kudos.to.name
        tell(
            key=f"kudos:{kudos.pk}",
            to=person,
            title=f"{who} praised {whom}",
            text=words,
            url=PAGE,
            by=by,
            at=at,
        )


def tell_who_replies(item: FeedbackItem, *, by: User, at: datetime) -> None:
    """Tell who replies, and of praise the owner too, what a customer said; not who wrote it down."""
    if item.state != FeedbackState.OPEN:
        return
    people = {item.owner_id: item.owner}
    if item.kind == FeedbackKind.PRAISE and item.account.owner is not None:
        people[item.account.owner.pk] = item.account.owner
    for person in people.values():
        if person.pk == by.pk or not person.is_active:
            continue
        title = f"{item.get_kind_display()} from {item.account.name}"
        due = f" {item.owner.name} replies by {item.due_on:%-d %B}."
        text = f"{item.text[:400]}{due}"
        url = f"/feedback/{item.pk}/"
        tell(key=f"feedback:{item.pk}", to=person, title=title, text=text, url=url, by=by, at=at)


def _leads_of(person: User) -> list[User]:
    teams = TeamMembership.objects.filter(user=person).values("team")
    rows = TeamMembership.objects.filter(team__in=teams, is_lead=True).exclude(user=person)
    found = {row.user_id: row.user for row in rows.select_related("user").order_by("user_id")}
    return list(found.values())
