"""The page of the account team, and the template it is measured by."""

from django.test import Client

from accounts.models import Account, AccountTeamMember, TeamTemplate
from retention.team.models import User

from .book import signed_in


def test_gaps_stand_in_red_until_they_are_filled(vela: Account, hers: Client, nico: User) -> None:
    address = f"/accounts/{vela.pk}/team/"
    page = hers.get(address).content.decode()
    assert "Tier A lacks" in page and page.count("Fill<") == 7, "seven of eight places are open"
    new = f"{address}new/?function=legal"
    assert '<option value="legal" selected>' in hers.get(new).content.decode()
    said = {"user": nico.pk, "function": "legal", "may_edit": "on"}
    assert hers.post(new, said).status_code == 302
    page = hers.get(address).content.decode()
    assert page.count("Fill<") == 6 and "Nico Brand" in page
    refused = hers.post(new, said)
    assert refused.status_code == 422 and "has this function already" in refused.content.decode()
    member = AccountTeamMember.objects.get()
    assert hers.post(f"/account-team/{member.pk}/edit/", {"is_backup": "on"}).status_code == 302
    assert hers.post(f"/account-team/{member.pk}/end/", {"on": str(member.starts_on)}).status_code == 302
    page = hers.get(address).content.decode()
    assert page.count("Fill<") == 7 and "Who was on it before: 1" in page


def test_the_page_asks_as_much_for_many_as_for_few(
    vela: Account, hers: Client, nico: User, sol: User, django_assert_max_num_queries: object
) -> None:
    for function in ("legal", "finance", "product"):
        AccountTeamMember.objects.create(account=vela, user=nico, function=function)
        AccountTeamMember.objects.create(account=vela, user=sol, function=function, is_backup=True)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        hers.get(f"/accounts/{vela.pk}/team/")


def test_a_lead_changes_the_template_and_sees_both_versions_when_late(nadia: User, hers: Client) -> None:
    leads = signed_in(nadia)
    assert "As Keel came" in leads.get("/templates/").content.decode()
    said = {"version": "0", "needed_A": ["legal", "finance"], "backed_A": ["legal"]}
    assert leads.post("/templates/team/", said).status_code == 302
    assert TeamTemplate.objects.get().needs["A"] == {"finance": False, "legal": True}
    assert leads.post("/templates/team/", said).status_code == 409
    wrong = leads.post("/templates/team/", {**said, "version": "1", "needed_A": ["magic"]})
    assert wrong.status_code == 422
    assert hers.get("/templates/").status_code == 403
