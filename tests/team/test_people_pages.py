"""The administration of people in the browser: who opens it, what it does, what it refuses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from accounts.models import Account
from retention.team.models import Team, User
from retention.team.roles import Role
from tests.cast import join, person

Open = Callable[..., Client]


@pytest.fixture
def office(ada: User, browser: Open) -> Client:
    """Ada's browser."""
    return browser(ada)


def test_the_list_finds_people_by_name_role_team_and_state(
    office: Client, lena: User, nico: User, sol: User, north: Team
) -> None:
    User.objects.filter(pk=nico.pk).update(is_active=False)

    def found(query: str) -> set[str]:
        return {row.name for row in office.get(f"/people-admin/{query}").context["page"].rows}

    assert found("") == {"Ada Lovell", "Lena Voss", "Nico Brand", "Sol Iwu"}
    assert found("?q=vOSS") == {"Lena Voss"}
    assert found("?q=nico@keel") == {"Nico Brand"}
    assert found("?role=viewer") == {"Sol Iwu"}
    assert found(f"?team={north.pk}") == {"Lena Voss"}
    assert found("?state=left") == {"Nico Brand"}
    assert found("?state=invited") == set()
    User.objects.create_user("priya@keel.test", None, name="Priya Raman")
    assert found("?state=invited") == {"Priya Raman"}
    assert found("?state=active&q=zzz") == set()
    assert office.get("/people-admin/?q=%00&team=999999999999999999999&role=boss&cursor=x").status_code == 200


def test_the_list_pages_by_name_and_costs_the_same_for_three_and_for_many(
    office: Client, north: Team, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    User.objects.bulk_create(
        User(email=f"p{number}@keel.test", name=f"Person {number:03}") for number in range(120)
    )
    for user in User.objects.filter(name__startswith="Person")[:60]:
        join(user, north)
    seen: list[str] = []
    address = "/people-admin/"
    while address:
        with django_assert_max_num_queries(12):
            answer = office.get(address)
        seen += [row.name for row in answer.context["page"].rows]
        address = answer.context["pager"]["next_url"]
    assert len(seen) == 121
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "invite/",
        "teams/",
        "holidays/",
        "{}/",
        "{}/edit/",
        "{}/teams/",
        "{}/deactivate/",
        "{}/hand-over/",
    ],
)
@pytest.mark.parametrize("who", ["lena", "nadia", "sol"])
def test_only_admins_open_the_administration_and_others_are_told(
    path: str, who: str, nico: User, browser: Open, request: pytest.FixtureRequest
) -> None:
    answer = browser(request.getfixturevalue(who)).get(f"/people-admin/{path.format(nico.pk)}")
    assert answer.status_code == 403
    assert "Only an admin may open this page." in answer.content.decode()
    assert "Nico" not in answer.content.decode()


@pytest.mark.parametrize("pk", [0, 999999, 99999999999999999999999])
def test_nobody_is_a_404_and_so_is_the_machine(office: Client, machine: User, pk: int) -> None:
    assert office.get(f"/people-admin/{pk}/").status_code == 404
    assert office.get(f"/people-admin/{machine.pk}/").status_code == 404
    assert office.post(f"/people-admin/{machine.pk}/deactivate/").status_code == 404


def test_inviting_makes_a_person_mails_the_link_and_shows_it_once(
    office: Client,
    north: Team,
    mails: Callable[[], list[EmailMessage]],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    said = {"name": "Priya Raman", "email": "Priya@Keel.test", "role": "team_lead", "teams": [north.pk],
            "leads": [north.pk], "country": "DE", "time_zone": "Europe/Berlin"}  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        answer = office.post("/people-admin/invite/", said)
    page = answer.content.decode()
    assert answer.status_code == 200
    priya = User.objects.get(email="priya@keel.test")
    assert not priya.has_usable_password()
    assert [(m.team.name, m.is_lead) for m in priya.memberships.all()] == [("North", True)]
    (mail,) = mails()
    link = next(line for line in mail.body.splitlines() if "/invitation/" in line)
    assert link in page
    assert link not in office.get(f"/people-admin/{priya.pk}/").content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "LENA@keel.test"}, "Somebody already signs in with this e-mail address."),
        ({"email": "not one"}, "The e-mail address is not one such as ana@example.com."),
        ({"email": ""}, "The e-mail address is missing."),
        ({"name": ""}, "The name is missing."),
        ({"role": "system"}, "Choose “Role” from the list."),
        ({"role": "viewer", "leads": ["NORTH"]}, "is neither a team lead nor an admin."),
        ({"sees_everything": "on"}, "Only viewers can be set to see everything."),
        ({"teams": ["999999"]}, "Teams"),
        ({"time_zone": "Mars/Olympus"}, "is not a time zone"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused_and_invites_nobody(
    office: Client, lena: User, north: Team, change: dict[str, Any], words: str
) -> None:
    said = {"name": "Priya Raman", "email": "priya@keel.test", "role": "account_manager", "time_zone": "UTC"}
    if change.get("leads") == ["NORTH"]:
        change = {**change, "leads": [north.pk]}
    before = User.objects.count()
    answer = office.post("/people-admin/invite/", {**said, **change})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert User.objects.count() == before


def test_editing_somebody_writes_who_and_what_on_their_page(office: Client, nico: User) -> None:
    page = office.get(f"/people-admin/{nico.pk}/edit/")
    said = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    answer = office.post(
        f"/people-admin/{nico.pk}/edit/", {**said, "role": "viewer", "sees_everything": "on"}
    )
    assert answer.status_code == 302
    nico.refresh_from_db()
    assert (nico.role, nico.sees_everything) == (Role.VIEWER, True)
    shown = office.get(f"/people-admin/{nico.pk}/").content.decode()
    assert "Nico Brand became viewer; was account manager." in shown
    assert "on a page" in shown
    assert "Account manager" in shown


def test_a_new_address_ends_the_old_one_everywhere(office: Client, nico: User) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=nico, email=nico.email, primary=True, verified=True)
    said = office.get(f"/people-admin/{nico.pk}/edit/").context["form"].initial
    said = {name: value for name, value in said.items() if value is not None}
    office.post(f"/people-admin/{nico.pk}/edit/", {**said, "email": "nico.new@keel.test"})
    assert not EmailAddress.objects.exists()
    tries = [("nico@keel.test", 422), ("nico.new@keel.test", 302)]
    for email, status in tries:
        sent = Client().post("/sign-in/", {"login": email, "password": "pa55word-of-theirs"})
        assert sent.status_code == status


def test_the_last_admin_stays_one(office: Client, ada: User) -> None:
    said = office.get(f"/people-admin/{ada.pk}/edit/").context["form"].initial
    said = {name: value for name, value in said.items() if value is not None}
    answer = office.post(f"/people-admin/{ada.pk}/edit/", {**said, "role": "viewer"})
    assert answer.status_code == 422
    assert "is the only admin" in answer.content.decode()


def test_an_owner_cannot_become_a_viewer_before_handing_over(
    office: Client, lena: User, vela: Account
) -> None:
    said = office.get(f"/people-admin/{lena.pk}/edit/").context["form"].initial
    said = {name: value for name, value in said.items() if value is not None}
    answer = office.post(f"/people-admin/{lena.pk}/edit/", {**said, "role": "viewer"})
    assert answer.status_code == 422
    assert "hand over accounts they own: 1" in answer.content.decode()


def test_deactivating_lists_everything_and_asks_who_takes_over(
    office: Client, lena: User, vela: Account, north: Team
) -> None:
    mara = join(person("mara@keel.test", "Mara Okoye", Role.ACCOUNT_MANAGER), north)
    address = f"/people-admin/{lena.pk}/deactivate/"
    page = office.get(address).content.decode()
    assert "Vela Hotels" in page
    assert "Accounts they own" in page
    refused = office.post(address, {})
    assert refused.status_code == 422
    assert "Accounts they own: choose who takes over." in refused.content.decode()
    lena.refresh_from_db()
    assert lena.is_active
    assert office.post(address, {"owned_accounts": mara.pk}).status_code == 302
    lena.refresh_from_db()
    vela.refresh_from_db()
    assert (lena.is_active, vela.owner) == (False, mara)


def test_handing_over_some_kinds_leaves_the_others(
    office: Client, lena: User, vela: Account, nadia: User
) -> None:
    other = Account.objects.create(name="Tern Logistics", owner=nadia, backup_owner=lena)
    answer = office.post(f"/people-admin/{lena.pk}/hand-over/", {"backed_accounts": "nobody"})
    assert answer.status_code == 302
    other.refresh_from_db()
    vela.refresh_from_db()
    assert (other.backup_owner, vela.owner) == (None, lena)


def test_letting_somebody_back_in_shows_a_link(office: Client, nico: User) -> None:
    office.post(f"/people-admin/{nico.pk}/deactivate/", {})
    answer = office.post(f"/people-admin/{nico.pk}/reactivate/")
    assert "/invitation/" in answer.content.decode()
    again = office.post(f"/people-admin/{nico.pk}/reactivate/", follow=True)
    assert "Nico Brand is active." in again.content.decode()


def test_the_page_of_a_person_costs_no_more_with_a_long_history(
    office: Client, nico: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(40):
        nico.title = f"Title {number}"
        nico.save()
    with django_assert_max_num_queries(25):
        assert office.get(f"/people-admin/{nico.pk}/").status_code == 200
