"""The timeline as the page shows it: people and the machine in one stream."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from accounts.models import Account, TimelineEvent
from contacts.choices import Mood
from contacts.models import Touchpoint, TouchpointContact
from retention.desk.templatetags.keel_work import channel_icon, mood_state
from retention.lib.kept_values import few_forms
from retention.team.asking import planned
from retention.team.models import User
from retention.teamwork.models import Comment

TALK = "touchpoint_logged"
SYSTEM_ICONS = {
    "health": "health",
    "renewal": "renewals",
    "contract": "contract",
    "invoice": "file",
    "step": "check",
    "promise": "promise",
    "feedback": "chat",
    "sponsor": "people",
    "deliverable": "file",
    "kpi": "check",
    "report": "file",
    "kudos": "star",
    "survey": "chat",
    "knowledge": "info",
    "plan": "flag",
    "objective": "flag",
    "key": "flag",
    "push": "alert",
    "contact": "user",
    "check": "check_ins",
    "owner": "people",
    "account": "accounts",
    "walk": "contract",
    "team": "people",
    "target": "flag",
    "measurement": "flag",
    "value": "star",
    "goodwill": "star",
    "change": "flag",
    "gap": "info",
}
SHOWN_OF_TALKS = ("channel", "happened_at", "subject", "text", "mood", "is_qualifying", "is_private")
SHOWN_OF_PEOPLE = ("touchpoint", "contact__buying_role", "contact__person__name")
SHOWN_OF_EVENTS = ("kind", "subject_id", "at", "text", "actor__name")
SAID = ("comment_added", "comment_replied")
KINDS = {"talk": (TALK,), "health": ("health_band_changed",), "comments": SAID}
"""What each filter of the timeline shows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline."""

    id: str
    icon: str
    title: str
    at: datetime
    system: bool = False
    body: str = ""
    url: str = ""
    when: str = ""
    tags: list[dict[str, str]] = field(default_factory=list)

    @property
    def month(self) -> date:
        """The month it belongs to."""
        return self.at.date().replace(day=1)


def entries_of(events: Iterable[TimelineEvent], user: User) -> list[Entry]:
    """Entries in the order of the events; what was said comes from the touchpoints, in two queries."""
    rows = list(events)
    ids = few_forms(row.subject_id for row in rows if row.subject_id and row.kind == TALK)
    said = {touch.pk: touch for touch in _talks(user, ids)} if ids else {}
    names: dict[int, list[str]] = {pk: [] for pk in said}
    for link in _who_was_there(few_forms(said)) if said else ():
        names[link.touchpoint_id].append(link.contact.name)
    ours = _comments(rows, user)
    found = (
        _comment_entry(row, ours)
        if row.kind in SAID
        else _entry(row, said.get(row.subject_id or 0), ", ".join(names.get(row.subject_id or 0, ())))
        for row in rows
    )
    return [entry for entry in found if entry is not None]


def _comments(rows: list[TimelineEvent], user: User) -> dict[int, Comment]:
    ids = [row.subject_id for row in rows if row.subject_id and row.kind in SAID]
    if not ids:
        return {}
    found = Comment.objects.visible_to(user).standing().filter(pk__in=ids)
    return {row.pk: row for row in found.only("text", "parent")}


def _comment_entry(row: TimelineEvent, comments: dict[int, Comment]) -> Entry | None:
    comment = comments.get(row.subject_id or 0)
    if comment is None:
        return None
    url = f"/comments/{comment.thread_id}/#comment-{comment.pk}"
    tags = [{"text": "Only for us", "state": "", "icon": "lock", "glyph": ""}]
    return Entry(f"event-{row.pk}", "chat", row.text, row.at, body=comment.text, url=url, tags=tags)


@planned
def _talks(user: User, ids: tuple[int, ...]) -> QuerySet[Touchpoint]:
    return Touchpoint.objects.visible_to(user).filter(pk__in=ids).only(*SHOWN_OF_TALKS)


@planned
def _who_was_there(talks: tuple[int, ...]) -> QuerySet[TouchpointContact]:
    links = TouchpointContact.objects.filter(touchpoint__in=talks)
    return links.select_related("contact__person").only(*SHOWN_OF_PEOPLE).order_by("id")


def _entry(row: TimelineEvent, touch: Touchpoint | None, names: str) -> Entry | None:
    if row.kind != TALK:
        word = row.kind.split("_")[0]
        icon = SYSTEM_ICONS.get(word, "note")
        return Entry(f"event-{row.pk}", icon, row.text, row.at, system=True)
    if touch is None:
        return None
    with_whom = f" with {names}" if names else ""
    subject = f": {touch.subject}" if touch.subject else ""
    return Entry(
        f"event-{row.pk}",
        channel_icon(touch.channel),
        f"{touch.get_channel_display()}{with_whom}{subject} · {row.actor.name}",
        touch.happened_at,
        body=touch.text,
        url=f"/touchpoints/{touch.pk}/",
        tags=_tags(touch),
    )


def _tags(touch: Touchpoint) -> list[dict[str, str]]:
    tags: list[dict[str, str]] = []
    if touch.mood is not None:
        state = mood_state(touch.mood)
        tags.append({"text": f"{Mood(touch.mood).label} mood", "state": state, "icon": "", "glyph": state})
    if not touch.is_qualifying:
        tags.append({"text": "One-way", "state": "", "icon": "", "glyph": ""})
    if touch.is_private:
        tags.append({"text": "Private", "state": "", "icon": "lock", "glyph": ""})
    return tags


def newest_events(account: Account, user: User, *, kind: str = "") -> "list[TimelineEvent]":
    """The eight newest events a reader may see."""
    return _newest(user, account.pk, kind if kind in KINDS else "")


@planned
def _newest(user: User, account_id: int, kind: str) -> QuerySet[TimelineEvent]:
    rows = TimelineEvent.objects.visible_to(user).filter(account_id=account_id, is_current=True)
    if kind:
        rows = rows.filter(kind__in=KINDS[kind])
    return rows.select_related("actor").only(*SHOWN_OF_EVENTS).order_by("-at", "-id")[:8]
