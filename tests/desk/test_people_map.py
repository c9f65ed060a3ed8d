"""The map of people: what it shows and hides, its four views, its flags and its forms."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account, OrgUnit
from contacts.actions.map import assign_role, rate_contact, set_tie
from contacts.actions.map_lines import set_influence_line, set_manager
from contacts.actions.people import edit_contact, mark_departed
from contacts.actions.touchpoints import log_touchpoint
from contacts.models import Contact, MapScope, NextStep, RoleOnMap, Standing, Tie
from retention.lib.clock import database_now
from retention.renewals.actions import open_renewals_of
from retention.renewals.models import Renewal
from retention.team.models import User
from tests.factories import make_contact, make_contract

MAP = "/accounts/{}/map/"


@pytest.fixture
def peopled(vela: Account, lena: User, nadia: User) -> dict[str, Contact]:
    """Three people and a role that waits: Jonas is strong, Stefan is against us, nobody pays."""
    now = database_now()
    operations = OrgUnit.objects.create(account=vela, name="Operations")
    depot = OrgUnit.objects.create(account=vela, name="Bristol depot")
    contract = make_contract(vela, start=now.date() - timedelta(days=30), state="active")
    contract.lines.update(org_unit=depot)
    who = {
        "jonas": make_contact(vela, "Jonas Weller", title="Operations director", org_unit=operations),
        "stefan": make_contact(vela, "Stefan Krol", title="Integration lead"),
        "beth": make_contact(vela, "Beth Lowry", title="Billing lead"),
        "cfo": Contact.objects.create(
            account=vela,
            is_placeholder=True,
            title="Chief finance officer",
            since=now.date() - timedelta(days=90),
        ),
    }
    act: dict[str, Any] = {"by": lena, "at": now}
    for days in (5, 20, 40):
        log_touchpoint(
            account=vela, contacts=[who["jonas"]], channel="meeting", happened_at=now - timedelta(days=days),
            colleagues=[lena, nadia], **act,
        )  # fmt: skip
    assign_role(contact=who["jonas"], role="champion", **act)
    assign_role(contact=who["cfo"], role="economic_buyer", **act)
    assign_role(contact=who["beth"], role="end_user", **act)
    rate_contact(contact=who["jonas"], influence=5, attitude=2, **act)
    rate_contact(contact=who["stefan"], influence=4, attitude=-2, evidence="Said so on the phone", **act)
    set_manager(contact=who["stefan"], manager=who["jonas"], **act)
    set_influence_line(contact=who["stefan"], on_contact=who["beth"], note="Same office", **act)
    set_tie(contact=who["jonas"], user=lena, level=3, desired_level=4, **act)
    return who


def shown(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


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


def test_a_flag_starts_its_play_as_a_next_step(
    client: Client, vela: Account, lena: User, peopled: dict[str, Contact]
) -> None:
    stefan = peopled["stefan"]
    address = f"/accounts/{vela.pk}/map/steps/new/?flag=blocker_unaddressed&contact={stefan.pk}"
    assert "Find out what Stefan Krol needs" in shown(client, lena, address)
    due = database_now().date() + timedelta(days=7)
    said = {"text": "Call Stefan", "due_on": f"{due:%Y-%m-%d}", "owner": lena.pk, "contact": stefan.pk}
    assert client.post(address, said).status_code == 302
    step = NextStep.objects.get(origin="map")
    assert step.origin_key.startswith(f"blocker_unaddressed:{vela.pk}:{stefan.pk}:")
    assert "Somebody is against us" not in shown(client, lena, MAP.format(vela.pk))


def test_one_click_makes_a_flag_a_next_step_of_whoever_looks_after_the_account(
    client: Client, vela: Account, lena: User, nadia: User, sol: User, peopled: dict[str, Contact]
) -> None:
    address = f"/accounts/{vela.pk}/map/plan/?flag=single_thread&contact={peopled['jonas'].pk}"
    client.force_login(sol)
    assert client.post(address).status_code == 403
    assert "Other day" not in shown(client, sol, MAP.format(vela.pk))
    client.force_login(nadia)
    assert client.post(address).status_code == 302
    step = NextStep.objects.get(origin="map")
    assert (step.owner, step.contact) == (lena, peopled["jonas"])
    assert step.text == "Ask Jonas Weller to introduce two colleagues"
    client.post(address)
    assert NextStep.objects.filter(origin="map").count() == 1, "the same click again plans nothing twice"
    assert "planned for" in shown(client, nadia, MAP.format(vela.pk))
    client.force_login(nadia)
    gone = client.post(f"/accounts/{vela.pk}/map/plan/?flag=champion_departed&contact=")
    assert gone.status_code == 302
    assert "That is not missing any more." in shown(client, nadia, MAP.format(vela.pk))


def test_a_planned_play_stands_beside_its_flag(client: Client, vela: Account, lena: User) -> None:
    make_contact(vela, "Jonas Weller")
    client.force_login(lena)
    due = database_now().date() + timedelta(days=3)
    address = f"/accounts/{vela.pk}/map/steps/new/?flag=sponsor_gap&contact="
    client.post(address, {"text": "Find one", "due_on": f"{due:%Y-%m-%d}", "owner": lena.pk})
    assert "planned for" in shown(client, lena, MAP.format(vela.pk))


def test_a_person_is_put_on_the_map_by_forms(client: Client, vela: Account, lena: User) -> None:
    jonas, ruth = make_contact(vela, "Jonas Weller"), make_contact(vela, "Ruth Adeyemi")
    here = f"/people/{jonas.pk}/map/"
    client.force_login(lena)
    assert "speaks for us when we are absent" in client.get(f"{here}role/").content.decode()
    assert client.post(f"{here}role/", {"role": "champion", "certainty": "assumed"}).status_code == 302
    rating = {"influence": "4", "attitude": "-1", "orientation": "financial", "certainty": "assumed"}
    assert client.post(f"{here}rating/", rating).status_code == 302
    assert (
        client.post(f"{here}tie/", {"user": lena.pk, "level": "2", "desired_level": "4"}).status_code == 302
    )
    assert client.post(f"{here}manager/", {"manager": ruth.pk}).status_code == 302
    assert client.post(f"{here}influence/", {"on_contact": ruth.pk, "weight": "3"}).status_code == 302
    standing = Standing.objects.get()
    assert (standing.influence, standing.attitude, standing.orientation) == (4, -1, "financial")
    assert Tie.objects.get().desired_level == 4
    page = client.get(here).content.decode()
    for words in ("Champion", "4 of 5", "Doubtful", "Ruth Adeyemi", "Credible source → Trusted advisor"):
        assert words in page, words
    role = RoleOnMap.objects.get()
    assert client.post(f"/map/roles/{role.pk}/end/").status_code == 302
    role.refresh_from_db()
    assert role.ends_on is not None


def test_a_refused_form_names_the_field_and_keeps_what_was_typed(
    client: Client, vela: Account, lena: User
) -> None:
    jonas = make_contact(vela, "Jonas Weller")
    client.force_login(lena)
    said = {"role": "champion", "certainty": "confirmed", "evidence": "Spoke for us 🎉 \u202e"}
    answer = client.post(f"/people/{jonas.pk}/map/role/", said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Say on which day it was confirmed." in page
    assert "Spoke for us 🎉" in page
    assert not RoleOnMap.objects.exists()


def test_a_rating_that_somebody_else_changed_is_not_overwritten(
    client: Client, vela: Account, lena: User
) -> None:
    jonas = make_contact(vela, "Jonas Weller")
    first = rate_contact(contact=jonas, influence=2, by=lena, at=database_now())
    rate_contact(contact=jonas, influence=3, by=lena, at=database_now())
    client.force_login(lena)
    said = {"influence": "5", "orientation": "unknown", "certainty": "assumed", "version": first.pk}
    assert client.post(f"/people/{jonas.pk}/map/rating/", said).status_code == 409
    assert Standing.objects.current().get().influence == 3


def test_a_lead_rates_influence_and_is_not_asked_for_attitude(
    client: Client, vela: Account, nadia: User, lena: User
) -> None:
    jonas = make_contact(vela, "Jonas Weller")
    rate_contact(contact=jonas, influence=2, attitude=1, by=lena, at=database_now())
    page = shown(client, nadia, f"/people/{jonas.pk}/map/rating/")
    assert "attitude" not in page.lower()
    said = {"influence": "5", "orientation": "unknown", "version": Standing.objects.get().pk}
    assert client.post(f"/people/{jonas.pk}/map/rating/", said).status_code == 302
    assert Standing.objects.current().values_list("influence", "attitude").get() == (5, 1)


def test_a_role_guessed_from_a_title_counts_on_no_map_until_somebody_says_it(
    client: Client, vela: Account, lena: User
) -> None:
    jonas = make_contact(
        vela, "Jonas Weller", title="Director", buying_role="decision_maker", role_is_guessed=True
    )
    page = shown(client, lena, MAP.format(vela.pk))
    assert "but nobody’s part in decisions. " in page and "Not placed" in page
    assert "Coverage" in page and "of 100, " not in page
    assert "covering" not in page
    assert "the title sounds like decision maker" in shown(client, lena, f"{MAP.format(vela.pk)}?view=list")
    assert "nobody has said so" in shown(client, lena, f"/people/{jonas.pk}/map/")
    edit_contact(
        contact=jonas, changes={"buying_role": "user_lead"}, by=lena, at=database_now(), expected_version=None
    )
    jonas.refresh_from_db()
    assert not jonas.role_is_guessed
    assert "Uses" in shown(client, lena, MAP.format(vela.pk))
