"""Accounts: adding, editing, handing over, and the tree of parents."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.actions import add_account, change_owner, edit_account
from accounts.models import Account, TimelineEvent
from accounts.people_rules import CannotLookAfter, ParentLoop
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import Team, User
from tests.cast import NOON, join


def edit(account: Account, by: User, **changes: Any) -> Account:
    """Edit from the version at hand."""
    version = account.version
    return edit_account(account=account, changes=changes, by=by, at=NOON, expected_version=version)


def test_an_account_manager_adds_their_own_account_in_their_own_team(lena: User, north: Team) -> None:
    account = add_account(by=lena, at=NOON, name="Bay  Ferries", tier="B", country="de")
    assert (account.name, account.owner, account.team) == ("Bay Ferries", lena, north)
    assert (account.country, account.version) == ("DE", 1)
    assert TimelineEvent.objects.get().text == "Added Bay Ferries"


def test_nobody_adds_an_account_they_could_not_work_on(
    lena: User, nico: User, south: Team, sol: User
) -> None:
    with pytest.raises(PermissionDenied):
        add_account(by=lena, at=NOON, name="Bay Ferries", owner=nico, team=south)
    with pytest.raises(PermissionDenied):
        add_account(by=sol, at=NOON, name="Bay Ferries")
    assert not Account.objects.exists()


def test_an_edit_tells_what_was_and_what_is(vela: Account, lena: User) -> None:
    edited = edit(vela, lena, tier="B", sector="Hotels", name="Vela Hotels")
    assert (edited.tier, edited.sector, edited.version) == ("B", "Hotels", 2)
    assert TimelineEvent.objects.get().text == "Tier: A strategic → B key; Sector: — → Hotels"


def test_an_edit_that_changes_nothing_leaves_no_trace(vela: Account, lena: User) -> None:
    assert edit(vela, lena, name=" Vela Hotels ", tier="A").version == 1
    assert not TimelineEvent.objects.exists()


def test_viewers_and_other_teams_cannot_edit(vela: Account, sol: User, nico: User) -> None:
    for outsider in (sol, nico):
        with pytest.raises(PermissionDenied):
            edit(vela, outsider, tier="D")
    vela.refresh_from_db()
    assert (vela.tier, vela.version) == ("A", 1)


def test_a_stale_edit_says_both_versions_and_overwrites_nothing(
    vela: Account, lena: User, nadia: User
) -> None:
    seen_before = Account.objects.get(pk=vela.pk)
    edit(vela, nadia, sector="Hotels")
    with pytest.raises(StaleVersion) as refused:
        edit(seen_before, lena, sector="Ferries")
    vela.refresh_from_db()
    assert (refused.value.expected, refused.value.current, refused.value.field) == (1, 2, "version")
    assert vela.sector == "Hotels"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "tab\x1b"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"tier": "E"}, "tier"),
        ({"tier": ""}, "tier"),
        ({"stage": "gone"}, "stage"),
        ({"currency": "EURO"}, "currency"),
        ({"currency": "ZZZ"}, "currency"),
        ({"currency": ""}, "currency"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"country": "Germany"}, "country"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"customer_since": "31.02.2026"}, "customer_since"),
        ({"definition_of_win": "x" * 20_001}, "definition_of_win"),
        ({"arr": 5}, "arr"),
        ({"health_band": "healthy"}, "health_band"),
        ({"is_sample": True}, "is_sample"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_by_field_and_changes_nothing(
    vela: Account, lena: User, changes: dict[str, Any], field: str
) -> None:
    before = Account.objects.filter(pk=vela.pk).values().get()
    with pytest.raises(DomainError) as refused:
        edit(vela, lena, **changes)
    assert refused.value.field == field
    assert Account.objects.filter(pk=vela.pk).values().get() == before
    assert not TimelineEvent.objects.exists()


def test_an_account_cannot_end_above_itself(vela: Account, lena: User) -> None:
    below = add_account(by=lena, at=NOON, name="Vela Spa", parent=vela)
    lowest = add_account(by=lena, at=NOON, name="Vela Spa Berlin", parent=below)
    with pytest.raises(ParentLoop) as refused:
        edit(vela, lena, parent=lowest)
    assert refused.value.message == (
        "Vela Spa Berlin belongs to Vela Hotels, so Vela Hotels cannot belong to Vela Spa Berlin."
    )
    with pytest.raises(ParentLoop):
        edit(vela, lena, parent=vela)
    vela.refresh_from_db()
    assert vela.parent is None


def test_a_parent_the_user_does_not_see_does_not_exist_for_them(
    vela: Account, orchard: Account, lena: User
) -> None:
    with pytest.raises(InputRefused) as refused:
        edit(vela, lena, parent=orchard)
    assert "Orchard" not in refused.value.message


def test_handing_over_moves_the_account_out_of_reach_of_the_old_owner(
    vela: Account, lena: User, nico: User, south: Team
) -> None:
    change_owner(account=vela, owner=nico, team=south, by=lena, at=NOON)
    assert not Account.objects.visible_to(lena).filter(pk=vela.pk).exists()
    assert Account.objects.editable_by(nico).get(pk=vela.pk).version == 2
    assert TimelineEvent.objects.get().text == "Owner: Lena Voss → Nico Brand; Team: North → South"


def test_a_backup_who_becomes_the_owner_is_no_longer_backup(
    vela: Account, lena: User, nico: User, nadia: User
) -> None:
    edit(vela, lena, backup_owner=nico)
    changed = change_owner(account=vela, owner=nico, by=nadia, at=NOON)
    assert (changed.owner, changed.backup_owner) == (nico, None)


def test_an_owner_must_be_able_to_look_after_accounts(
    vela: Account, lena: User, sol: User, machine: User, north: Team
) -> None:
    gone = join(User.objects.create_user("gone@keel.test", None, name="Gone", is_active=False), north)
    for person in (sol, machine, gone):
        with pytest.raises(CannotLookAfter) as refused:
            change_owner(account=vela, owner=person, by=lena, at=NOON)
        assert refused.value.field == "owner"
    with pytest.raises(CannotLookAfter) as refused:
        edit(vela, lena, backup_owner=lena)
    assert refused.value.field == "backup_owner"
    vela.refresh_from_db()
    assert (vela.owner, vela.backup_owner) == (lena, None)


def test_only_a_lead_leaves_an_account_without_an_owner(vela: Account, lena: User, nadia: User) -> None:
    with pytest.raises(CannotLookAfter):
        change_owner(account=vela, owner=None, by=lena, at=NOON)
    assert change_owner(account=vela, owner=None, by=nadia, at=NOON).owner is None
