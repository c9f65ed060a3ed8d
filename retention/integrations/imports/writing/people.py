"""Our people and their teams: whoever has reports leads a team of them."""

from collections import defaultdict
from collections.abc import Mapping

from accounts.models import RecordType
from retention.team.actions.moving import place
from retention.team.actions.teams import add_team
from retention.team.models import Team, User
from retention.team.noted import note
from retention.team.roles import Role
from retention.team.visibility import may_look_after_accounts

from ...models import ImportRow, RowState
from ..choosing import INACTIVE, Choices
from ..drafts.draft import digest_of
from ..known import people_by_word
from ..values import folded_name
from .batch import Batch, mark, remember_ids, values


def write_people(batch: Batch, rows: list[ImportRow], everybody: list[ImportRow]) -> None:
    """Make people without a password (the admin invites them when it is time) and put them into teams.

    *everybody* are all rows of people, those known already included: they may be managers.
    """
    managers = {folded_name(values(row)["manager"]) for row in everybody if values(row)["manager"]}
    for row in rows:
        draft = values(row)
        leads = folded_name(draft["name"]) in managers
        person = User.objects.create_user(
            draft["email"],
            None,
            name=draft["name"],
            title=draft["title"],
            role=Role.TEAM_LEAD if leads else Role.ACCOUNT_MANAGER,
            time_zone=batch.choices.time_zone,
            country=batch.choices.country,
        )
        row.record_id = person.pk
        note(
            "imported",
            f"{person.name} was imported from {batch.of.source}.",
            by=batch.by,
            at=batch.at,
            user=person,
        )
    remember_ids(batch, RecordType.USER, rows)
    mark(rows, RowState.ADDED)
    _form_teams(batch, {row.record_id for row in rows if row.record_id}, everybody)


def _form_teams(batch: Batch, new: set[int], everybody: list[ImportRow]) -> None:
    """Each manager leads a team of their direct reports, below the team they are a report in."""
    words = people_by_word()
    person = {row.pk: words.get(values(row)["email"]) for row in everybody}
    reports: dict[int, list[int]] = defaultdict(list)
    above: dict[int, int] = {}
    for row in everybody:
        one, manager = person[row.pk], words.get(folded_name(values(row)["manager"]))
        if one and manager and one != manager:
            reports[manager].append(one)
            above[one] = manager
    leads = [manager for manager in reports if manager in new]
    teams = {manager: _team_of(batch, manager) for manager in leads}
    for manager, team in teams.items():
        boss = teams.get(above.get(manager, 0))
        if boss is not None and not _stands_above(above, manager, above[manager]):
            Team.objects.filter(pk=team.pk).update(parent=boss)
    for user in User.objects.filter(pk__in=new):
        works_in = [teams[above[user.pk]]] if above.get(user.pk) in teams else []
        place(user, teams=works_in, leads=[teams[user.pk]] if user.pk in teams else [])
    for team in teams.values():
        batch.note_made("teams_made", team.pk)


def _stands_above(above: Mapping[int, int], manager: int, boss: int) -> bool:
    """Would hanging the manager's team below the boss's close a ring?"""
    seen: set[int] = set()
    while boss not in seen:
        if boss == manager:
            return True
        seen.add(boss)
        boss = above.get(boss, boss)
    return False


def _team_of(batch: Batch, manager_id: int) -> Team:
    name = User.objects.get(pk=manager_id).name
    wish, number = f"{name}'s team"[:110], 1
    while Team.objects.filter(name__iexact=wish).exists():
        number += 1
        wish = f"{name}'s team ({number})"[:120]
    return add_team(name=wish, by=batch.by, at=batch.at)


def make_inactive_people(batch: Batch) -> None:
    """People named in the files who are no longer ours, as the admin chose: they can own nothing."""
    for name, choice in batch.choices.owners.items():
        if choice == INACTIVE and not _made_before(name):
            person = User.objects.create_user(
                _address_for(name), None, name=name[:120], is_active=False, role=Role.VIEWER
            )
            batch.note_made("people_made", person.pk)
            note(
                "imported",
                f"{name} was imported as a former colleague.",
                by=batch.by,
                at=batch.at,
                user=person,
            )


def _address_for(name: str) -> str:
    return f"former-{digest_of(folded_name(name))[:16]}@keel.invalid"


def _made_before(name: str) -> bool:
    return User.objects.filter(email=_address_for(name)).exists()


def people_for(choices: Choices) -> dict[str, int]:
    """Ids by folded name and address, with the admin's mapping of unknown names on top."""
    words = people_by_word()
    for name, choice in choices.owners.items():
        word = name.lower() if "@" in name else folded_name(name)
        if choice == INACTIVE:
            former = User.objects.filter(email=_address_for(name)).first()
            words.update({word: former.pk} if former else {})
        elif choice.startswith("user:") and choice[5:].isdigit():
            words[word] = int(choice[5:])
    return words


def teams_of_owners() -> dict[int, int]:
    """For everybody who may look after accounts: the team they work in, else one they lead, else 0."""
    found: dict[int, int] = {}
    for user in User.objects.active().prefetch_related("memberships"):
        if may_look_after_accounts(user):
            rows = sorted(user.memberships.all(), key=lambda row: (row.is_lead, row.team_id))
            found[user.pk] = rows[0].team_id if rows else 0
    return found
