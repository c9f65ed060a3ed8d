"""The map of people: what it shows and hides, its four views and its flags."""

from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import Account
from contacts.actions.map import assign_role
from contacts.actions.map_lines import set_manager
from contacts.actions.map_scopes import close_scope
from contacts.actions.people import mark_departed
from contacts.models import Contact, MapScope, Standing
from retention.lib.clock import database_now
from retention.renewals.actions import close_renewal, open_renewals_of, reopen_renewal, set_call
from retention.renewals.maps import open_map
from retention.renewals.models import Renewal
from retention.team.models import User
from tests.factories import make_contact, make_contract

from .mapped import MAP, peopled, shown

__all__ = ["peopled"]


def test_the_map_stands_by_level_and_unit_and_says_what_is_missing(
    client: Client, vela: Account, lena: User, peopled: dict[str, Contact]
) -> None:
    page = shown(client, lena, MAP.format(vela.pk))
    for words in (
        "Decides", "Influences", "Uses", "Operations", "Jonas Weller", "Chief finance officer",
        "Nobody known", "Bristol depot", "We know nobody here", "A unit without anybody",
        "A role waits for a name",
        "One person holds this account", "Nobody is known", "Somebody is against us",
        "Reports to Jonas Weller", "of 100, not in health yet",
    ):  # fmt: skip
        assert words in page, words


def test_lines_lead_from_managers_and_to_who_listens(
    client: Client, vela: Account, lena: User, peopled: dict[str, Contact]
) -> None:
    page = shown(client, lena, MAP.format(vela.pk))
    assert page.count('<path class="reports" d=') == 1
    assert page.count('<path class="listens" d=') == 1
    mark_departed(contact=peopled["jonas"], on=database_now().date(), by=lena, at=database_now())
    assert '<path class="gone" d=' in shown(client, lena, MAP.format(vela.pk))


def test_a_decision_has_a_map_until_it_is_taken(
    client: Client, vela: Account, lena: User, peopled: dict[str, Contact]
) -> None:
    client.force_login(lena)
    address, beth = f"{MAP.format(vela.pk)}decisions/new/", peopled["beth"]
    assert client.post(address, {"title": ""}).status_code == 422
    assert client.post(address, {"title": "Second hotel"}).status_code == 302
    scope = MapScope.objects.get()
    here = f"/people/{beth.pk}/map/"
    asked = f"?scope={scope.pk}"
    role = {"role": "decision_maker", "scope": scope.pk, "certainty": "assumed"}
    assert client.post(f"{here}role/{asked}", role).status_code == 302
    rating = {"influence": "5", "orientation": "unknown", "certainty": "assumed"}
    assert client.post(f"{here}rating/{asked}", rating).status_code == 302
    assert Standing.objects.get(contact=beth).scope == scope
    assert "Decision maker for Second hotel" in shown(client, lena, here + asked)
    assert "Decision maker" in shown(client, lena, MAP.format(vela.pk) + asked)
    whole = shown(client, lena, MAP.format(vela.pk))
    assert "Second hotel" in whole and "Decision maker" not in whole
    assert client.post(f"/map/decisions/{scope.pk}/close/").status_code == 302
    assert "decided" in shown(client, lena, MAP.format(vela.pk) + asked)
    assert "Second hotel" not in shown(client, lena, MAP.format(vela.pk))


def test_a_renewal_gets_its_map_once(client: Client, vela: Account, lena: User) -> None:
    today = database_now().date()
    contract = make_contract(vela, start=today - timedelta(days=300), state="active")
    open_renewals_of(contract=contract, by=lena, at=database_now())
    renewal = Renewal.objects.get(account=vela)
    client.force_login(lena)
    address = f"{MAP.format(vela.pk)}decisions/new/"
    assert client.post(address, {"renewal": renewal.pk}).status_code == 302
    assert MapScope.objects.get().title.startswith("Renewal of ")
    assert client.post(address, {"renewal": renewal.pk}).status_code == 422
    assert client.post(address, {"renewal": "x", "title": "\x00"}).status_code == 422


def test_the_map_of_a_renewal_is_decided_with_it_and_open_again_with_it(vela: Account, lena: User) -> None:
    now = database_now()
    Account.objects.filter(pk=vela.pk).update(tier="C")
    contract = make_contract(vela, start=now.date() - timedelta(days=300), state="active")
    open_renewals_of(contract=contract, by=lena, at=now)
    renewal = Renewal.objects.get(account=vela)
    scope = open_map(renewal=renewal, by=lena, at=now)
    reason = {
        "stated_reason": "Too dear", "root_cause": "competitor", "sub_code": "displaced",
        "competitor": "Orca", "evidence": "Their letter", "controllable": "shared", "is_regrettable": True,
    }  # fmt: skip
    said = {"on": now.date(), "note": "They said so", "by": lena, "reason": reason}
    close_renewal(renewal=renewal, stage="lost", at=now, **said)
    scope.refresh_from_db()
    assert scope.closed_on == now.date()
    later = now + timedelta(minutes=5)
    reopen_renewal(renewal=renewal, reason="Not so", by=lena, at=later)
    scope.refresh_from_db()
    assert scope.closed_on is None
    close_scope(scope=scope, by=lena, at=later)
    set_call(
        renewal=renewal,
        call="commit",
        note="",
        by=lena,
        at=later + timedelta(minutes=5),
        expected_version=None,
    )
    scope.refresh_from_db()
    assert scope.closed_on is not None, "what was closed by hand stays closed"


def test_each_view_shows_the_same_people(
    client: Client, vela: Account, lena: User, peopled: dict[str, Contact]
) -> None:
    for view in ("map", "list", "tree", "ties", "nonsense"):
        assert "Stefan Krol" in shown(client, lena, f"{MAP.format(vela.pk)}?view={view}")
    ties = shown(client, lena, f"{MAP.format(vela.pk)}?view=ties")
    assert "Problem solver → Trusted advisor" in ties
    assert "Nadia Reyes" in ties
    tree = shown(client, lena, f"{MAP.format(vela.pk)}?view=tree")
    assert tree.index("Jonas Weller") < tree.index("Stefan Krol")


def test_who_is_not_on_the_account_team_reads_no_attitude_anywhere(
    client: Client, vela: Account, lena: User, nadia: User, sol: User, ada: User, peopled: dict[str, Contact]
) -> None:
    stefan = f"/people/{peopled['stefan'].pk}/map/"
    told = (
        "Against us",
        "Somebody is against us",
        "Said so on the phone",
        "Attitude",
        "Same office",
        "Contain",
    )
    addresses = [stefan, *(f"{MAP.format(vela.pk)}?view={view}" for view in ("map", "list", "tree", "ties"))]
    heard = "".join(shown(client, lena, address) for address in addresses)
    assert all(words in heard for words in told)
    for user in (nadia, sol, ada):
        page = "".join(shown(client, user, address) for address in addresses)
        assert [words for words in told if words in page] == [], user.name


def test_many_people_stack_in_one_cell_and_the_rest_unfolds(
    client: Client, vela: Account, lena: User
) -> None:
    for number in range(7):
        make_contact(vela, f"Person {number}", buying_role="end_user")
    page = shown(client, lena, MAP.format(vela.pk))
    assert "3 more" in page
    assert page.count('class="pc') == 4
    assert shown(client, lena, f"{MAP.format(vela.pk)}?all=1").count('class="pc') == 7


def test_the_map_can_be_read_as_it_was(client: Client, vela: Account, lena: User) -> None:
    now = database_now()
    jonas = make_contact(vela, "Jonas Weller")
    before = now.date() - timedelta(days=100)
    assign_role(contact=jonas, role="champion", by=lena, at=now, on=before)
    mark_departed(contact=jonas, on=now.date() - timedelta(days=10), by=lena, at=now)
    then = shown(client, lena, f"{MAP.format(vela.pk)}?on={before:%Y-%m-%d}")
    assert "As it was on" in then
    assert "The champion left" not in then
    assert "The champion left" in shown(client, lena, MAP.format(vela.pk))
    client.force_login(lena)
    for nonsense in ("soon", "0000-00-00", "9999-99-99", "\x00"):
        assert client.get(MAP.format(vela.pk), {"on": nonsense}).status_code == 422
    for unit in ("x", "999999999999999999999999", "-1", "٣"):
        assert client.get(MAP.format(vela.pk), {"unit": unit}).status_code == 200


def test_an_empty_map_says_where_to_start(client: Client, vela: Account, lena: User) -> None:
    page = shown(client, lena, MAP.format(vela.pk))
    assert "Nobody is known here yet, so nothing can be said of who decides." in page
    assert "Add person or role" in page


def test_nobody_known_is_never_told_as_nothing_flagged(client: Client, vela: Account, lena: User) -> None:
    Account.objects.filter(pk=vela.pk).update(tier="D")
    page = shown(client, lena, MAP.format(vela.pk))
    assert "Nothing can be said of gaps yet: nobody is known here." in page
    assert "Nothing is flagged" not in page
    jonas = make_contact(vela, "Jonas Weller")
    assert "nobody’s part in decisions is known" in shown(client, lena, MAP.format(vela.pk))
    assign_role(contact=jonas, role="end_user", by=lena, at=database_now())
    assert "Nothing is flagged" in shown(client, lena, MAP.format(vela.pk))


def test_without_any_role_coverage_is_not_known_rather_than_zero(
    client: Client, vela: Account, lena: User
) -> None:
    make_contact(vela, "Jonas Weller")
    page = shown(client, lena, MAP.format(vela.pk))
    assert "nobody’s part in decisions" in page
    assert "not known" in page


def test_the_map_asks_few_questions(
    client: Client, vela: Account, lena: User, peopled: dict[str, Contact], django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        row = make_contact(vela, f"Person {number}", buying_role="influencer")
        set_manager(contact=row, manager=peopled["jonas"], by=lena, at=database_now())
    client.force_login(lena)
    for view in ("map", "list", "tree", "ties"):
        with django_assert_max_num_queries(25):
            client.get(f"{MAP.format(vela.pk)}?view={view}")
    with django_assert_max_num_queries(25):
        client.get(f"/people/{peopled['stefan'].pk}/map/")
