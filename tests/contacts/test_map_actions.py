"""Roles, standings, ties and lines of the map: what is kept, what is refused, and what the database holds."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Account, OrgUnit, TimelineEvent
from contacts.actions.map import assign_role, end_role, rate_contact, set_tie
from contacts.actions.map_lines import end_influence_line, set_influence_line, set_manager
from contacts.actions.people import mark_departed
from contacts.announced import MapChanged
from contacts.map_rows import LoopOfReports, NewerOnTheMap, NotInSeat, NotInTheGroup, RoleTaken
from contacts.models import Contact, Influences, ReportsTo, RoleOnMap, Standing, Tie
from retention.lib import facts
from retention.lib.accepts import InputRefused
from retention.lib.errors import DomainError, StaleVersion
from retention.team.models import User
from tests.cast import NOON, TODAY
from tests.factories import make_contact

BEFORE = TODAY - timedelta(days=90)


@pytest.fixture
def jonas(vela: Account) -> Contact:
    return make_contact(vela, "Jonas Weller")


@pytest.fixture
def ruth(vela: Account) -> Contact:
    return make_contact(vela, "Ruth Adeyemi")


def test_a_rating_keeps_what_was_not_named_and_the_past_stays_readable(jonas: Contact, lena: User) -> None:
    first = rate_contact(contact=jonas, influence=4, attitude=1, by=lena, at=NOON, on=BEFORE)
    second = rate_contact(contact=jonas, attitude=-1, by=lena, at=NOON)
    first.refresh_from_db()
    assert (second.influence, second.attitude) == (4, -1)
    assert (first.ends_on, second.starts_on, second.ends_on) == (TODAY, TODAY, None)
    assert Standing.objects.as_on(TODAY - timedelta(days=1)).get() == first
    assert Standing.objects.as_on(TODAY).get() == second
    assert not Standing.objects.as_on(BEFORE - timedelta(days=1)).exists()


def test_the_same_rating_again_makes_no_row_and_no_line(jonas: Contact, lena: User) -> None:
    first = rate_contact(contact=jonas, influence=4, by=lena, at=NOON)
    assert rate_contact(contact=jonas, influence=4, by=lena, at=NOON) == first
    assert TimelineEvent.objects.filter(kind="map_rated").count() == 1


def test_the_story_tells_of_a_rating_without_the_attitude(jonas: Contact, lena: User) -> None:
    rate_contact(contact=jonas, influence=4, attitude=-2, evidence="Called us dear", by=lena, at=NOON)
    text = TimelineEvent.objects.get(kind="map_rated").text
    assert text == "Rated Jonas Weller on the map"


def test_a_stale_rating_is_refused_and_overwrites_nothing(jonas: Contact, lena: User) -> None:
    seen = rate_contact(contact=jonas, influence=4, by=lena, at=NOON)
    rate_contact(contact=jonas, influence=5, by=lena, at=NOON)
    with pytest.raises(StaleVersion):
        rate_contact(contact=jonas, influence=1, by=lena, at=NOON, seen=seen.pk)
    assert Standing.objects.current().get().influence == 5


def test_only_the_account_team_writes_an_attitude(jonas: Contact, lena: User, nadia: User, sol: User) -> None:
    assert rate_contact(contact=jonas, influence=3, by=nadia, at=NOON).influence == 3
    for changes in ({"attitude": 1}, {"evidence": "x"}):
        with pytest.raises(PermissionDenied):
            rate_contact(contact=jonas, by=nadia, at=NOON, **changes)
    with pytest.raises(PermissionDenied):
        rate_contact(contact=jonas, influence=1, by=sol, at=NOON)
    assert rate_contact(contact=jonas, attitude=1, by=lena, at=NOON).attitude == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"influence": 6}, "influence"),
        ({"influence": 0}, "influence"),
        ({"attitude": 3}, "attitude"),
        ({"orientation": "colour"}, "orientation"),
        ({"certainty": "confirmed", "evidence": "x"}, "verified_on"),
        ({"certainty": "confirmed", "verified_on": TODAY}, "evidence"),
        ({"verified_on": TODAY + timedelta(days=1)}, "verified_on"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": date(2025, 12, 31)}, "on"),
    ],
)
def test_a_rating_that_cannot_be_names_its_field(
    said: dict[str, Any], field: str, jonas: Contact, lena: User
) -> None:
    with pytest.raises(DomainError) as refused:
        rate_contact(contact=jonas, by=lena, at=NOON, **said)
    assert refused.value.field == field
    assert not Standing.objects.exists()


def test_the_past_of_the_map_is_not_written_over(jonas: Contact, lena: User) -> None:
    rate_contact(contact=jonas, influence=4, by=lena, at=NOON)
    with pytest.raises(NewerOnTheMap):
        rate_contact(contact=jonas, influence=2, by=lena, at=NOON, on=BEFORE)


def test_a_role_is_assumed_then_confirmed_and_the_card_learns_it(jonas: Contact, lena: User) -> None:
    assumed = assign_role(contact=jonas, role="champion", by=lena, at=NOON, on=BEFORE)
    jonas.refresh_from_db()
    assert (assumed.certainty, jonas.buying_role) == ("assumed", "champion")
    confirmed = assign_role(
        contact=jonas, role="champion", certainty="confirmed", verified_on=TODAY,
        evidence="Spoke for us before the board", by=lena, at=NOON,
    )  # fmt: skip
    assert RoleOnMap.objects.current().get() == confirmed
    assert RoleOnMap.objects.count() == 2
    assert TimelineEvent.objects.filter(kind="map_role_assigned").last().text.endswith("champion, confirmed")  # type: ignore[union-attr]


def test_a_role_known_from_the_card_is_not_overwritten_by_the_map(jonas: Contact, lena: User) -> None:
    Contact.objects.filter(pk=jonas.pk).update(buying_role="influencer")
    assign_role(contact=jonas, role="champion", by=lena, at=NOON)
    jonas.refresh_from_db()
    assert jonas.buying_role == "influencer"


def test_there_is_one_economic_buyer_on_each_map(
    vela: Account, jonas: Contact, ruth: Contact, lena: User
) -> None:
    unit = OrgUnit.objects.create(account=vela, name="Bristol depot")
    first = assign_role(contact=jonas, role="economic_buyer", by=lena, at=NOON)
    with pytest.raises(RoleTaken) as refused:
        assign_role(contact=ruth, role="economic_buyer", by=lena, at=NOON)
    assert "Jonas Weller is the economic buyer already" in refused.value.message
    assign_role(contact=ruth, role="economic_buyer", org_unit=unit, by=lena, at=NOON)
    end_role(role=first, by=lena, at=NOON)
    assign_role(contact=ruth, role="economic_buyer", by=lena, at=NOON)
    holders = RoleOnMap.objects.current().filter(role="economic_buyer").values_list("contact", "org_unit")
    assert sorted(holders, key=str) == sorted([(ruth.pk, unit.pk), (ruth.pk, None)], key=str)


def test_a_role_is_one_of_the_known_words(jonas: Contact, lena: User) -> None:
    for role in ("unknown", "king", "", None):
        with pytest.raises(InputRefused):
            assign_role(contact=jonas, role=role, by=lena, at=NOON)  # type: ignore[arg-type]


def test_a_unit_of_another_account_is_refused(jonas: Contact, orchard: Account, lena: User) -> None:
    foreign = OrgUnit.objects.create(account=orchard, name="Press house")
    with pytest.raises(InputRefused) as refused:
        assign_role(contact=jonas, role="champion", org_unit=foreign, by=lena, at=NOON)
    assert refused.value.field == "org_unit"


def test_who_left_gets_no_role_after_their_last_day(jonas: Contact, lena: User) -> None:
    mark_departed(contact=jonas, on=TODAY - timedelta(days=10), by=lena, at=NOON)
    with pytest.raises(NotInSeat):
        assign_role(contact=jonas, role="champion", by=lena, at=NOON)
    assert assign_role(contact=jonas, role="champion", by=lena, at=NOON, on=BEFORE).starts_on == BEFORE


def test_a_tie_holds_what_is_and_what_should_be(jonas: Contact, lena: User, nadia: User) -> None:
    set_tie(contact=jonas, user=lena, level=2, desired_level=4, by=lena, at=NOON, on=BEFORE)
    tie = set_tie(contact=jonas, user=lena, level=3, by=lena, at=NOON)
    set_tie(contact=jonas, user=nadia, desired_level=2, by=lena, at=NOON)
    assert (tie.level, tie.desired_level) == (3, 4)
    assert Tie.objects.current().count() == 2
    with pytest.raises(InputRefused):
        set_tie(contact=jonas, user=lena, level=5, by=lena, at=NOON)


def test_people_report_across_the_group_and_never_in_a_circle(
    vela: Account, jonas: Contact, ruth: Contact, ada: User, lena: User
) -> None:
    group = Account.objects.create(name="Vela Group", owner=lena, team=vela.team, tier="A")
    Account.objects.filter(pk=vela.pk).update(parent=group)
    head = make_contact(group, "Margaret Holloway")
    set_manager(contact=jonas, manager=head, by=lena, at=NOON)
    set_manager(contact=ruth, manager=jonas, by=lena, at=NOON)
    with pytest.raises(LoopOfReports):
        set_manager(contact=head, manager=ruth, by=lena, at=NOON)
    with pytest.raises(LoopOfReports):
        set_manager(contact=ruth, manager=ruth, by=lena, at=NOON)
    set_manager(contact=ruth, manager=None, by=lena, at=NOON)
    assert ReportsTo.objects.current().values_list("contact", "manager").get() == (jonas.pk, head.pk)


def test_nobody_reports_to_a_stranger(jonas: Contact, orchard: Account, lena: User, ada: User) -> None:
    stranger = make_contact(orchard, "Colin Marsh")
    for by in (lena, ada):
        with pytest.raises(NotInTheGroup):
            set_manager(contact=jonas, manager=stranger, by=by, at=NOON)


def test_influence_lines_come_and_go(jonas: Contact, ruth: Contact, lena: User) -> None:
    line = set_influence_line(contact=jonas, on_contact=ruth, weight=3, note="Old friends", by=lena, at=NOON)
    end_influence_line(line=line, by=lena, at=NOON)
    assert not Influences.objects.current().exists()
    with pytest.raises(InputRefused):
        set_influence_line(contact=jonas, on_contact=jonas, by=lena, at=NOON)
    with pytest.raises(InputRefused):
        set_influence_line(contact=jonas, on_contact=ruth, weight=4, by=lena, at=NOON)


def test_others_change_nothing_on_the_map(jonas: Contact, ruth: Contact, nico: User, sol: User) -> None:
    for by in (nico, sol):
        for act in (
            lambda by=by: assign_role(contact=jonas, role="champion", by=by, at=NOON),
            lambda by=by: set_tie(contact=jonas, user=by, level=1, by=by, at=NOON),
            lambda by=by: set_manager(contact=jonas, manager=ruth, by=by, at=NOON),
            lambda by=by: set_influence_line(contact=jonas, on_contact=ruth, by=by, at=NOON),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_a_change_is_announced_in_its_transaction(
    jonas: Contact, lena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[MapChanged] = []
    monkeypatch.setitem(facts._listeners, MapChanged, [facts.Listener(99, "heard", heard.append)])
    assign_role(contact=jonas, role="champion", by=lena, at=NOON)
    assert [(fact.contact_id, fact.account_id) for fact in heard] == [(jonas.pk, jonas.account_id)]


def refused_by_the_database(model: Any, **fields: Any) -> bool:
    try:
        with transaction.atomic():
            model.objects.create(**{"starts_on": TODAY, **fields})
    except IntegrityError:
        return True
    return False


def test_the_database_itself_refuses_what_cannot_be(
    vela: Account, orchard: Account, jonas: Contact, ruth: Contact, lena: User
) -> None:
    at_vela: dict[str, Any] = {"account": vela, "contact": jonas, "by": lena}
    unit = OrgUnit.objects.create(account=orchard, name="Press house")
    early = {"starts_on": date(2026, 1, 4)}
    assert refused_by_the_database(Standing, **at_vela | {"account": orchard})
    assert refused_by_the_database(Standing, **at_vela, **early)
    assert refused_by_the_database(Standing, **at_vela, org_unit=unit)
    assert refused_by_the_database(Standing, **at_vela, influence=6)
    assert refused_by_the_database(Standing, **at_vela, attitude=-3)
    assert refused_by_the_database(RoleOnMap, **at_vela, role="champion", certainty="confirmed")
    assert refused_by_the_database(RoleOnMap, **at_vela, role="unknown")
    assert refused_by_the_database(ReportsTo, **at_vela, manager=jonas)
    assert refused_by_the_database(Tie, **at_vela, user=lena, level=9)
    assert not refused_by_the_database(RoleOnMap, **at_vela, role="economic_buyer")
    assert refused_by_the_database(RoleOnMap, **at_vela | {"contact": ruth}, role="economic_buyer")
    assert not refused_by_the_database(ReportsTo, **at_vela, manager=ruth)
    assert refused_by_the_database(ReportsTo, **at_vela | {"contact": ruth}, manager=jonas)
