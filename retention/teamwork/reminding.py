"""What a pair tells: the brief before a talk, that it is late, and that nobody said what follows from one."""

from datetime import date, datetime

from contacts.choices import ContactStatus
from contacts.models import Promise
from retention.lib.business_days import Calendar
from retention.lib.zones import local_day
from retention.reminders.actions import PlannedRow, plan_reminders
from retention.reminders.kinds import ReminderKind, Rendered
from retention.reminders.models import Audience, Reminder, Urgency
from retention.renewals.kind import leads_of
from retention.team.models import User

from . import rhythm
from .models import ExecutivePairing, PairTalk

TALK, FOLLOW_UP = "sponsor_talk", "sponsor_follow_up"
BRIEF, LATE, DUE = "brief", "late", "due"
SPONSOR, OWNER, LEAD = Audience.SPONSOR.value, Audience.OWNER.value, Audience.LEAD.value
WITH_ALL = ("account__owner", "account__backup_owner", "user", "contact__person")


def tell_of_pair(pair: ExecutivePairing, ours: Calendar, *, by: User, at: datetime) -> None:
    """Plan the brief of the next talk, and the word that it is late; nothing once the pair has ended."""
    rows: list[PlannedRow] = []
    if pair.ends_on is None and pair.contact.status != ContactStatus.DEPARTED:
        today, day = local_day(at, pair.user.time_zone), pair.talk_on
        late = rhythm.day_after(day, ours)
        rows.append(_row("talk", day, 1, f"{LATE} {day}", (SPONSOR, OWNER, LEAD), Urgency.DIGEST, late))
        if day >= today:
            brief = max(today, rhythm.brief_on(day, ours))
            rows.append(_row("talk", day, -3, f"{BRIEF} {day}", (SPONSOR, OWNER), Urgency.TASK, brief))
    plan_reminders(kind=TALK, subject_id=pair.pk, account=pair.account, rows=rows, at=at, by=by)


def tell_of_talk(talk: PairTalk, ours: Calendar, *, by: User, at: datetime) -> None:
    """Plan the word that what follows must be said today, and that it was not; nothing once it was said."""
    rows: list[PlannedRow] = []
    if talk.followed_up_on is None and talk.pairing.ends_on is None:
        day = talk.follow_up_by
        late = rhythm.day_after(day, ours)
        rows.append(_row("follow_up", day, 0, DUE, (SPONSOR,), Urgency.TASK, day))
        rows.append(_row("follow_up", day, 1, LATE, (SPONSOR, LEAD), Urgency.DIGEST, late))
    account = talk.pairing.account
    plan_reminders(kind=FOLLOW_UP, subject_id=talk.pk, account=account, rows=rows, at=at, by=by)


def _row(
    kind: str, day: date, rung: int, content: str, who: tuple[str, ...], urgency: Urgency, fire: date
) -> PlannedRow:
    return PlannedRow(kind, day, rung, content, who, urgency.value, fire)


def pair_is_open(pair_id: int) -> bool:
    """The two are still a pair, and theirs is still there."""
    rows = ExecutivePairing.objects.current().filter(pk=pair_id)
    return rows.exclude(contact__status=ContactStatus.DEPARTED).exists()


def talk_is_open(talk_id: int) -> bool:
    """Nobody has said what follows from it."""
    return PairTalk.objects.waiting().filter(pk=talk_id).exists()


def people_of_pair(reminder: Reminder) -> list[User]:
    """Our executive, the account's owner and the team's leads, as the reminder names them."""
    return _people(ExecutivePairing.objects.select_related(*WITH_ALL).get(pk=reminder.subject_id), reminder)


def people_of_talk(reminder: Reminder) -> list[User]:
    """The same for a talk."""
    return _people(_talk(reminder.subject_id).pairing, reminder)


def _people(pair: ExecutivePairing, reminder: Reminder) -> list[User]:
    found: list[User] = []
    if SPONSOR in reminder.audience:
        found.append(pair.user)
    owner = pair.account.owner or pair.account.backup_owner
    if OWNER in reminder.audience and owner is not None:
        found.append(owner)
    if LEAD in reminder.audience:
        found += leads_of(pair.account)
    return list({user.pk: user for user in found}.values())


def _talk(talk_id: int) -> PairTalk:
    with_all = [f"pairing__{name}" for name in WITH_ALL]
    return PairTalk.objects.select_related(*with_all).get(pk=talk_id)


def render_pair(reminder: Reminder, user: User) -> Rendered:
    """The brief in five lines' worth of text, or that the talk is late; the page has the rest."""
    pair = ExecutivePairing.objects.select_related(*WITH_ALL).get(pk=reminder.subject_id)
    who, url = f"{pair.user.name} and {pair.contact.name}", f"/sponsors/{pair.pk}/"
    if reminder.content.startswith(LATE):
        title = f"{pair.account.name}: talk of {who} is late"
        said = f"They were to talk by {pair.talk_on:%-d %B %Y}. {_last(pair)}"
        return Rendered(title[:200], said[:500], url)
    title = f"{pair.account.name}: brief for the talk of {who} on {pair.talk_on:%-d %B %Y}"
    listed = "; ".join(
        " ".join(line.split()).rstrip(".;") for line in pair.topics.splitlines() if line.strip()
    )
    topics = f" Topics: {listed}." if listed else ""
    said = f"{_last(pair)} {_open_promises(pair)} Health: {pair.account.get_health_band_display()}.{topics}"
    return Rendered(title[:200], said[:500], url)


def render_talk(reminder: Reminder, user: User) -> Rendered:
    """What is to be said, and where."""
    talk = _talk(reminder.subject_id)
    pair = talk.pairing
    title = f"{pair.account.name}: what follows from the talk with {pair.contact.name}?"
    late = "was to be said" if reminder.content == LATE else "is to be said"
    said = f"{pair.user.name} talked with them on {talk.held_on:%-d %B %Y}; what follows {late} by "
    return Rendered(
        title[:200], f"{said}{talk.follow_up_by:%-d %B %Y}.", f"/sponsor-talks/{talk.pk}/follow-up/"
    )


def _last(pair: ExecutivePairing) -> str:
    if pair.last_talk_on is None:
        return "They have not talked yet."
    return f"They last talked on {pair.last_talk_on:%-d %B %Y}."


def _open_promises(pair: ExecutivePairing) -> str:
    number = Promise.objects.open().filter(account=pair.account).count()
    return {0: "No promise is open.", 1: "1 promise is open."}.get(number, f"{number} promises are open.")


PAIR = ReminderKind(TALK, is_open=pair_is_open, people_of=people_of_pair, render=render_pair)
AFTER_TALK = ReminderKind(FOLLOW_UP, is_open=talk_is_open, people_of=people_of_talk, render=render_talk)
