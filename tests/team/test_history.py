"""The audit as people read it: every write path leaves who, when, through which door, and what."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Account, OrgUnit
from retention.team.audit import acting
from retention.team.history import SOMETHING_ELSE, history_of, history_page
from retention.team.models import Team, User


def test_a_change_says_who_when_through_which_door_and_what(lena: User, vela: Account) -> None:
    with acting(user_id=lena.pk, via="page"):
        vela.tier = "B"
        vela.save()
    change, added = history_of(vela, lena)
    assert (change.who, change.door, change.kind) == ("Lena Voss", "on a page", "changed")
    assert (change.field, change.before, change.after) == ("tier", "A strategic", "B key")
    assert change.at is not None
    assert (added.kind, added.after, added.field) == ("added", "added", "")


@pytest.mark.parametrize("path", ["save", "update", "bulk_update", "raw SQL"])
def test_every_write_path_leaves_the_same_line(path: str, lena: User, vela: Account) -> None:
    with acting(user_id=lena.pk, via="import"):
        if path == "save":
            vela.city = "Lisbon"
            vela.save()
        elif path == "update":
            Account.objects.filter(pk=vela.pk).update(city="Lisbon")
        elif path == "bulk_update":
            vela.city = "Lisbon"
            Account.objects.bulk_update([vela], ["city"])
        else:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE accounts_account SET city = 'Lisbon' WHERE id = %s", [vela.pk])
    change = history_of(vela, lena)[0]
    assert (change.who, change.door, change.field, change.after) == (
        "Lena Voss",
        "by an import",
        "city",
        "Lisbon",
    )


def test_a_write_without_an_actor_says_that_it_came_from_the_database(lena: User, vela: Account) -> None:
    Account.objects.filter(pk=vela.pk).update(city="Lisbon")
    change = history_of(vela, lena)[0]
    assert (change.who, change.door) == ("", "in the database")


def test_derived_columns_and_versions_make_no_line(lena: User, vela: Account) -> None:
    Account.objects.filter(pk=vela.pk).update(health_score=12, arr=5, version=9)
    assert [change.kind for change in history_of(vela, lena)] == ["added"]


def test_people_and_teams_are_named_and_records_out_of_sight_are_not(
    lena: User, nico: User, vela: Account, orchard: Account, south: Team
) -> None:
    Account.objects.filter(pk=vela.pk).update(parent=orchard, backup_owner=nico)
    shown = {change.field: change.after for change in history_of(vela, lena)}
    assert shown["parent"] == SOMETHING_ELSE
    assert shown["backup owner"] == "Nico Brand"
    assert "Orchard" not in repr(history_of(vela, lena))
    shown = {change.field: change.after for change in history_of(vela, nico)}
    assert shown["parent"] == "Orchard & Vine", "a backup owner of Vela who owns Orchard sees both"


def test_nobody_reads_the_history_of_what_they_do_not_see(nico: User, vela: Account) -> None:
    assert history_of(vela, nico) == []


def test_the_history_is_paged_and_no_change_is_lost_between_pages(lena: User, vela: Account) -> None:
    for number in range(12):
        Account.objects.filter(pk=vela.pk).update(city=f"City {number}")
    seen: list[str] = []
    before: int | None = None
    while True:
        page = history_page(vela, lena, before=before, limit=5)
        seen += [change.after for change in page.changes]
        before = page.older
        if before is None:
            break
    assert seen == [f"City {number}" for number in reversed(range(12))] + ["added"]


def test_a_long_history_costs_no_more_than_a_short_one(
    lena: User, vela: Account, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(30):
        user = User.objects.create_user(f"p{number}@keel.test", None, name=f"Person {number}")
        with acting(user_id=user.pk, via="page"):
            Account.objects.filter(pk=vela.pk).update(city=f"City {number}", backup_owner=user)
    lena.refresh_from_db()
    with django_assert_max_num_queries(10):
        assert len(history_of(vela, lena)) > 50


def test_a_removed_row_is_remembered(lena: User, vela: Account) -> None:
    unit = OrgUnit.objects.create(account=vela, name="Kitchen")
    rows, pk = unit.audit_rows.model.objects, unit.pk
    with acting(user_id=lena.pk, via="page"):
        unit.delete()
    last = rows.filter(pgh_obj_id=pk).latest("pgh_id")
    assert (last.pgh_label, last.pgh_context["user"]) == ("delete", lena.pk)


def test_a_page_attributes_what_it_writes_to_its_reader(lena: User, browser: Callable[..., Any]) -> None:
    client = browser(lena)
    form = client.get("/settings/profile/").context["form"]
    said = {name: value for name, value in form.initial.items() if value is not None}
    client.post("/settings/profile/", {**said, "title": "Right hand", "version": lena.version})
    change = history_of(lena, lena)[0]
    assert (change.who, change.door, change.field, change.after) == (
        "Lena Voss",
        "on a page",
        "title",
        "Right hand",
    )


@pytest.mark.parametrize("attempt", ["delete", "update"])
def test_the_audit_can_neither_be_changed_nor_deleted(lena: User, vela: Account, attempt: str) -> None:
    rows = vela.audit_rows.all()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        rows.delete() if attempt == "delete" else rows.update(name="x")
    assert rows.count() == 1
