"""What a rung of the ladder says, and to whom: the reminder kind of this package."""

from accounts.choices import TeamFunction
from accounts.models import Account, AccountTeamMember
from retention.reminders.kinds import ReminderKind, Rendered
from retention.reminders.models import Audience, Reminder
from retention.team.models import Team, TeamMembership, User

from .ladder_rows import KIND
from .models import Renewal
from .rungs import RUNGS

LONGEST_TREE = 20
SAYS = {(rung.anchor == "term_end", rung.offset): rung.text for rung in RUNGS}


def is_open(renewal_id: int) -> bool:
    """There is still something to decide or to prepare."""
    return Renewal.objects.open().filter(pk=renewal_id).exists()


def people_of(reminder: Reminder) -> list[User]:
    """Owner (or who stands in their place), the leads of the account's team, and our sponsor there."""
    account = Account.objects.select_related("owner", "backup_owner").get(pk=reminder.account_id)
    found: list[User] = []
    if Audience.OWNER in reminder.audience:
        owner = account.owner or account.backup_owner
        found += [owner] if owner else leads_of(account)
    if Audience.LEAD in reminder.audience:
        found += leads_of(account)
    if Audience.SPONSOR in reminder.audience:
        rows = AccountTeamMember.objects.current().filter(account=account, function=TeamFunction.SPONSOR)
        found += [row.user for row in rows.select_related("user").order_by("is_backup", "id")]
    return list({user.pk: user for user in found}.values())


def leads_of(account: Account) -> list[User]:
    """Who leads the account's team; when nobody does, whoever leads the nearest team above it."""
    team_id = account.team_id
    for _ in range(LONGEST_TREE):
        if team_id is None:
            return []
        rows = TeamMembership.objects.filter(team_id=team_id, is_lead=True, user__is_active=True)
        leads = [row.user for row in rows.select_related("user").order_by("id")]
        if leads:
            return leads
        team_id = Team.objects.filter(pk=team_id).values_list("parent_id", flat=True).first()
    return []


def render(reminder: Reminder, user: User) -> Rendered:
    """The rung's sentence, and what it is about."""
    renewal = Renewal.objects.select_related("account", "contract").get(pk=reminder.subject_id)
    says = SAYS[(reminder.anchor_kind == "term_end", reminder.rung)]
    worth = f"{renewal.currency} {renewal.atr:,.0f} a year" if renewal.atr else "No amount known"
    decided = f"decision by {renewal.decision_on:%-d %B %Y}"
    if renewal.notice_deadline:
        decided += f", last day for notice {renewal.notice_deadline:%-d %B %Y}"
    about = f"{renewal.contract.reference}, {worth}, ends {renewal.term_end:%-d %B %Y}; {decided}."
    title = f"{renewal.account.name}: renewal on {renewal.renewal_due_on:%-d %B %Y}"
    return Rendered(title=title[:200], text=f"{says} {about}"[:500], url=f"/renewals/{renewal.pk}/")


RENEWAL_RUNG = ReminderKind(KIND, is_open=is_open, people_of=people_of, render=render)
