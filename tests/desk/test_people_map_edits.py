"""The map of people is edited: plays of flags, roles and ratings by forms."""

from datetime import timedelta

from django.test import Client

from accounts.models import Account
from contacts.actions.map import rate_contact, set_tie
from contacts.actions.people import edit_contact, mark_departed
from contacts.models import Contact, NextStep, RoleOnMap, Standing, Tie
from retention.cadence.models import GapCheckIn
from retention.lib.clock import database_now
from retention.team.models import User
from tests.factories import make_contact

from .mapped import MAP, peopled, shown

__all__ = ["peopled"]


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
    address = f"/accounts/{vela.pk}/map/plan/?flag=unmapped_unit&contact="
    client.force_login(sol)
    assert client.post(address).status_code == 403
    assert "Other day" not in shown(client, sol, MAP.format(vela.pk))
    client.force_login(nadia)
    assert client.post(address).status_code == 302
    step = NextStep.objects.get(origin="map")
    assert (step.owner, step.contact) == (lena, None)
    assert step.text == "Find somebody to talk to at Bristol depot"
    client.post(address)
    assert NextStep.objects.filter(origin="map").count() == 1, "the same click again plans nothing twice"
    assert "planned for" in shown(client, nadia, MAP.format(vela.pk))
    client.force_login(nadia)
    gone = client.post(f"/accounts/{vela.pk}/map/plan/?flag=champion_departed&contact=")
    assert gone.status_code == 302
    assert "That is not missing any more." in shown(client, nadia, MAP.format(vela.pk))


def test_one_click_makes_a_flag_a_check_in_where_somebody_is_to_be_spoken_to(
    client: Client, vela: Account, lena: User, nadia: User, sol: User, peopled: dict[str, Contact]
) -> None:
    jonas, today = peopled["jonas"], database_now().date()
    asked = f"?flag=single_thread&contact={jonas.pk}"
    address = f"/accounts/{vela.pk}/map/check-in/"
    client.force_login(sol)
    assert client.post(address + asked).status_code == 403
    client.force_login(nadia)
    assert client.post(address + asked).status_code == 302
    gap = GapCheckIn.objects.get()
    assert (gap.contact, gap.due_on, gap.by) == (jonas, today, nadia)
    page = shown(client, nadia, MAP.format(vela.pk))
    assert "is due" in page and "Take back the check-in with Jonas Weller" in page
    assert "One person holds this account: ask Jonas Weller" in shown(client, lena, "/check-ins/?state=gap")
    assert "Jonas Weller" in shown(client, nadia, "/check-ins/?state=gap&owner=" + str(lena.pk))
    client.force_login(lena)
    assert client.post(f"/map/check-ins/{gap.pk}/back/").status_code == 302
    assert client.post(f"/map/check-ins/{gap.pk}/back/").status_code == 302
    assert "Taken back" in shown(client, lena, MAP.format(vela.pk))
    for nonsense in (
        "?flag=single_thread&contact=",
        "?flag=&contact=x",
        "?flag=%00&contact=\u0663",
        asked + "9",
    ):
        assert client.post(address + nonsense).status_code == 302
    late = {"due_on": f"{today - timedelta(days=1):%Y-%m-%d}"}
    assert "That day has passed." in client.post(f"{address}day/{asked}", late).content.decode()
    soon = {"due_on": f"{today + timedelta(days=1):%Y-%m-%d}"}
    assert client.post(f"{address}day/{asked}", soon).status_code == 302
    assert GapCheckIn.objects.not_taken_back().get().due_on == today + timedelta(days=1)


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


def test_a_level_is_changed_from_what_stands_and_never_over_what_somebody_else_said(
    client: Client, vela: Account, lena: User, nadia: User, peopled: dict[str, Contact]
) -> None:
    here = f"/people/{peopled['jonas'].pk}/map/"
    assert f"{here}tie/?user={lena.pk}" in shown(client, lena, here)
    assert f"{here}tie/?user={lena.pk}" in shown(client, lena, f"{MAP.format(vela.pk)}?view=ties")
    form = shown(client, lena, f"{here}tie/?user={lena.pk}")
    assert '<option value="3" selected>Problem solver' in form
    tie = Tie.objects.get(user=lena)
    set_tie(contact=peopled["jonas"], user=lena, level=2, by=nadia, at=database_now())
    said = {"user": lena.pk, "level": "4", "desired_level": "4", "version": tie.pk}
    assert client.post(f"{here}tie/?user={lena.pk}", said).status_code == 409
    other = {"user": lena.pk, "level": "", "desired_level": "3"}
    assert client.post(f"{here}tie/?user={nadia.pk}", other).status_code == 302
    kept = Tie.objects.current().get(user=lena)
    assert (kept.level, kept.desired_level) == (2, 3), "what was not shown is not emptied"


def test_no_advice_is_given_on_somebody_who_left(
    client: Client, vela: Account, lena: User, peopled: dict[str, Contact]
) -> None:
    listed = f"{MAP.format(vela.pk)}?view=list"
    assert "ask for references" in shown(client, lena, listed)
    today = database_now().date()
    mark_departed(contact=peopled["jonas"], on=today, by=lena, at=database_now())
    assert "ask for references" not in shown(client, lena, listed)
